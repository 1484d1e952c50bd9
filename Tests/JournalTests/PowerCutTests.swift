import Foundation
import TestSupport
import Testing

@testable import Journal

struct PowerCutTests {
    @Test func `2,400 power cuts lose nothing acknowledged and invent nothing`() throws {
        var chance = Chance(seed: 41)
        var cuts = 0
        var (cutWhileOpening, kept, dropped) = (0, 0, 0)
        while cuts < 2400 {
            var life = try Life(seed: chance.next())
            for _ in 0..<6 {
                life.disk.cut(at: Int.random(in: 1...70, using: &chance))
                let isOpened = life.work(&chance)
                cuts += 1
                cutWhileOpening += isOpened ? 0 : 1
                if chance.next() % 4 == 0 { life.loseTheWitness() }
                #expect(life.disk.restore() == 0)
                let attempted = life.attempted.count
                let acknowledged = life.acknowledged
                life.check("cut \(cuts)")
                kept += life.attempted.count > acknowledged ? 1 : 0
                dropped += life.attempted.count < attempted ? 1 : 0
            }
        }
        // Proof that the cuts came where they matter.
        #expect(cutWhileOpening > 100)
        #expect(kept > 20)
        #expect(dropped > 100)
    }
}

/// One journal on one disk, what was asked of it and what it acknowledged.
struct Life {
    let scratch: Scratch
    let disk: PowerCutDisk
    var attempted: [JournalEntry] = []
    var acknowledged = 0

    init(seed: UInt64) throws {
        scratch = try Scratch()
        disk = PowerCutDisk(seed: seed)
    }

    func open() throws(JournalFailure) -> Journal {
        try Journal(path: scratch.journal, ballast: 0, system: disk.name)
    }

    func opening() -> JournalFailure? {
        do throws(JournalFailure) {
            _ = try open()
            return nil
        } catch { return error }
    }

    /// The witness is not synced: a power cut may take its last writes, or all of it.
    func loseTheWitness() {
        try? FileManager.default.removeItem(atPath: Journal.witnessPath(scratch.journal))
    }

    /// Appends and seals until something fails or twenty steps are done. Returns whether it could open.
    mutating func work(_ chance: inout Chance) -> Bool {
        guard var journal = try? open() else { return false }
        for _ in 0..<20 where acknowledged == attempted.count {
            let step = UInt64(attempted.count)
            if chance.next() % 8 == 0 {
                let kind = JournalEntry.sealKind
                attempted.append(JournalEntry(step: step, kind: kind, bytes: [1], view: "{}"))
                _ = try? journal.seal(step: step, state: [1])
            } else {
                let count = Int.random(in: 1...4, using: &chance)
                let entries = (0..<count).map { place in
                    let length = Int.random(in: 0...1500, using: &chance)
                    let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: place), count: length)
                    return JournalEntry(step: step, kind: "note", bytes: bytes, view: "{}")
                }
                attempted += entries
                _ = try? journal.append(entries)
            }
            acknowledged = Int(journal.head.index)
        }
        return true
    }

    /// After the power is back: the journal opens, has all that was acknowledged, and nothing else than
    /// what was attempted.
    mutating func check(_ round: String) {
        do {
            let journal = try open()
            let entries = try journal.entries(from: 1, limit: .max).map(\.entry)
            #expect(entries.count >= acknowledged, "\(round): an acknowledged entry is lost")
            let isWhole = [acknowledged, attempted.count].contains(entries.count)
            #expect(isWhole, "\(round): a step is kept in part")
            let isPrefix = entries == Array(attempted.prefix(entries.count))
            #expect(isPrefix, "\(round): an entry is invented")
            attempted = entries
            acknowledged = entries.count
        } catch {
            Issue.record("\(round): \(error)")
        }
    }
}
