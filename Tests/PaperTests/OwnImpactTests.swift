import Numerics
import TestSupport
import Testing
import Venues
import Vocabulary

@testable import Paper

/// What the bot's own trades leave behind in pools that do not know of them.
@Suite struct OwnImpactTests {
    private static let life = Interval(milliseconds: 60_000)

    private static func at(_ seconds: UInt64) -> Instant {
        Instant(milliseconds: 1_000_000 + seconds * 1_000)
    }

    private static func pair() throws -> UniswapV2Pair {
        try UniswapV2Pair(
            reserve0: 1_000_000_000_000,
            reserve1: 2_000_000_000_000,
            fee: .original
        )
    }

    @Test func `at once the pool stands as the trade has left it`() throws {
        let outside = Venue.uniswapV2(try Self.pair())
        var traded = outside
        let quote = try traded.sell(5_000_000_000, of: .base)
        var impact = OwnImpact(halfLife: Self.life)
        impact.add(quote.sold, of: .base, for: quote.received, at: Self.at(0))
        #expect(impact.weigh(on: outside, at: Self.at(0)) == traded)
    }

    @Test func `after a half-life half of the sale weighs, and in between the root of it`() throws {
        let outside = Venue.uniswapV2(try Self.pair())
        let sold: UInt256 = 8_000_000_000
        for (seconds, left) in [(60, 4_000_000_000), (120, 2_000_000_000), (30, 5_656_854_249)]
            as [(UInt64, UInt256)]
        {
            var impact = OwnImpact(halfLife: Self.life)
            impact.add(sold, of: .quote, for: 1, at: Self.at(0))
            var expected = outside
            _ = try expected.sell(left, of: .quote)
            #expect(impact.weigh(on: outside, at: Self.at(seconds)) == expected)
        }
    }

    @Test func `it does not matter how often one has looked`() throws {
        let outside = Venue.uniswapV2(try Self.pair())
        var often = OwnImpact(halfLife: Self.life)
        var once = often
        often.add(7_777_777_777, of: .base, for: 1, at: Self.at(0))
        once.add(7_777_777_777, of: .base, for: 1, at: Self.at(0))
        for second in 0..<500 as Range<UInt64> { _ = often.weigh(on: outside, at: Self.at(second)) }
        #expect(
            often.weigh(on: outside, at: Self.at(500)) == once.weigh(on: outside, at: Self.at(500))
        )
    }

    @Test func `in the end nothing is left`() throws {
        let outside = Venue.uniswapV2(try Self.pair())
        var impact = OwnImpact(halfLife: Self.life)
        impact.add(7_777_777_777, of: .base, for: 1, at: Self.at(0))
        #expect(impact.weigh(on: outside, at: Self.at(60 * 40)) == outside)
        #expect(impact.isNothing)
        var lasting = OwnImpact(halfLife: nil)
        lasting.add(7_777_777_777, of: .base, for: 1, at: Self.at(0))
        #expect(lasting.weigh(on: outside, at: Instant(milliseconds: .max)) != outside)
    }

    @Test func `a trade back takes away what it undoes, and beyond that weighs itself`() throws {
        let outside = Venue.uniswapV2(try Self.pair())
        var impact = OwnImpact(halfLife: nil)
        impact.add(1_000, of: .base, for: 1_900, at: Self.at(0))
        impact.add(1_900, of: .quote, for: 1_000, at: Self.at(1))
        #expect(impact.isNothing)
        impact.add(1_000, of: .base, for: 1_900, at: Self.at(2))
        impact.add(5_700, of: .quote, for: 3_000, at: Self.at(3))
        var expected = outside
        _ = try expected.sell(3_800, of: .quote)
        #expect(impact.weigh(on: outside, at: Self.at(4)) == expected)
    }

    @Test func `a pool too small for all of it bears a part`() throws {
        let dodo = try PaperMarket.even()
        let outside = Venue.dodo(dodo)
        var impact = OwnImpact(halfLife: nil)
        impact.add(UInt256.max >> 1, of: .base, for: 1, at: Self.at(0))
        let pressed = impact.weigh(on: outside, at: Self.at(0))
        #expect(try pressed.marginalPrice() < outside.marginalPrice())
    }
}
