import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Venues

@Suite struct SizingTargetTests {
    /// Both prices after trading `base`.
    static func prices(_ pair: MarketPair, _ base: UInt256) throws -> (cheap: Price, dear: Price) {
        let size = try #require(pair.size(base))
        var (cheap, dear) = (pair.cheap, pair.dear)
        _ = try cheap.sell(size.purchase.sold, of: .quote)
        _ = try dear.sell(size.sale.sold, of: .base)
        return (try cheap.price(), try dear.price())
    }

    @Test func `the pair's deviation comes below its goal with no unit to spare`() throws {
        let seed: UInt64 = 0x7A26
        var samples = SizingSamples(seed: seed)
        var moved = 0
        for number in 0..<Effort.scenarios {
            let pair = try samples.marketPair()
            let share = try #require(BasisPoints(samples.pick([1, 6, 15, 100])))
            guard let size = pair.size(bringingDeviationBelow: share, against: .dear) else {
                continue
            }
            moved += 1
            let place = "seed \(seed), scenario \(number): \(size.base) of \(pair)"
            let after = try Self.prices(pair, size.base)
            #expect(after.cheap <= after.dear, "turned round, \(place)")
            if size.base > 1 {
                let before = try Self.prices(pair, size.base - 1)
                #expect(
                    Deviation(of: before.dear, from: before.cheap).isAtLeast(share),
                    "one unit less is enough, \(place)"
                )
            }
            if Deviation(of: after.dear, from: after.cheap).isAtLeast(share) {
                // Only where the next unit would leap past parity.
                let next = try Self.prices(pair, size.base + 1)
                #expect(next.dear < next.cheap, "not below, \(place)")
            }
        }
        print("deviation brought down: \(moved) of \(Effort.scenarios) scenarios")
        #expect(moved > Effort.scenarios / 4)
    }

    @Test func `a goal of zero is the last size that does not turn the deviation round`() throws {
        let seed: UInt64 = 0x7A27
        var samples = SizingSamples(seed: seed)
        let zero = BasisPoints(millionths: 0)
        var moved = 0
        for number in 0..<Effort.scenarios {
            let pair = try samples.marketPair()
            guard let size = pair.size(bringingDeviationBelow: zero, against: .cheap) else {
                continue
            }
            moved += 1
            let place = "seed \(seed), scenario \(number): \(size.base) of \(pair)"
            let after = try Self.prices(pair, size.base)
            #expect(after.cheap <= after.dear, "turned round, \(place)")
            let next = try Self.prices(pair, size.base + 1)
            #expect(next.dear < next.cheap, "not the last, \(place)")
        }
        print("deviation brought to zero: \(moved) of \(Effort.scenarios) scenarios")
        #expect(moved > Effort.scenarios / 4)
    }

    @Test func `one pool reaches a price with no unit to spare`() throws {
        let seed: UInt64 = 0x7A28
        var samples = SizingSamples(seed: seed)
        var moved = 0
        for number in 0..<Effort.scenarios {
            let price = UInt256(100 + samples.below(5000))
            let market = try samples.market(
                base: samples.decimals(),
                quote: samples.decimals(),
                depth: Int(samples.below(12)),
                thousandths: price
            )
            let now = try market.price()
            let factor = UInt256(900 + samples.below(200))
            let scale = try #require(Price(numerator: 1000, denominator: factor))
            let goal = try #require(Price(of: now, in: scale, rounding: .down))
            guard let move = try market.move(to: goal) else { continue }
            moved += 1
            let place = "seed \(seed), scenario \(number): \(move) of \(market)"
            #expect(move.side == (goal < now ? .base : .quote), "\(place)")
            for (amount, reached) in [(move.quote.sold, true), (move.quote.sold - 1, false)]
            where amount > 0 {
                var after = market
                _ = try after.sell(amount, of: move.side)
                let price = try after.price()
                #expect((move.side == .base ? price <= goal : price >= goal) == reached, "\(place)")
            }
        }
        print("one pool moved: \(moved) of \(Effort.scenarios) scenarios")
        #expect(moved > Effort.scenarios / 2)
    }
}
