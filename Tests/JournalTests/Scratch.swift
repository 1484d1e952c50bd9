import Foundation
import Journal

/// A directory of one test, gone with it.
final class Scratch {
    let directory: String
    var journal: String { directory + "/bot.journal" }

    init() throws {
        directory = NSTemporaryDirectory() + "journal-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    static func entry(_ number: Int, step: Int = 1) -> JournalEntry {
        JournalEntry(
            step: UInt64(step),
            kind: "note",
            bytes: Array("entry \(number)".utf8),
            view: #"{"number":\#(number)}"#
        )
    }

    /// A closed journal: some entries, perhaps a seal, some more.
    func fill(_ before: Int, sealed: Bool = false, _ after: Int = 0) throws {
        var journal = try Journal(path: journal, ballast: 0)
        for number in 0..<before { try journal.append([Self.entry(number)]) }
        if sealed { try journal.seal(step: 1, state: [1, 2, 3]) }
        for number in 0..<after { try journal.append([Self.entry(before + number)]) }
    }

    /// Changes the file behind the journal's back, as a hand with `sqlite3` would.
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

    func opening() -> JournalFailure? {
        do throws(JournalFailure) {
            _ = try Journal(path: journal, ballast: 0)
            return nil
        } catch { return error }
    }

    func verification() -> JournalFailure? {
        do throws(JournalFailure) {
            _ = try JournalReader(path: journal).verify()
            return nil
        } catch { return error }
    }
}
