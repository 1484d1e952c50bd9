import Configuration
import Numerics
import Routes
import Venues
import Vocabulary

/// A simulated pool's first state, as its file describes it.
///
/// `base`, `quote` and `fee` mean the same for every kind. A DODO pool takes `price` for its guide price
/// and `slippage` for its k; a pair has the price its reserves make. A Uniswap V3 pool has one position
/// around `price`, as narrow as `slippage` says. A StableSwap pool has the amplification at which it moves
/// near its balance as a PMM of that k, 1/k - 1; its price is what its balances make, and its rates where
/// the generation has any. Its other coins hold as many whole tokens as its base.
struct PoolOpening {
    let state: SimulatedPool
    let pool: PoolDescription

    private static let whole: UInt256 = 1_000_000_000_000_000_000

    func venue() throws(Failure) -> Venue {
        do throws(InvalidState) {
            switch pool.kind {
            case .dodo(let kind, let revision): return .dodo(try dodo(kind, revision))
            case .uniswapV2(let fee):
                return .uniswapV2(
                    try UniswapV2Pair(reserve0: state.base, reserve1: state.quote, fee: fee)
                )
            case .stableSwap(let stable): return .stableSwap(try stableSwap(stable))
            case .uniswapV3:
                guard let position = uniswapV3 else {
                    throw InvalidState("price", .contradicts("base and quote"))
                }
                return .uniswapV3(position)
            }
        } catch {
            throw Failure(.badData, "the pool '\(pool.name)' can't start like this: \(error)")
        }
    }

    private func dodo(
        _ kind: DODOPool.Kind,
        _ revision: DODOPool.Revision
    ) throws(InvalidState) -> DODOPool {
        try DODOPool(
            kind: kind,
            revision: revision,
            guidePrice: unitPrice?.worth(of: Self.whole, rounding: .down) ?? .zero,
            slippage: state.slippage,
            baseReserve: state.base,
            quoteReserve: state.quote,
            baseTarget: kind == .dvm ? .zero : state.base,
            quoteTarget: kind == .dvm ? .zero : state.quote,
            regime: kind == .dvm ? .aboveOne : .one,
            lpFeeRate: UInt256(state.fee.millionths) * 100_000_000,
            maintainerFeeRate: .zero
        )
    }

    private var uniswapV3: UniswapV3Pool? {
        let fee = UInt32(clamping: state.fee.millionths / 10_000)
        return unitPrice.flatMap { price in
            UniswapV3Pool.position(
                base: state.base,
                quote: state.quote,
                at: price,
                slippage: state.slippage,
                fee: fee,
                tickSpacing: Self.spacing(fee)
            )
        }
    }

    /// What the factory gives to a fee; to one it does not know, that of the next one above.
    private static func spacing(_ fee: UInt32) -> Int32 {
        switch fee {
        case ...100: 1
        case ...500: 10
        case ...3_000: 60
        default: 200
        }
    }

    private func stableSwap(
        _ stable: PoolDescription.StableSwap
    ) throws(InvalidState) -> StableSwapPool {
        let rules = stable.generation.rules
        let (first, second) = (Int(stable.base), Int(stable.quote))
        var rates = stable.decimals.map { StableSwapPool.rate(decimals: $0) ?? .zero }
        if stable.generation == .nextGeneration {
            rates[first] = state.price.worth(of: rates[first], rounding: .down) ?? .zero
        }
        var balances = stable.decimals.map { decimals in
            state.base.multiplied(
                by: Self.power(decimals),
                dividedBy: Self.power(stable.decimals[first]),
                rounding: .down
            ) ?? .zero
        }
        (balances[first], balances[second]) = (state.base, state.quote)
        // 1/k - 1, in what the contract stores; a k of nothing is refused with the file.
        let precision = UInt256(rules.amplificationPrecision)
        let inverse =
            Self.whole.multiplied(by: precision, dividedBy: state.slippage, rounding: .down)
            ?? .zero
        return try StableSwapPool(
            rules: rules,
            balances: balances,
            rates: rates,
            amplification: max(precision, inverse > precision ? inverse - precision : .zero),
            fee: UInt256(state.fee.millionths),
            administratorShare: .zero,
            base: first,
            quote: second
        )
    }

    /// Quote units for one base unit.
    private var unitPrice: Price? {
        Price(
            quote: 1,
            quoteDecimals: pool.quote.decimals,
            base: 1,
            baseDecimals: pool.base.decimals
        ).flatMap { Price(of: state.price, in: $0, rounding: .down) }
    }

    private static func power(_ decimals: UInt8) -> UInt256 {
        (0..<decimals).reduce(UInt256.one) { power, _ in power &* 10 }
    }
}
