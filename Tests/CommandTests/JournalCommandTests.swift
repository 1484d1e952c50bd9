import Foundation
import Journal
import TestSupport
import Testing

@Suite struct JournalCommandTests {
    /// A folder with a journal of five entries, gone with the test.
    private final class Place {
        let folder = NSTemporaryDirectory() + "command-" + UUID().uuidString
        var journal: String { folder + "/bot.journal" }

        init() throws {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            var journal = try Journal(path: journal, ballast: 0)
            for number in 1...5 {
                let view = number == 2 ? "no \u{1B}[31mJSON" : #"{"number":"\#(number)"}"#
                let bytes = [UInt8(number), 0xAB]
                let entry = JournalEntry(step: 9, kind: "note", bytes: bytes, view: view)
                try journal.append([entry])
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func tamper(_ statements: String) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
            process.arguments = [
                journal, "DROP TRIGGER entries_stay; DROP TRIGGER entries_keep; " + statements,
            ]
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
        }
    }

    private func run(_ words: String..., on place: Place) throws -> Program {
        try Program.run(["journal"] + words + [place.journal])
    }

    @Test func `a whole journal is said to be whole, with its head`() throws {
        let place = try Place()
        let head = try JournalReader(path: place.journal).verify().digest
        let program = try run("verify", on: place)
        #expect(program.exitCode == 0, "\(program.complaint)")
        let digits = head.map { String(format: "%02x", $0) }.joined()
        #expect(program.output == "\(place.journal): whole, 5 entries, head 0x\(digits)\n")
    }

    @Test func `a broken entry is named, with what to do`() throws {
        let place = try Place()
        try place.tamper(#"UPDATE entries SET bytes = x'00' WHERE "index" = 4"#)
        let program = try run("verify", on: place)
        #expect(program.exitCode == 65)
        #expect(
            program.complaint == """
                cantilever: \(place.journal): entry 4 is not what it was when it was written; see \
                what 'cantilever journal repair --dry-run \(place.journal)' can do, or restore a backup

                """
        )
    }

    @Test func `entries are shown from where one asks, and move no cursor`() throws {
        let place = try Place()
        let program = try run("show", "--from", "2", "--limit=2", on: place)
        #expect(program.exitCode == 0, "\(program.complaint)")
        let lines = program.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("2  step 9  note  ") == true)
        #expect(lines.first?.hasSuffix("  no ?[31mJSON") == true)
        #expect(lines.last?.hasSuffix(#"  {"number":"3"}"#) == true)
    }

    @Test func `every line of an export is JSON`() throws {
        let place = try Place()
        let program = try run("export", on: place)
        #expect(program.exitCode == 0, "\(program.complaint)")
        let lines = program.output.split(separator: "\n")
        #expect(lines.count == 5)
        for (number, line) in lines.enumerated() {
            let document = try JSONSerialization.jsonObject(with: Data(line.utf8))
            let fields = try #require(document as? [String: Any])
            #expect(fields["index"] as? String == "\(number + 1)")
            #expect(fields["bytes"] as? String == "0x0\(number + 1)ab")
            if number == 1 { #expect(fields["view"] as? String == "no \u{1B}[31mJSON") }
            if number == 2 { #expect(fields["view"] as? [String: String] == ["number": "3"]) }
        }
    }

    @Test func `an export ends before what can't be proven`() throws {
        let place = try Place()
        try place.tamper(#"UPDATE entries SET view = '{}' WHERE "index" = 3"#)
        let program = try run("export", on: place)
        #expect(program.exitCode == 65)
        #expect(program.output.split(separator: "\n").count == 2)
        #expect(program.complaint.contains("entry 3 is not what it was"))
    }

    @Test func `a dry run changes nothing, a repair what it said`() throws {
        let place = try Place()
        #expect(try run("repair", on: place).output.hasSuffix("whole, nothing to repair\n"))
        try place.tamper(#"UPDATE entries SET bytes = x'00' WHERE "index" = 4"#)
        let before = try Data(contentsOf: URL(filePath: place.journal))
        let dry = try run("repair", "--dry-run", on: place)
        #expect(dry.exitCode == 1)
        #expect(dry.output.contains("would keep entries 1 to 3, and cut 2\n2 acknowledged entries"))
        #expect(try Data(contentsOf: URL(filePath: place.journal)) == before)
        let wet = try run("repair", on: place)
        #expect(wet.exitCode == 0, "\(wet.complaint)")
        #expect(wet.output.contains("kept entries 1 to 3, and cut 2\n2 acknowledged entries"))
        #expect(try run("verify", on: place).exitCode == 0)
        let copy = try Data(contentsOf: URL(filePath: place.journal + ".before-repair"))
        #expect(copy == before)
    }

    @Test func `a journal in use can be read and not repaired`() throws {
        let place = try Place()
        let journal = try Journal(path: place.journal, ballast: 0)
        #expect(try run("verify", on: place).exitCode == 0)
        let program = try run("repair", on: place)
        #expect(program.exitCode == 69)
        #expect(program.complaint.contains("process \(getpid()) has it; stop it first"))
        #expect(journal.head.index == 5)
    }

    @Test(arguments: [
        ([], 64, "say what to do: verify, show, export, repair"),
        (["verfy", "x"], 64, "unknown action 'verfy'; did you mean 'verify'?"),
        (["verify"], 64, "name the journal"),
        (["verify", "a", "b"], 64, "'b' is one word too many"),
        (["show", "--from", "0", "x"], 64, "--from: '0' is no number from 1 on"),
        (["verify", "/nowhere/x"], 66, "there is no such journal; check the path"),
        (["show", "/etc/passwd"], 65, "is no journal of cantilever; check the path"),
    ])
    func `every wrong word is answered`(words: [String], code: Int32, says: String) throws {
        let program = try Program.run(["journal"] + words)
        #expect(program.exitCode == code)
        #expect(program.complaint.contains(says), "\(program.complaint)")
    }
}
