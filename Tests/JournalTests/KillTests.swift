import Foundation
import Journal
import TestSupport
import Testing

struct KillTests {
    @Test func `a killed writer loses nothing acknowledged and invents nothing`() throws {
        // Opening proves all since the last seal, so a new journal now and then keeps this quick.
        var scratch = try Scratch()
        var chance = Chance(seed: 9)
        var newest: UInt64 = 0
        for round in 0..<200 {
            if round % 10 == 0 {
                scratch = try Scratch()
                newest = 0
            }
            let output = Pipe()
            let process = Process()
            process.executableURL = Program.folder.appending(path: "JournalWriter")
            process.arguments = [scratch.journal]
            process.standardOutput = output
            try process.run()
            // The first answer proves that it writes; the kill then comes at any moment.
            let first = output.fileHandleForReading.availableData
            #expect(!first.isEmpty, "round \(round): the writer writes")
            usleep(UInt32.random(in: 0..<4000, using: &chance))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let rest = try output.fileHandleForReading.readToEnd() ?? Data()
            let said = String(decoding: first + rest, as: UTF8.self)
            newest = said.split(separator: "\n").last.flatMap { UInt64($0) } ?? newest
            let journal = try Journal(path: scratch.journal, ballast: 0)
            let extra = journal.head.index - newest
            #expect(extra == 0 || extra == 3, "round \(round): a step is whole or absent")
            let from = max(newest, 60) - 59
            let entries = try journal.entries(from: from, limit: .max)
            #expect(
                entries.map(\.entry.bytes)
                    == (from...journal.head.index).map {
                        Array("entry \($0)".utf8)
                    }
            )
        }
    }
}
