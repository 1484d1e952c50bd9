import Foundation
import Journal
import Testing

struct BackupTests {
    @Test func `a backup made while the bot writes is whole`() throws {
        let scratch = try Scratch()
        var journal = try Journal(path: scratch.journal, ballast: 0)
        let head = try journal.append([Scratch.entry(1)])
        let copy = scratch.directory + "/copy"
        #expect(try Backup.make(from: scratch.journal, to: copy) == head)
        #expect(try journal.append([Scratch.entry(2)]).index == 2)
        #expect(try JournalReader(path: copy).verify() == head)
    }

    @Test func `a backup writes over nothing`() throws {
        let scratch = try Scratch()
        try scratch.fill(1)
        let failure = JournalFailure.system(path: scratch.journal, errorNumber: EEXIST)
        #expect(throws: failure) { try Backup.make(from: scratch.journal, to: scratch.journal) }
        #expect(scratch.verification() == nil)
    }

    @Test func `an old backup restored is refused, a new one is opened`() throws {
        let scratch = try Scratch()
        let old = scratch.directory + "/old"
        let new = scratch.directory + "/new"
        try scratch.fill(2)
        try Backup.make(from: scratch.journal, to: old)
        try scratch.fill(1)
        try Backup.make(from: scratch.journal, to: new)
        try FileManager.default.removeItem(atPath: scratch.journal)
        try Backup.restore(old, to: scratch.journal)
        #expect(scratch.opening() == .older(head: 2, newest: 3))
        try FileManager.default.removeItem(atPath: scratch.journal)
        try Backup.restore(new, to: scratch.journal)
        #expect(scratch.opening() == nil)
    }

    @Test func `a chain rewritten whole is refused`() throws {
        let scratch = try Scratch()
        try scratch.fill(2)
        try FileManager.default.removeItem(atPath: scratch.journal)
        let other = try Scratch()
        var journal = try Journal(path: other.journal, ballast: 0)
        try journal.append((5..<9).map { Scratch.entry($0) })
        try Backup.make(from: other.journal, to: scratch.journal)
        #expect(scratch.opening() == .rewritten(index: 2))
    }

    @Test func `a damaged witness is named`() throws {
        let scratch = try Scratch()
        try scratch.fill(2)
        let path = Journal.witnessPath(scratch.journal)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[20] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(scratch.opening() == .damagedWitness(path: path))
    }

    @Test func `a log cut short loses entries and is refused`() throws {
        let scratch = try Scratch()
        let copy = try Scratch()
        do {
            var journal = try Journal(path: scratch.journal, ballast: 0)
            for number in 0..<5 { try journal.append([Scratch.entry(number)]) }
            // Taken while it is open: closing would empty the log.
            for end in ["", "-wal", ".witness"] {
                try FileManager.default.copyItem(
                    atPath: scratch.journal + end,
                    toPath: copy.journal + end
                )
            }
        }
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: copy.journal + "-wal"))
        try log.truncate(atOffset: try log.seekToEnd() - 100)
        try log.close()
        #expect(copy.opening() == .older(head: 4, newest: 5))
    }
}

struct AccountLockTests {
    @Test func `one account on one chain is held once and freed with its holder`() throws {
        let scratch = try Scratch()
        let account = [UInt8](repeating: 0xab, count: 20)
        let name = "1-" + String(repeating: "ab", count: 20) + ".lock"
        let path = scratch.directory + "/" + name
        do {
            let held = try AccountLock(directory: scratch.directory, chain: 1, account: account)
            #expect(throws: JournalFailure.held(path: path, holder: getpid())) {
                _ = try AccountLock(directory: scratch.directory, chain: 1, account: account)
            }
            _ = try AccountLock(directory: scratch.directory, chain: 2, account: account)
            extendLifetime(held)
        }
        _ = try AccountLock(directory: scratch.directory, chain: 1, account: account)
    }
}
