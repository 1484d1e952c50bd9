import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Venues

/// A debug build is fifty times slower; the release run draws the full number.
enum Effort {
    #if DEBUG
        static let scenarios = 8
        static let neighbours: UInt256 = 40
        static let randomSizes = 40
    #else
        static let scenarios = 150
        static let neighbours: UInt256 = 1000
        static let randomSizes = 1000
    #endif
}

/// Markets of every kind and size, drawn from a seed.
struct SizingSamples {
    var chance: Chance

    let slippages: [UInt256]

    init(seed: UInt64, slippages: [UInt256] = slippages) {
        chance = Chance(seed: seed)
        self.slippages = slippages
    }

    static func power(_ exponent: Int) -> UInt256 {
        (0..<exponent).reduce(UInt256(1)) { product, _ in product * 10 }
    }

    mutating func below(_ bound: UInt64) -> UInt64 { chance.next() % bound }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int(below(UInt64(values.count)))]
    }

    /// The value, off by up to so many thousandths either way.
    mutating func near(_ value: UInt256, thousandths: UInt64) -> UInt256 {
        value * UInt256(1000 - thousandths + below(2 * thousandths + 1)) / 1000
    }

    static let slippages: [UInt256] = [
        0, 100_000_000_000_000, 500_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 250_000_000_000_000_000, 500_000_000_000_000_000,
        1_000_000_000_000_000_000,
    ]

    /// With the steep ones, where the contract's own rounding is coarser than a unit.
    static let steepSlippages =
        slippages + [
            1_000_000_000_000, 900_000_000_000_000_000, 990_000_000_000_000_000,
            999_999_000_000_000_000,
        ]

    /// A PMM pool around `price` (whole quote for whole base, in thousandths), moved out of balance by
    /// up to three fifths of its depth.
    mutating func dodo(
        base: Int,
        quote: Int,
        depth: Int,
        thousandths price: UInt256
    ) throws -> DODOPool {
        let whole = Self.power(depth) * UInt256(1 + below(9))
        let baseTarget = whole * Self.power(base)
        let quoteTarget = whole * price * Self.power(quote) / 1000
        var pool = try DODOPool(
            kind: pick([.dpp, .dsp]),
            revision: .current,
            guidePrice: price * Self.power(18 - base + quote) / 1000,
            slippage: pick(slippages),
            baseReserve: baseTarget,
            quoteReserve: quoteTarget,
            baseTarget: baseTarget,
            quoteTarget: quoteTarget,
            regime: .one,
            lpFeeRate: UInt256(below(4)) * 100_000_000_000_000,
            maintainerFeeRate: UInt256(below(3)) * 25_000_000_000_000
        )
        let share = UInt256(below(601))
        let side: Side = pick([.base, .quote])
        let target = side == .base ? baseTarget : quoteTarget
        // The contracts cannot multiply so far for some sizes; such a pool stays in balance.
        _ = try? pool.sell(target * share / 1000, of: side)
        return pool
    }

    mutating func pair(
        base: Int,
        quote: Int,
        depth: Int,
        thousandths price: UInt256
    ) throws -> UniswapV2Pair {
        let whole = Self.power(depth) * UInt256(1 + below(9))
        return try UniswapV2Pair(
            reserve0: near(whole * Self.power(base), thousandths: 100),
            reserve1: near(whole * price * Self.power(quote) / 1000, thousandths: 100),
            fee: below(2) == 0 ? .original : UniswapV2Pair.Fee(keeping: 9975, of: 10000)
        )
    }

    /// A V3 pool with a thin full range and thicker ranges around its price.
    mutating func concentrated(
        base: Int,
        quote: Int,
        depth: Int,
        thousandths price: UInt256
    ) throws -> UniswapV3Pool {
        let whole = Self.power(depth) * UInt256(1 + below(9))
        let amount0 = whole * Self.power(base)
        let amount1 = near(whole * price * Self.power(quote) / 1000, thousandths: 50)
        let ratio = try #require(
            amount1.multiplied(by: UInt256(1) << 192, dividedBy: amount0, rounding: .down)
        )
        let root = ratio.squareRoot()
        let tick = try UniswapV3Ticks.tick(at: root)
        let thin = (amount0 * amount1).squareRoot()
        let spacing: Int32 = 60
        let here = tick / spacing - (tick < 0 && tick % spacing != 0 ? 1 : 0)
        let far = UniswapV3Ticks.greatest / spacing
        var nets: [Int32: Int256] = [:]
        var liquidity = UInt256.zero
        for (reach, factor) in [(far - abs(here) - 2, 1), (40, 4), (7, 10)] as [(Int32, UInt256)] {
            nets[here - reach, default: 0] += Int256(thin * factor)
            nets[here + 1 + reach, default: 0] -= Int256(thin * factor)
            liquidity += thin * factor
        }
        return try UniswapV3Pool(
            root: root,
            tick: tick,
            liquidity: liquidity,
            fee: pick([100, 500, 3000]),
            tickSpacing: spacing,
            ticks: nets.sorted { $0.key < $1.key }.map {
                UniswapV3Pool.Tick(index: $0.key * spacing, liquidityNet: $0.value)
            },
            knownWords: UniswapV3Pool.allWords(tickSpacing: spacing)
        )
    }

    /// A StableSwap pool whose rates put its peg at `price`, somewhat out of balance.
    mutating func coins(
        base: Int,
        quote: Int,
        depth: Int,
        thousandths price: UInt256
    ) throws -> StableSwapPool {
        let whole = Self.power(depth) * UInt256(1 + below(9))
        return try StableSwapPool(
            rules: pick([.early, .classic, .nextGeneration]),
            balances: [
                near(whole * Self.power(base), thousandths: 200),
                near(whole * price * Self.power(quote) / 1000 + 1, thousandths: 200),
            ],
            rates: [Self.power(36 - base) * price / 1000, Self.power(36 - quote)],
            amplification: UInt256(100 * (10 + below(1_000))),
            fee: UInt256(below(5) * 1_000_000),
            administratorShare: 5_000_000_000,
            base: 0,
            quote: 1
        )
    }

    mutating func market(
        base: Int,
        quote: Int,
        depth: Int,
        thousandths price: UInt256
    ) throws -> Market {
        let isInverted = below(3) == 0
        let (first, second, rate) =
            isInverted ? (quote, base, 1_000_000 / price) : (base, quote, price)
        let venue: Venue =
            switch below(6) {
            case 0:
                .uniswapV2(try pair(base: first, quote: second, depth: depth, thousandths: rate))
            case 1:
                .uniswapV3(
                    try concentrated(base: first, quote: second, depth: depth, thousandths: rate)
                )
            case 2:
                .stableSwap(
                    try coins(base: first, quote: second, depth: depth, thousandths: rate)
                )
            default:
                .dodo(try dodo(base: first, quote: second, depth: depth, thousandths: rate))
            }
        return try Market(
            venue,
            isInverted: isInverted,
            baseDecimals: UInt8(base),
            quoteDecimals: UInt8(quote)
        )
    }

    mutating func decimals() -> Int { pick([6, 8, 9, 18]) }

    /// Two markets for the same tokens, with decimals of their own, at prices some per cent apart.
    mutating func marketPair() throws -> MarketPair {
        let price = UInt256(100 + below(5000))
        let markets = try [price, near(price, thousandths: 60)].map { price in
            try market(
                base: decimals(),
                quote: decimals(),
                depth: Int(below(12)),
                thousandths: price
            )
        }
        let isFalling = try markets[1].price() < markets[0].price()
        return MarketPair(
            buyingFrom: markets[isFalling ? 1 : 0],
            sellingTo: markets[isFalling ? 0 : 1]
        )
    }
}
