import Foundation
import TestSupport
import Testing

@testable import Journal

struct FailingCallTests {
    /// One run: open, append, seal, append, close. What each step answered is left in `life`.
    private func run(_ life: inout Life) -> JournalFailure? {
        var failed: JournalFailure?
        do throws(JournalFailure) {
            var journal = try life.open()
            for number in 0..<5 {
                let step = UInt64(life.attempted.count)
                let bytes = [UInt8](repeating: 7, count: 900 * number)
                let entry = JournalEntry(step: step, kind: "note", bytes: bytes, view: "{}")
                if number == 3 {
                    let kind = JournalEntry.sealKind
                    life.attempted.append(
                        JournalEntry(step: step, kind: kind, bytes: [2], view: "{}")
                    )
                } else {
                    life.attempted.append(entry)
                }
                do throws(JournalFailure) {
                    if number == 3 {
                        try journal.seal(step: step, state: [2])
                    } else {
                        try journal.append([entry])
                    }
                    life.acknowledged = life.attempted.count
                } catch {
                    failed = error
                    let again: JournalFailure? = Self.appending(entry, to: &journal)
                    if case .full = error {} else { #expect(again == .unknownCommit) }
                    break
                }
            }
        } catch { failed = error }
        return failed
    }

    private static func appending(
        _ entry: JournalEntry,
        to journal: inout Journal
    ) -> JournalFailure? {
        do throws(JournalFailure) {
            try journal.append([entry])
            return nil
        } catch { return error }
    }

    @Test(arguments: [false, true])
    func `whichever call fails, nothing acknowledged is lost`(lasting: Bool) throws {
        var call = 0
        var refusals = 0
        while true {
            call += 1
            var life = try Life(seed: UInt64(call))
            // Something is there beforehand, so that the log is read as well as written.
            #expect(run(&life) == nil)
            life.disk.fail(at: call, lasting: lasting)
            refusals += run(&life) == nil ? 0 : 1
            let failures = life.disk.failures
            life.disk.fail(at: 0, lasting: false)
            life.check("call \(call)")
            if failures == 0 { break }
        }
        #expect(call > 60, "so many calls were made to fail")
        #expect(refusals > 30)
    }

    /// A failed sync leaves bytes that are read and yet not on the disk: opening must put them there
    /// before anything is written behind them.
    @Test func `what was read after a failed call survives the next power cut`() throws {
        for call in 1...120 {
            var life = try Life(seed: UInt64(call))
            #expect(run(&life) == nil)
            do {
                var journal = try life.open()
                life.disk.fail(at: call, lasting: true)
                let entry = Scratch.entry(1)
                life.attempted.append(entry)
                _ = try? journal.append([entry])
                // The process is killed: closing must not tidy up.
                extendLifetime(journal)
            }
            life.disk.fail(at: 0, lasting: false)
            do {
                var journal = try life.open()
                life.acknowledged = Int(journal.head.index)
                life.attempted = try journal.entries(from: 1, limit: .max).map(\.entry)
                for number in 2..<4 {
                    life.attempted.append(Scratch.entry(number))
                    try journal.append([Scratch.entry(number)])
                    life.acknowledged += 1
                }
                // From here on nothing reaches the disk, so that closing changes nothing.
                life.disk.cut(at: 1)
            }
            life.loseTheWitness()
            #expect(life.disk.restore() == 0)
            life.check("call \(call)")
        }
    }
}
