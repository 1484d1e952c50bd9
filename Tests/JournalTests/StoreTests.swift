import Foundation
import Journal
import Testing

struct StoreTests {
    @Test func `what was acknowledged is there after opening again`() throws {
        let scratch = try Scratch()
        var last = ChainHead.empty
        do {
            var journal = try Journal(path: scratch.journal, ballast: 0)
            last = try journal.append([Scratch.entry(1), Scratch.entry(2)])
            last = try journal.append([Scratch.entry(3, step: 2)])
        }
        let journal = try Journal(path: scratch.journal, ballast: 0)
        #expect(journal.head == last)
        #expect(journal.head.index == 3)
        let found = try journal.entries(from: 2, limit: 10).map(\.entry)
        #expect(found == [Scratch.entry(2), Scratch.entry(3, step: 2)])
    }

    @Test func `a second writer is refused and the holder named`() throws {
        let scratch = try Scratch()
        let journal = try Journal(path: scratch.journal, ballast: 0)
        let path = Journal.lockPath(scratch.journal)
        #expect(scratch.opening() == .held(path: path, holder: getpid()))
        #expect(journal.head == .empty)
    }

    @Test func `a reader reads while the writer runs`() throws {
        let scratch = try Scratch()
        var journal = try Journal(path: scratch.journal, ballast: 0)
        try journal.append([Scratch.entry(1)])
        let reader = try JournalReader(path: scratch.journal)
        let head = try journal.append([Scratch.entry(2)])
        #expect(try reader.verify() == head)
        #expect(try reader.entries(from: 1, limit: 1).map(\.entry) == [Scratch.entry(1)])
    }

    @Test func `a step is kept whole or not at all`() throws {
        let scratch = try Scratch()
        var journal = try Journal(path: scratch.journal, ballast: 0)
        let seal = JournalEntry(step: 1, kind: JournalEntry.sealKind, bytes: [], view: "{}")
        #expect(throws: JournalFailure.reservedKind(index: 1)) {
            try journal.append([Scratch.entry(1), seal])
        }
        #expect(try journal.entries(from: 1, limit: 9).isEmpty)
        #expect(try journal.append([Scratch.entry(1)]).index == 1)
    }

    @Test func `equal entries give equal heads and another order another head`() throws {
        let heads = try [[1, 2], [1, 2], [2, 1]].map { numbers in
            let scratch = try Scratch()
            var journal = try Journal(path: scratch.journal, ballast: 0)
            return try journal.append(numbers.map { Scratch.entry($0) })
        }
        #expect(heads[0] == heads[1])
        #expect(heads[0] != heads[2])
    }

    @Test func `a byte that moves from one part to the next changes the head`() throws {
        let parts: [(String, [UInt8], String)] = [
            ("ab", [99], ""), ("a", [98, 99], ""), ("ab", [], "c"),
        ]
        let heads = try parts.map { kind, bytes, view in
            let scratch = try Scratch()
            var journal = try Journal(path: scratch.journal, ballast: 0)
            return try journal.append([JournalEntry(step: 1, kind: kind, bytes: bytes, view: view)])
        }
        #expect(Set(heads).count == 3)
    }

    @Test func `a file that is no journal is refused and left alone`() throws {
        let scratch = try Scratch()
        let text = Data(String(repeating: "no journal\n", count: 200).utf8)
        try text.write(to: URL(fileURLWithPath: scratch.journal))
        #expect(scratch.opening() == .notAJournal(path: scratch.journal))
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.journal)) == text)
    }

    @Test func `a journal of a newer version is refused`() throws {
        let scratch = try Scratch()
        try scratch.fill(1)
        try scratch.tamper("PRAGMA user_version = 9;")
        #expect(scratch.opening() == .newer(schema: 9, known: 1))
    }
}
