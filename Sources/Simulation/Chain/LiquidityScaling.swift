import Numerics
import Venues
import Vocabulary

// Liquidity that comes or goes at the pool's own proportions, so that its price stays where it is.

extension Transition {
    mutating func scaleLiquidity(
        of address: Address,
        by share: BasisPoints,
        grows: Bool,
        _ provider: Address
    ) throws(ContractRevert) {
        guard case .pool(let place)? = places[address] else { throw .empty }
        guard grows || share < .whole else { throw .empty }
        let pool = state.pools[place]
        let scale = LiquidityScale(share: share, grows: grows)
        guard let venue = scale.scaled(pool.venue) else { throw .empty }
        let (before, after) = (reserves(pool, pool.venue), reserves(pool, venue))
        for (token, old, new) in [
            (pool.base, before?.base, after?.base), (pool.quote, before?.quote, after?.quote),
        ] {
            let held = state.tokens[token].balance(of: address)
            // A V3 pool's ticks do not tell what it holds.
            let old = old ?? held
            guard let new = new ?? scale.amount(held) else { throw .empty }
            if new > old {
                let paid = try transfer(token, from: provider, to: address, new - old)
                guard paid == new - old else { throw .empty }
            } else if new < old {
                try transfer(token, from: address, to: provider, old - new)
            }
        }
        state.setVenue(place, venue)
    }

    private func reserves(_ pool: PoolState, _ venue: Venue) -> VirtualPool.Holdings? {
        if case .uniswapV3 = venue { return nil }
        return VirtualPool(address: pool.address, venue: venue, base: .zero, quote: .zero).reserves
    }
}

/// By how much, and which way.
struct LiquidityScale {
    let share: BasisPoints
    let grows: Bool

    /// What is added is rounded up, what is taken away too; `nil` beyond 256 bits.
    func amount(_ amount: UInt256) -> UInt256? {
        guard let change = share.share(of: amount, rounding: grows ? .up : .down) else {
            return nil
        }
        let (sum, overflow) = amount.addingReportingOverflow(change)
        return grows ? (overflow ? nil : sum) : amount - change
    }

    func scaled(_ venue: Venue) -> Venue? {
        switch venue {
        case .dodo(let pool): (try? dodo(pool)).map { .dodo($0) }
        case .uniswapV2(let pair): (try? self.pair(pair)).map { .uniswapV2($0) }
        case .uniswapV3(let pool): (try? concentrated(pool)).map { .uniswapV3($0) }
        case .stableSwap(let pool): (try? coins(pool)).map { .stableSwap($0) }
        }
    }

    private func scale(_ amount: UInt256) throws(InvalidState) -> UInt256 {
        guard let scaled = self.amount(amount) else { throw InvalidState("share", .unknown) }
        return scaled
    }

    private func dodo(_ pool: DODOPool) throws(InvalidState) -> DODOPool {
        try DODOPool(
            kind: pool.kind,
            revision: pool.revision,
            guidePrice: pool.guidePrice,
            slippage: pool.slippage,
            baseReserve: try scale(pool.baseReserve),
            quoteReserve: try scale(pool.quoteReserve),
            baseTarget: try scale(pool.baseTarget),
            quoteTarget: try scale(pool.quoteTarget),
            regime: pool.regime,
            lpFeeRate: pool.lpFeeRate,
            maintainerFeeRate: pool.maintainerFeeRate
        )
    }

    private func pair(_ pair: UniswapV2Pair) throws(InvalidState) -> UniswapV2Pair {
        try UniswapV2Pair(
            reserve0: try scale(pair.reserve0),
            reserve1: try scale(pair.reserve1),
            fee: pair.fee
        )
    }

    private func coins(_ pool: StableSwapPool) throws(InvalidState) -> StableSwapPool {
        var balances: [UInt256] = []
        for balance in pool.balances { balances.append(try scale(balance)) }
        return try StableSwapPool(
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
    }

    /// Liquidity that begins is rounded up and liquidity that ends down: none is ever missing at an end.
    private func concentrated(_ pool: UniswapV3Pool) throws(InvalidState) -> UniswapV3Pool {
        let whole = UInt256(BasisPoints.millionthsInWhole)
        let part = UInt256(share.millionths)
        let factor = grows ? whole &+ part : whole &- part
        var ticks: [UniswapV3Pool.Tick] = []
        var liquidity = Int256.zero
        var lost = Int256(bitPattern: pool.liquidity)
        for tick in pool.ticks {
            let net = tick.liquidityNet
            let magnitude = net.magnitude.multiplied(
                by: factor,
                dividedBy: whole,
                rounding: net.isNegative ? .down : .up
            )
            guard let magnitude,
                let scaled = Int256(magnitude: magnitude, isNegative: net.isNegative)
            else { throw InvalidState("ticks", .unknown) }
            ticks.append(UniswapV3Pool.Tick(index: tick.index, liquidityNet: scaled))
            if tick.index <= pool.tick {
                liquidity = liquidity &+ scaled
                lost = lost &- net
            }
        }
        // Liquidity whose beginning is not among the ticks is left alone.
        liquidity = liquidity &+ lost
        guard !liquidity.isNegative else { throw InvalidState("liquidity", .unknown) }
        return try UniswapV3Pool(
            root: pool.root,
            tick: pool.tick,
            liquidity: liquidity.magnitude,
            fee: pool.fee,
            tickSpacing: pool.tickSpacing,
            protocolShares: pool.protocolShares,
            ticks: ticks,
            knownWords: pool.knownWords,
            feeGrowth: (pool.feeGrowth0, pool.feeGrowth1),
            protocolFees: (pool.protocolFees0, pool.protocolFees1)
        )
    }
}
