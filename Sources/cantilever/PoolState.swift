import Ethereum
import Numerics
import Venues

/// A pool's state as its JSON object says it.
struct PoolState {
    let name: String
    let kind: String
    let venue: Venue
    /// Of base and quote, where the object says them.
    let decimals: (base: UInt8, quote: UInt8)?

    init(_ document: JSONValue) throws(WrongPool) {
        var fields = try PoolFields(document)
        let read = try fields.choice(
            "kind",
            [
                ("dodo", Self.dodo), ("uniswap-v2", Self.uniswapV2), ("uniswap-v3", Self.uniswapV3),
                ("stableswap", Self.stableSwap),
            ]
        )
        kind = document["kind"]?.text ?? ""
        name = try fields.optionalText("name") ?? kind
        (venue, decimals) = try read(&fields)
        try fields.finish()
    }

    private typealias Reading = (venue: Venue, decimals: (base: UInt8, quote: UInt8)?)

    private static func dodo(_ fields: inout PoolFields) throws(WrongPool) -> Reading {
        let kinds = DODOPool.Kind.allCases.map { ($0.rawValue, $0) }
        let revisions: [(String, DODOPool.Revision)] = [
            ("current", .current), ("before-2024", .beforeJanuary2024),
        ]
        let regimes: [(String, DODOPool.Regime)] = [
            ("one", .one), ("above-one", .aboveOne), ("below-one", .belowOne),
        ]
        let kind = try fields.choice("contract", kinds)
        let revision = try fields.choice("revision", revisions)
        let regime = kind == .dvm ? .aboveOne : try fields.choice("regime", regimes)
        let guidePrice = try fields.number("guidePrice")
        let slippage = try fields.number("slippage")
        let baseReserve = try fields.number("baseReserve")
        let quoteReserve = try fields.number("quoteReserve")
        let baseTarget = kind == .dvm ? .zero : try fields.number("baseTarget")
        let quoteTarget = kind == .dvm ? .zero : try fields.number("quoteTarget")
        let lpFeeRate = try fields.number("lpFeeRate")
        let maintainerFeeRate = try fields.number("maintainerFeeRate", orElse: .zero)
        let decimals = try decimals(&fields)
        return try checking { () throws(InvalidState) in
            let pool = try DODOPool(
                kind: kind,
                revision: revision,
                guidePrice: guidePrice,
                slippage: slippage,
                baseReserve: baseReserve,
                quoteReserve: quoteReserve,
                baseTarget: baseTarget,
                quoteTarget: quoteTarget,
                regime: regime,
                lpFeeRate: lpFeeRate,
                maintainerFeeRate: maintainerFeeRate
            )
            return (.dodo(pool), decimals)
        }
    }

    private static func uniswapV2(_ fields: inout PoolFields) throws(WrongPool) -> Reading {
        let reserve0 = try fields.number("reserve0")
        let reserve1 = try fields.number("reserve1")
        let kept: UInt32 = try fields.small("feeKept")
        let whole: UInt32 = try fields.small("feeWhole")
        let decimals = try decimals(&fields)
        return try checking { () throws(InvalidState) in
            let fee = try UniswapV2Pair.Fee(keeping: kept, of: whole)
            let pair = try UniswapV2Pair(reserve0: reserve0, reserve1: reserve1, fee: fee)
            return (.uniswapV2(pair), decimals)
        }
    }

    private static func uniswapV3(_ fields: inout PoolFields) throws(WrongPool) -> Reading {
        let root = try fields.number("sqrtPriceX96")
        let tick: Int32 = try fields.small("tick")
        let liquidity = try fields.number("liquidity")
        let fee: UInt32 = try fields.small("fee")
        let spacing: Int32 = try fields.small("tickSpacing")
        let ticks = try fields.ticks("ticks")
        let first: Int32 = try fields.small("firstWord")
        let last: Int32 = try fields.small("lastWord")
        guard first <= last else { throw WrongPool("lastWord", "is before 'firstWord'") }
        let decimals = try decimals(&fields)
        return try checking { () throws(InvalidState) in
            let pool = try UniswapV3Pool(
                root: root,
                tick: tick,
                liquidity: liquidity,
                fee: fee,
                tickSpacing: spacing,
                ticks: ticks,
                knownWords: first...last
            )
            return (.uniswapV3(pool), decimals)
        }
    }

    private static func stableSwap(_ fields: inout PoolFields) throws(WrongPool) -> Reading {
        let generations: [(String, StableSwapPool.Rules)] = [
            ("early", .early), ("classic", .classic), ("next-generation", .nextGeneration),
        ]
        let rules = try fields.choice("generation", generations)
        let balances = try fields.numbers("balances")
        let decimals = try fields.numbers("decimals")
        var rates = try fields.optionalNumbers("rates") ?? []
        if rates.isEmpty {
            for (index, decimals) in decimals.enumerated() {
                guard let rate = StableSwapPool.rate(decimals: UInt8(clamping: decimals)) else {
                    throw WrongPool("decimals[\(index)]", "must be at most 36")
                }
                rates.append(rate)
            }
        }
        let amplification = try fields.number("amplification")
        let fee = try fields.number("fee")
        let share = try fields.number("administratorShare")
        let multiplier = try fields.number("offPegMultiplier", orElse: .zero)
        let base: Int = try fields.small("base")
        let quote: Int = try fields.small("quote")
        return try checking { () throws(InvalidState) in
            let pool = try StableSwapPool(
                rules: rules,
                balances: balances,
                rates: rates,
                amplification: amplification,
                fee: fee,
                administratorShare: share,
                offPegMultiplier: multiplier,
                base: base,
                quote: quote
            )
            guard decimals.count == balances.count else {
                throw InvalidState("decimals", .wrongCount(decimals.count))
            }
            let both = (UInt8(clamping: decimals[base]), UInt8(clamping: decimals[quote]))
            return (.stableSwap(pool), both)
        }
    }

    private static func decimals(
        _ fields: inout PoolFields
    ) throws(WrongPool) -> (base: UInt8, quote: UInt8)? {
        guard let decimals = try fields.optionalNumbers("decimals") else { return nil }
        guard decimals.count == 2, decimals.allSatisfy({ $0 <= 36 }) else {
            throw WrongPool("decimals", "must be two numbers of at most 36: base's and quote's")
        }
        return (UInt8(clamping: decimals[0]), UInt8(clamping: decimals[1]))
    }

    private static func checking(
        _ body: () throws(InvalidState) -> Reading
    ) throws(WrongPool) -> Reading {
        do throws(InvalidState) {
            return try body()
        } catch {
            throw WrongPool(error)
        }
    }
}
