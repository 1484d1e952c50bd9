import Foundation
import Journal
import Testing

struct RepairTests {
    private func cannot(_ path: String) -> JournalFailure? {
        do throws(JournalFailure) {
            _ = try Repair(planning: path)
            return nil
        } catch { return error }
    }

    @Test func `a torn tail is cut after a copy, and the journal opens again`() throws {
        let scratch = try Scratch()
        try scratch.fill(4, sealed: true, 5)
        try scratch.tamper(#"UPDATE entries SET bytes = x'00' WHERE "index" = 8"#)
        let plan = try Repair(planning: scratch.journal)
        #expect(plan.head.index == 7)
        #expect(plan.rows == 3)
        #expect(plan.lost == 3)
        #expect(plan.fault == BrokenChain(index: 8, fault: .changed))
        let before = scratch.opening()
        #expect(before == .broken(BrokenChain(index: 8, fault: .changed)))
        #expect(try Repair.perform(on: scratch.journal) == plan)
        #expect(scratch.verification() == nil)
        var journal = try Journal(path: scratch.journal, ballast: 0)
        #expect(journal.head == plan.head)
        #expect(try journal.append([Scratch.entry(9)]).index == 8)
        let copy = try JournalReader(path: Repair.copyPath(scratch.journal))
        #expect(try copy.entries(from: 1, limit: 99).count == 10)
    }

    @Test func `what is whole is left alone`() throws {
        let scratch = try Scratch()
        try scratch.fill(3)
        #expect(try !Repair.perform(on: scratch.journal).isNeeded)
        let copy = Repair.copyPath(scratch.journal)
        #expect(!FileManager.default.fileExists(atPath: copy))
    }

    @Test func `a fault before the last seal is no torn tail`() throws {
        let scratch = try Scratch()
        try scratch.fill(4, sealed: true, 3)
        try scratch.tamper(#"UPDATE entries SET bytes = x'00' WHERE "index" = 2"#)
        #expect(cannot(scratch.journal) == .broken(BrokenChain(index: 2, fault: .changed)))
    }

    @Test func `entries that only the witness knows are given up by name`() throws {
        let scratch = try Scratch()
        try scratch.fill(2)
        let old = scratch.directory + "/old"
        try Backup.make(from: scratch.journal, to: old)
        try scratch.fill(3)
        try FileManager.default.removeItem(atPath: scratch.journal)
        try Backup.restore(old, to: scratch.journal)
        let plan = try Repair(planning: scratch.journal)
        #expect(plan.lost == 3)
        #expect(plan.fault == nil)
        #expect(scratch.opening() == .older(head: 2, newest: 5))
        _ = try Repair.perform(on: scratch.journal)
        #expect(scratch.opening() == nil)
    }

    @Test func `a second repair writes over no copy, and a bot's journal is not touched`() throws {
        let scratch = try Scratch()
        try scratch.fill(3)
        let copy = Repair.copyPath(scratch.journal)
        try Data().write(to: URL(fileURLWithPath: copy))
        try scratch.tamper(#"UPDATE entries SET step = 7 WHERE "index" = 3"#)
        let taken = JournalFailure.system(path: copy, errorNumber: EEXIST)
        #expect(throws: taken) { _ = try Repair.perform(on: scratch.journal) }
        let other = try Scratch()
        let journal = try Journal(path: other.journal, ballast: 0)
        let path = Journal.lockPath(other.journal)
        #expect(throws: JournalFailure.held(path: path, holder: getpid())) {
            _ = try Repair.perform(on: other.journal)
        }
        #expect(journal.head == .empty)
    }

    @Test func `verifying knows what the witness has seen`() throws {
        let scratch = try Scratch()
        try scratch.fill(2)
        let witness = Journal.witnessPath(scratch.journal)
        let old = scratch.directory + "/old"
        try Backup.make(from: scratch.journal, to: old)
        try scratch.fill(1)
        #expect(try JournalReader(path: scratch.journal).verify(witness: witness).index == 3)
        #expect(throws: JournalFailure.older(head: 2, newest: 3)) {
            try JournalReader(path: old).verify(witness: witness)
        }
        #expect(try JournalReader(path: old).verify(witness: witness + "-absent").index == 2)
    }
}
