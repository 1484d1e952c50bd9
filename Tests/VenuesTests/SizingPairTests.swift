import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Venues

@Suite struct SizingPairTests {
    /// What rounding may hide: three units of what each pool pays, in the pair's quote units.
    static func tolerance(_ pair: MarketPair, _ size: PairedSize) -> UInt256 {
        let valueOfBase = size.earned / size.base + 1
        let coarsest = min(pair.cheap.quoteDecimals, pair.dear.quoteDecimals)
        let unit = SizingSamples.power(Int(pair.quoteDecimals - coarsest))
        return 3 * valueOfBase + 3 * unit
    }

    /// What is left, or lost.
    static func worth(_ size: PairedSize) -> Int256 {
        Int256(size.earned) - Int256(size.spent)
    }

    @Test func `no other size beats the best by more than three units a pool`() throws {
        let seed: UInt64 = 0xB357
        var samples = SizingSamples(seed: seed)
        var traded = 0
        for number in 0..<Effort.scenarios {
            let pair = try samples.marketPair()
            let best = pair.bestSize(fixedCost: 0)
            var others: [UInt256] = []
            if let best {
                traded += 1
                let reach = min(Effort.neighbours, best.base - 1)
                others += Array(best.base - reach...best.base + Effort.neighbours)
            }
            for _ in 0..<Effort.randomSizes {
                let scale = best?.base ?? UInt256(samples.below(.max) >> samples.below(60))
                others.append(scale * UInt256(samples.below(2_000_000)) / 1_000_000 + 1)
            }
            let better = others.compactMap { pair.size($0) }.max {
                Self.worth($0) < Self.worth($1)
            }
            guard let better else { continue }
            let reached = best.map { Self.worth($0) } ?? 0
            #expect(
                Self.worth(better) <= reached + Int256(Self.tolerance(pair, best ?? better)),
                "seed \(seed), scenario \(number): \(better.base), not \(best?.base ?? 0) of \(pair)"
            )
        }
        print("best paired size: \(traded) of \(Effort.scenarios) scenarios traded")
        #expect(traded > Effort.scenarios / 3)
    }
}
