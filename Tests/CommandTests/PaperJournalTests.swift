import Foundation
import Journal
import TestSupport
import Testing

/// A folder of its own for one paper session's journal.
final class PaperFolder: Sendable {
    let path = NSTemporaryDirectory() + "paper-" + UUID().uuidString
    var journal: String { path + "/bot.journal" }

    static let demo = ["paper", "--sim", "--speed", "max", "--minutes", "22"]

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Plays the built-in demo, with its failed leg and its crash.
    static func played() throws -> (folder: PaperFolder, output: String) {
        let folder = PaperFolder()
        let program = try Program.run(demo + ["--journal", folder.path])
        #expect(program.exitCode == 0, "\(program.complaint)")
        return (folder, program.output)
    }
}

@Suite struct PaperJournalTests {
    @Test func `with its memory on the disk the bot does the same, also after its crash`() throws {
        let (folder, output) = try PaperFolder.played()
        let inMemory = try Program.run(PaperFolder.demo).output
        #expect(output.hasPrefix(inMemory))
        #expect(output.contains("crashes survived   1 of 1"))
        #expect(output.contains("The journal is \(folder.journal)"))
        let verified = try Program.run(["journal", "verify", folder.journal])
        #expect(verified.exitCode == 0, "\(verified.complaint)")
        let replayed = try Program.run(["replay", folder.path])
        #expect(replayed.exitCode == 0, "\(replayed.complaint)")
    }

    @Test
    func `killed at any moment it has lost nothing it told, and says that its market is gone`()
        throws
    {
        let folder = PaperFolder()
        let process = Process()
        let output = Pipe()
        process.executableURL = Program.folder.appending(path: "cantilever")
        process.arguments = [
            "paper", "--sim", "--speed", "max", "--minutes", "600000", "--journal", folder.path,
        ]
        process.standardOutput = output
        try process.run()
        var told = ""
        while !told.contains(" settled"), case let data = output.fileHandleForReading.availableData,
            !data.isEmpty
        {
            told += String(decoding: data, as: UTF8.self)
        }
        let another = try Program.run(["paper", "--sim", "--journal", folder.path])
        #expect(another.exitCode == 69)
        #expect(another.complaint.contains("process \(process.processIdentifier) has it"))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        told += String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(),
            as: UTF8.self
        )
        let shown = try Program.run(["journal", "show", "--limit", "1000000", folder.journal])
            .output
        for line in told.split(separator: "\n") {
            guard let words = line.wholeMatch(of: /.*  ended       trade (\d+).*/) else { continue }
            #expect(shown.contains("  trade \(words.1): "), "\(line)")
        }
        let verified = try Program.run(["journal", "verify", folder.journal])
        #expect(verified.exitCode == 0, "\(verified.complaint)")
        let replayed = try Program.run(["replay", folder.journal])
        #expect(replayed.exitCode == 0, "\(replayed.complaint)")
        let again = try Program.run(["paper", "--sim", "--journal", folder.path])
        #expect(again.exitCode == 65)
        #expect(again.complaint.contains("this simulation ended at 2025-"))
        #expect(again.complaint.contains("Choose another folder for a new one"))
        #expect(again.output.isEmpty)
        // Refusing has written nothing.
        #expect(try Program.run(["journal", "verify", folder.journal]).output == verified.output)
    }
}
