import Parity
import TestSupport
import Testing
import Vocabulary

/// A price that was not held for the whole run never counts.
@Suite struct DeviationRunTests {
    private static let share = BasisPoints(millionths: 7_000_000)

    private func run(_ sides: [Dear], on chain: DeviationRun.Chain = .first) -> DeviationRun {
        var confirmation = DeviationRun()
        for (index, side) in sides.enumerated() {
            let block = UInt64(100 + index)
            confirmation.observe(side, Self.share, at: block, of: .first)
            confirmation.observe(side, Self.share, at: block, of: .second)
        }
        return confirmation
    }

    @Test func `blocks in a row count on the slower chain`() {
        var confirmation = DeviationRun()
        for block in 0..<UInt64(9) {
            confirmation.observe(.first, Self.share, at: block, of: .first)
        }
        #expect(confirmation.blocks == 0)
        confirmation.observe(.first, Self.share, at: 70, of: .second)
        #expect(confirmation.blocks == 1)
        confirmation.observe(.first, Self.share, at: 71, of: .second)
        #expect(confirmation.blocks == 2)
    }

    @Test func `a block in parity, or on the other side, ends the run`() {
        #expect(run([.first, .first, .first]).blocks == 3)
        #expect(run([.first, .first, .neither]).blocks == 0)
        #expect(run([.first, .neither, .first]).blocks == 1)
        let turned = run([.first, .first, .second])
        #expect(turned.blocks == 1)
        #expect(turned.dear == .second)
    }

    @Test func `a share stands for the newest blocks that reach it, up to a smaller one`() {
        var run = DeviationRun()
        for (index, share) in [20, 8, 20, 15].enumerated() {
            let share = BasisPoints(millionths: UInt64(share) * 100)
            run.observe(.first, share, at: UInt64(index), of: .first)
            run.observe(.first, share, at: UInt64(index), of: .second)
        }
        #expect(run.blocks == 4)
        #expect(run.blocks(atLeast: BasisPoints(millionths: 1_500)) == 2)
        #expect(run.blocks(atLeast: BasisPoints(millionths: 1_501)) == 0)
        #expect(run.blocks(atLeast: BasisPoints(millionths: 800)) == 4)
        run.observe(.first, BasisPoints(millionths: 2_000), at: 4, of: .first)
        #expect(run.blocks(atLeast: BasisPoints(millionths: 1_500)) == 2)
    }

    @Test func `the same block twice counts once`() {
        var confirmation = run([.first, .first])
        confirmation.observe(.first, Self.share, at: 101, of: .first)
        confirmation.observe(.first, Self.share, at: 101, of: .second)
        #expect(confirmation.blocks == 2)
    }

    @Test func `a block nobody saw ends the run`() {
        var confirmation = run([.first, .first])
        confirmation.observe(.first, Self.share, at: 103, of: .first)
        confirmation.observe(.first, Self.share, at: 102, of: .second)
        #expect(confirmation.blocks == 1)
    }

    @Test func `blocks that were taken back no longer count`() {
        var confirmation = run([.first, .first, .first, .first])
        confirmation.rewind(to: 101, of: .second)
        #expect(confirmation.blocks == 2)
        confirmation.observe(.first, Self.share, at: 102, of: .second)
        #expect(confirmation.blocks == 3)
        confirmation.rewind(to: 50, of: .first)
        #expect(confirmation.blocks == 0)
    }

    @Test func `the smallest deviation of the last blocks counts, whichever chain saw it`() {
        var run = DeviationRun()
        for (block, share) in [3, 9, 8, 7].enumerated() {
            let share = BasisPoints(millionths: UInt64(share))
            run.observe(.first, share, at: UInt64(block), of: .first)
            run.observe(.first, share, at: UInt64(block), of: .second)
        }
        run.observe(.first, BasisPoints(millionths: 6), at: 4, of: .second)
        #expect(run.smallest(over: 3) == BasisPoints(millionths: 6))
        #expect(run.smallest(over: 4) == BasisPoints(millionths: 3))
    }

    @Test func `an own trade restarts the run`() {
        var confirmation = run([.first, .first, .first])
        confirmation.restart()
        #expect(confirmation.blocks == 0)
    }

    /// Chains of different speed, spikes shorter than the run at any place: never confirmed.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `spikes shorter than the run never count`(seed: UInt64) {
        var chance = Chance(seed: seed)
        var confirmation = DeviationRun()
        var next: [DeviationRun.Chain: UInt64] = [.first: 1, .second: 1]
        let needed = 3 as UInt64
        var spike = 0 as UInt64
        var height = Dear.neither
        for _ in 0..<5_000 {
            // A spike lasts less than three blocks of the chain it happens on.
            let chain: DeviationRun.Chain = chance.next() % 3 == 0 ? .second : .first
            if chain == .first {
                if spike > 0 { spike -= 1 } else { height = .neither }
                if spike == 0, chance.next() % 4 == 0 {
                    // At least one quiet block end between two spikes.
                    if height == .neither {
                        height = chance.next() % 2 == 0 ? .first : .second
                        spike = needed - 2
                    } else {
                        height = .neither
                    }
                } else if spike == 0 {
                    height = .neither
                }
            }
            confirmation.observe(height, Self.share, at: next[chain, default: 1], of: chain)
            next[chain, default: 1] += 1
            #expect(confirmation.blocks < needed, "seed \(seed)")
        }
    }
}
