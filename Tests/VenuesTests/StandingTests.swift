import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Venues

/// Pools that are made for a price, and those that stand where trades would have left them.
struct StandingTests {
    private let depth = UInt256(1_000_000) * 1_000_000
    private let twentieth: UInt256 = 50_000_000_000_000_000

    private func price(_ numerator: UInt64, _ denominator: UInt64) throws -> Price {
        try #require(
            Price(numerator: UInt256(numerator), denominator: UInt256(denominator))
        )
    }

    private func position(
        _ slippage: UInt256,
        at price: Price,
        quote: UInt256? = nil
    ) throws -> UniswapV3Pool {
        try #require(
            UniswapV3Pool.position(
                base: depth,
                quote: quote ?? depth,
                at: price,
                slippage: slippage,
                fee: 100,
                tickSpacing: 1
            )
        )
    }

    /// How far two prices are apart is at most so many hundredths of a basis point.
    private func isNear(_ one: Price, _ other: Price, hundredths: UInt64) -> Bool {
        !Deviation(of: one, from: other).isAtLeast(BasisPoints(millionths: hundredths * 10_000))
    }

    @Test(arguments: [(1 as UInt64, 1 as UInt64), (3, 2), (1, 4_000), (4_000, 1)])
    func `a position holds what it was given and has its price`(
        _ numerator: UInt64,
        _ denominator: UInt64
    ) throws {
        let price = try price(numerator, denominator)
        let worth = try #require(price.worth(of: depth, rounding: .down))
        let pool = try position(twentieth, at: price, quote: worth)
        let locked = try #require(pool.locked)
        // Ends lie on ticks, so the last hundredth of a per cent of a position is cut off.
        #expect(locked.base <= depth && locked.base > depth - depth / 300)
        #expect(locked.quote <= worth + 1 && locked.quote > worth - worth / 300)
        #expect(isNear(price, try pool.marginalPrice(), hundredths: 1))
    }

    @Test func `near its price it moves as a PMM of the same slippage does`() throws {
        var pool = try position(twentieth, at: try price(1, 1))
        _ = try pool.sell(depth / 100, of: .base)
        // 2k for each share of the depth: a hundredth moves it by ten basis points.
        #expect(isNear(try price(9_990, 10_000), try pool.marginalPrice(), hundredths: 10))
    }

    @Test func `a slippage of one is a constant product over every price`() throws {
        let whole: UInt256 = 1_000_000_000_000_000_000
        var pool = try position(whole, at: try price(1, 1))
        #expect(pool.ticks.map(\.index) == [-887_272, 887_272])
        var pair = try UniswapV2Pair(
            reserve0: depth,
            reserve1: depth,
            fee: try UniswapV2Pair.Fee(keeping: 9_999, of: 10_000)
        )
        let (ours, theirs) = (
            try pool.sell(depth / 7, of: .quote), try pair.sell(depth / 7, of: .quote)
        )
        // A swap rounds at the end of each of the dozen words of the bitmap that it passes.
        let gap = max(ours.received, theirs.received) - min(ours.received, theirs.received)
        #expect(gap < 24, "\(gap)")
    }

    @Test func `a position that nobody could have is refused`() throws {
        let one = try price(1, 1)
        func isRefused(_ base: UInt256, _ quote: UInt256, _ slippage: UInt256) -> Bool {
            UniswapV3Pool.position(
                base: base,
                quote: quote,
                at: one,
                slippage: slippage,
                fee: 100,
                tickSpacing: 10
            ) == nil
        }
        #expect(isRefused(depth, depth, .zero))
        #expect(isRefused(depth, depth, 1_000_000_000_000_000_001))
        #expect(isRefused(.zero, depth, twentieth))
        #expect(isRefused(.one << 200, .one << 200, twentieth))
        #expect(isRefused(.one << 127, .one << 127, 1_000_000))
        #expect(!isRefused(depth, depth, 1_000_000_000), "one spacing is the narrowest")
    }

    @Test func `positions stay where they are when the price goes elsewhere`() throws {
        let pool = try position(twentieth, at: try price(1, 1))
        var traded = pool
        let sold = try traded.sell(depth / 10, of: .base)
        #expect(!sold.received.isZero)
        let standing = try #require(pool.standing(at: try traded.marginalPrice()))
        #expect(standing.ticks == pool.ticks && standing.liquidity == pool.liquidity)
        #expect(isNear(try traded.marginalPrice(), try standing.marginalPrice(), hundredths: 1))
        #expect(pool.standing(at: try price(2, 1)) == nil, "nothing is offered there")
        let back = try #require(standing.standing(at: try price(1, 1)))
        #expect(back.tick == pool.tick && back.liquidity == pool.liquidity)
    }

    @Test func `liquidity that begins and ends between two prices is counted`() throws {
        let pool = try UniswapV3Pool(
            root: UniswapV3Arithmetic.q96,
            tick: 0,
            liquidity: 1_000,
            fee: 500,
            tickSpacing: 10,
            ticks: [
                UniswapV3Pool.Tick(index: -100, liquidityNet: Int256(1_000)),
                UniswapV3Pool.Tick(index: 50, liquidityNet: Int256(500)),
                UniswapV3Pool.Tick(index: 100, liquidityNet: Int256(-1_500)),
            ],
            knownWords: -1...0
        )
        let higher = try #require(pool.standing(at: try price(10_060, 10_000)))
        #expect(higher.liquidity == 1_500)
        #expect(higher.standing(at: try price(9_995, 10_000))?.liquidity == 1_000)
        #expect(pool.standing(at: try price(10_200, 10_000)) == nil)
        #expect(pool.standing(at: try price(20, 1)) == nil, "of there the ticks are not known")
    }

    private func coins(_ rules: StableSwapPool.Rules) throws -> StableSwapPool {
        try StableSwapPool(
            rules: rules,
            balances: [depth, depth],
            rates: try [6, 6].map { try #require(StableSwapPool.rate(decimals: $0)) },
            amplification: 19 * UInt256(rules.amplificationPrecision),
            fee: 3_000_000,
            administratorShare: .zero,
            base: 0,
            quote: 1
        )
    }

    @Test(arguments: [StableSwapPool.Rules.early, .classic, .nextGeneration])
    func `a StableSwap pool stands where trades would have left it`(
        rules: StableSwapPool.Rules
    ) throws {
        let pool = try coins(rules)
        for (numerator, denominator) in [(10_007, 10_000), (9_980, 10_000), (1, 2), (2, 1)] {
            let wanted = try price(UInt64(numerator), UInt64(denominator))
            let standing = try #require(pool.standing(at: wanted))
            #expect(isNear(wanted, try standing.marginalPrice(), hundredths: 1))
            #expect(standing.fee == pool.fee && standing.amplification == pool.amplification)
            // Without a fee nobody has won or lost a thing: back at the start is the start.
            let back = try #require(standing.standing(at: try price(1, 1)))
            for coin in 0..<2 {
                let gap =
                    max(back.balances[coin], depth) - min(back.balances[coin], depth)
                #expect(gap < depth / 100_000)
            }
        }
        #expect(pool.standing(at: try pool.marginalPrice()) == pool)
        #expect(pool.standing(at: try price(.max, 1)) == nil)
    }

    @Test func `an amplification of 1/k - 1 moves as a PMM of that k`() throws {
        for rules in [StableSwapPool.Rules.early, .classic, .nextGeneration] {
            var pool = try coins(rules)
            _ = try pool.sell(depth / 100, of: .base)
            #expect(isNear(try price(9_990, 10_000), try pool.marginalPrice(), hundredths: 10))
        }
    }
}
