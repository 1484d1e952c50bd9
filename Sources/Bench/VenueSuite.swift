import CMallocCount
import Numerics
import Venues
import Vocabulary

/// Pool maths in signatures, from the adjusted state, and how often a quote asks the heap.
enum VenueSuite {
    static func comparisons() -> [Comparison] {
        let bare = BareSignature()
        let row = { (what: String, goal: Double, body: @escaping (Int) -> Void) in
            Comparison(
                what: what,
                limitName: BareSignature.name,
                goal: goal,
                ours: body,
                limit: bare.sign
            )
        }
        let pools = Pools()
        return [
            row("PMM mid price", 0.01) { count in
                for _ in 0..<count { consume(try? pools.pmm.midPrice()) }
            },
            row("PMM quote" + allocations { _ = pools.quote(pools.pmm, 0) }, 0.02) { count in
                for index in 0..<count { consume(pools.quote(pools.pmm, index)) }
            },
            row("V2 quote" + allocations { _ = pools.quote(pools.pair, 0) }, 0.003) { count in
                for index in 0..<count { consume(pools.quote(pools.pair, index)) }
            },
            row("V3 quote over ten ticks" + allocations { _ = pools.crossing() }, 0.1) { count in
                for _ in 0..<count { consume(pools.crossing()) }
            },
            row("StableSwap quote" + allocations { _ = pools.quote(pools.coins, 0) }, 0.1) {
                count in
                for index in 0..<count { consume(pools.quote(pools.coins, index)) }
            },
            row("best size between two PMM pools", 0.3) { count in
                for _ in 0..<count { consume(pools.markets.bestSize(fixedCost: 1_000_000)) }
            },
        ]
    }

    /// How often the heap was asked, as a note behind a row's name.
    private static func allocations(_ body: () -> Void) -> String {
        body()
        let before = cantilever_allocations()
        for _ in 0..<100 { body() }
        let count = cantilever_allocations() - before
        return count == 0 ? " (no heap)" : " (\(Double(count) / 100) allocations)"
    }

    /// Stable pools of a million each, a little out of balance.
    private struct Pools {
        let pmm: DODOPool
        let pair: UniswapV2Pair
        let ticks: UniswapV3Pool
        let coins: StableSwapPool
        let markets: MarketPair

        init() {
            guard
                let pmm = try? Self.dodo(selling: 10_000_000_000),
                let other = try? Self.dodo(selling: 30_000_000_000),
                let cheap = try? Market(.dodo(other), baseDecimals: 6, quoteDecimals: 6),
                let dear = try? Market(.dodo(pmm), baseDecimals: 6, quoteDecimals: 6),
                let ticks = try? Self.uniswapV3(),
                let coins = try? StableSwapPool(
                    rules: .classic,
                    balances: [1_000_000_000_000, 900_000_000_000],
                    rates: Array(repeating: 1_000_000_000_000_000_000_000_000_000_000, count: 2),
                    amplification: 20_000,
                    fee: 4_000_000,
                    administratorShare: 5_000_000_000,
                    base: 0,
                    quote: 1
                ),
                let pair = try? UniswapV2Pair(
                    reserve0: 1_000_000_000_000,
                    reserve1: 900_000_000_000,
                    fee: .original
                )
            else { preconditionFailure("the pools to measure are refused") }
            (self.pmm, self.pair, self.ticks, self.coins) = (pmm, pair, ticks, coins)
            markets = MarketPair(buyingFrom: cheap, sellingTo: dear)
        }

        private static func dodo(selling amount: UInt256) throws -> DODOPool {
            var pool = try DODOPool(
                kind: .dsp,
                revision: .current,
                guidePrice: 1_000_000_000_000_000_000,
                slippage: 50_000_000_000_000_000,
                baseReserve: 1_000_000_000_000,
                quoteReserve: 1_000_000_000_000,
                baseTarget: 1_000_000_000_000,
                quoteTarget: 1_000_000_000_000,
                regime: .one,
                lpFeeRate: 100_000_000_000_000,
                maintainerFeeRate: 0
            )
            _ = try pool.sell(amount, of: .base)
            return pool
        }

        /// Ten initialised ticks below the price.
        private static func uniswapV3() throws -> UniswapV3Pool {
            let marks = (0...11).map { Int32(-110 + 10 * $0) }
            return try UniswapV3Pool(
                root: UInt256.one << 96,
                tick: 0,
                liquidity: 1_000_000_000_000,
                fee: 500,
                tickSpacing: 10,
                ticks: marks.map { index in
                    UniswapV3Pool.Tick(index: index, liquidityNet: index == 0 ? -1_000 : 100_000)
                },
                knownWords: UniswapV3Pool.allWords(tickSpacing: 10)
            )
        }

        func quote(_ pool: some Pool, _ index: Int) -> UInt256 {
            let amount = UInt256(UInt64(1_000_000_000 + index & 0xFFFF))
            return (try? pool.quote(selling: amount, of: .base).received) ?? .zero
        }

        /// From tick 0 to below tick -100.
        func crossing() -> UInt256 {
            (try? ticks.quote(selling: 5_040_000_000, of: .base).received) ?? .zero
        }
    }
}
