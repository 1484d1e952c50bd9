import Numerics
import Venues
import Vocabulary

// Each kind of pool as numbers. Pools are put together by their own initialisers, so that no bytes make one
// that no contract could be.

extension DODOPool: Worded {
    var words: [UInt256] {
        [
            baseReserve, quoteReserve, UInt256(UInt64(regime.rawValue)), baseTarget, quoteTarget,
            guidePrice, slippage, lpFeeRate, maintainerFeeRate,
        ]
    }

    func hasShape(of other: DODOPool) -> Bool {
        kind == other.kind && revision == other.revision
    }

    func rebuilt(_ words: [UInt256]) -> DODOPool? {
        guard let regime = UInt8(exactly: words[2]).flatMap(Regime.init) else { return nil }
        return try? DODOPool(
            kind: kind,
            revision: revision,
            guidePrice: words[5],
            slippage: words[6],
            baseReserve: words[0],
            quoteReserve: words[1],
            baseTarget: words[3],
            quoteTarget: words[4],
            regime: regime,
            lpFeeRate: words[7],
            maintainerFeeRate: words[8]
        )
    }
}

extension UniswapV2Pair: Worded {
    var words: [UInt256] { [reserve0, reserve1] }

    func hasShape(of other: UniswapV2Pair) -> Bool { fee == other.fee }

    func rebuilt(_ words: [UInt256]) -> UniswapV2Pair? {
        try? UniswapV2Pair(reserve0: words[0], reserve1: words[1], fee: fee)
    }
}

extension UniswapV3Pool: Worded {
    var words: [UInt256] {
        [
            root, Int256(tick).bitPattern, feeGrowth0, feeGrowth1, liquidity, protocolFees0,
            protocolFees1,
        ]
    }

    /// Ticks are told whole when one of them changes.
    func hasShape(of other: UniswapV3Pool) -> Bool {
        fee == other.fee && tickSpacing == other.tickSpacing
            && protocolShares == other.protocolShares && knownWords == other.knownWords
            && ticks == other.ticks
    }

    func rebuilt(_ words: [UInt256]) -> UniswapV3Pool? {
        guard let tick = Int32(exactly: Int256(bitPattern: words[1])) else { return nil }
        return try? UniswapV3Pool(
            root: words[0],
            tick: tick,
            liquidity: words[4],
            fee: fee,
            tickSpacing: tickSpacing,
            protocolShares: protocolShares,
            ticks: ticks,
            knownWords: knownWords,
            feeGrowth: (words[2], words[3]),
            protocolFees: (words[5], words[6])
        )
    }
}

extension StableSwapPool: Worded {
    var words: [UInt256] {
        balances + [amplification, fee, administratorShare, offPegMultiplier] + rates
    }

    func hasShape(of other: StableSwapPool) -> Bool {
        rules == other.rules && balances.count == other.balances.count && base == other.base
            && quote == other.quote
    }

    func rebuilt(_ words: [UInt256]) -> StableSwapPool? {
        let count = balances.count
        return try? StableSwapPool(
            rules: rules,
            balances: Array(words[..<count]),
            rates: Array(words[(count + 4)...]),
            amplification: words[count],
            fee: words[count + 1],
            administratorShare: words[count + 2],
            offPegMultiplier: words[count + 3],
            base: base,
            quote: quote
        )
    }
}
