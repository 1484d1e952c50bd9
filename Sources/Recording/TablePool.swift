import Numerics
public import Routes
public import Venues
public import Vocabulary

/// A pool that a table tells of, and all that the table does not tell: the state it is filled up from.
public struct TablePool: Sendable {
    public let description: PoolDescription
    public let template: Venue

    public init(_ description: PoolDescription, template: Venue) {
        self.description = description
        self.template = template
    }

    /// Whole quote for one whole base.
    ///
    /// A DODO pool takes the price for its guide price and has its template's reserves; a pair keeps its
    /// template's quote and has as much base as makes the price. A Uniswap V3 pool keeps its positions, a
    /// StableSwap pool its invariant, and either is where trades would have left it at that price. Rounded
    /// down. `nil` where the price leaves no room.
    func venue(price: DecimalNumber) -> Venue? {
        guard
            let whole = Price(numerator: price.digits, denominator: power(price.scale)),
            let units = Price(
                quote: 1,
                quoteDecimals: description.quote.decimals,
                base: 1,
                baseDecimals: description.base.decimals
            ),
            let unit = Price(of: whole, in: units, rounding: .down)
        else { return nil }
        switch template {
        case .dodo(let pool):
            guard let guide = unit.worth(of: power(18), rounding: .down) else { return nil }
            let made = try? DODOPool(
                kind: pool.kind,
                revision: pool.revision,
                guidePrice: guide,
                slippage: pool.slippage,
                baseReserve: pool.baseReserve,
                quoteReserve: pool.quoteReserve,
                baseTarget: pool.baseTarget,
                quoteTarget: pool.quoteTarget,
                regime: pool.regime,
                lpFeeRate: pool.lpFeeRate,
                maintainerFeeRate: pool.maintainerFeeRate
            )
            return made.map(Venue.dodo)
        case .uniswapV2(let pair):
            guard let base = unit.inverted.worth(of: pair.reserve1, rounding: .down) else {
                return nil
            }
            let made = try? UniswapV2Pair(reserve0: base, reserve1: pair.reserve1, fee: pair.fee)
            return made.map(Venue.uniswapV2)
        case .uniswapV3(let pool): return pool.standing(at: unit).map(Venue.uniswapV3)
        case .stableSwap(let pool): return pool.standing(at: unit).map(Venue.stableSwap)
        }
    }

    /// Reserves in base units. A DODO pool keeps its template's targets, and is short of whichever side is
    /// below its own. `nil` for a Uniswap V3 pool: what it holds does not tell its price.
    func venue(base: UInt256, quote: UInt256) -> Venue? {
        switch template {
        case .dodo(let pool):
            let regime: DODOPool.Regime
            if pool.kind == .dvm || base < pool.baseTarget {
                regime = .aboveOne
            } else {
                regime = quote < pool.quoteTarget ? .belowOne : .one
            }
            let made = try? DODOPool(
                kind: pool.kind,
                revision: pool.revision,
                guidePrice: pool.guidePrice,
                slippage: pool.slippage,
                baseReserve: base,
                quoteReserve: quote,
                baseTarget: pool.baseTarget,
                quoteTarget: pool.quoteTarget,
                regime: regime,
                lpFeeRate: pool.lpFeeRate,
                maintainerFeeRate: pool.maintainerFeeRate
            )
            return made.map(Venue.dodo)
        case .uniswapV2(let pair):
            let made = try? UniswapV2Pair(reserve0: base, reserve1: quote, fee: pair.fee)
            return made.map(Venue.uniswapV2)
        case .stableSwap(let pool):
            var balances = pool.balances
            (balances[pool.base], balances[pool.quote]) = (base, quote)
            let made = try? StableSwapPool(
                rules: pool.rules,
                balances: balances,
                rates: pool.rates,
                amplification: pool.amplification,
                fee: pool.fee,
                administratorShare: pool.administratorShare,
                offPegMultiplier: pool.offPegMultiplier,
                base: pool.base,
                quote: pool.quote
            )
            return made.map(Venue.stableSwap)
        case .uniswapV3: return nil
        }
    }

    /// Which prices there is a state for.
    var expectedPrice: String {
        switch template {
        case .dodo, .uniswapV2: "a price that the pool's contract can have"
        case .uniswapV3:
            "a price at which '\(description.name)' has liquidity; a larger 'slippage' in the section "
                + "'simulation' spreads it wider"
        case .stableSwap:
            "a price that trades can bring '\(description.name)' to; a larger 'slippage' in the section "
                + "'simulation' lets it go farther"
        }
    }

    private func power(_ exponent: UInt8) -> UInt256 {
        (0..<exponent).reduce(UInt256.one) { power, _ in power &* 10 }
    }
}

/// What a table does not tell of a chain and every one of its blocks has.
public struct TableChain: Sendable {
    public let chain: Chain
    public let baseFee: Wei?
    public let suggestedGas: Wei
    public let vaults: [VaultSight]
    public let pauses: [PauseSight]

    public init(
        _ chain: Chain,
        baseFee: Wei?,
        suggestedGas: Wei,
        vaults: [VaultSight],
        pauses: [PauseSight]
    ) {
        self.chain = chain
        self.baseFee = baseFee
        self.suggestedGas = suggestedGas
        self.vaults = vaults
        self.pauses = pauses
    }
}
