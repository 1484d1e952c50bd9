import Numerics
import Venues
import Vocabulary

// Liquidity that comes or goes at the pool's own proportions, so that its price stays where it is.

extension Transition {
    mutating func scaleLiquidity(
        of address: Address,
        by share: PoolShare,
        grows: Bool,
        _ provider: Address
    ) throws(ContractRevert) -> ActOutcome {
        guard case .pool(let place)? = places[address] else { throw .empty }
        let pool = state.pools[place]
        let held = (
            base: state.tokens[pool.base].balance(of: address),
            quote: state.tokens[pool.quote].balance(of: address)
        )
        let change: LiquidityChange?
        if case .uniswapV3(let ranges) = pool.venue {
            change = ranges.scaled(by: share, grows: grows, holding: held.base, held.quote)
        } else {
            change = grows ? pool.venue.growing(by: share) : pool.venue.shrinking(by: share)
        }
        guard let change else { throw .empty }
        for (token, amount) in [(pool.base, change.base), (pool.quote, change.quote)] {
            if grows {
                // A token that keeps a fee leaves the pool short of what its books would say.
                let paid = try transfer(token, from: provider, to: address, amount)
                guard paid == amount else { throw .empty }
            } else {
                try transfer(token, from: address, to: provider, amount)
            }
        }
        state.setVenue(place, change.venue)
        return grows
            ? .provided(base: change.base, quote: change.quote)
            : .withdrawn(base: change.base, quote: change.quote)
    }
}

extension UniswapV3Pool {
    /// Every range grown or shrunk by the same share, and the same share of what the pool holds.
    ///
    /// Liquidity that begins is rounded up and liquidity that ends down: none is ever missing at an end.
    /// What is added is rounded up, what is taken down. `nil` where no pool could be left.
    func scaled(
        by share: PoolShare,
        grows: Bool,
        holding base: UInt256,
        _ quote: UInt256
    ) -> LiquidityChange? {
        guard grows || share.parts < PoolShare.partsInWhole else { return nil }
        let (whole, part) = (UInt256(PoolShare.partsInWhole), UInt256(share.parts))
        let factor = grows ? whole &+ part : whole &- part
        var scaled: [Tick] = []
        // Liquidity whose beginning is not among the ticks is left alone.
        var active = Int256(bitPattern: liquidity)
        for tick in ticks {
            let net = tick.liquidityNet
            let magnitude = net.magnitude.multiplied(
                by: factor,
                dividedBy: whole,
                rounding: net.isNegative ? .down : .up
            )
            guard let magnitude,
                let after = Int256(magnitude: magnitude, isNegative: net.isNegative)
            else { return nil }
            scaled.append(Tick(index: tick.index, liquidityNet: after))
            if tick.index <= self.tick { active = active &+ after &- net }
        }
        let rounding: Rounding = grows ? .up : .down
        guard !active.isNegative,
            let baseMoved = base.multiplied(by: part, dividedBy: whole, rounding: rounding),
            let quoteMoved = quote.multiplied(by: part, dividedBy: whole, rounding: rounding)
        else { return nil }
        let pool = try? UniswapV3Pool(
            root: root,
            tick: tick,
            liquidity: active.magnitude,
            fee: fee,
            tickSpacing: tickSpacing,
            protocolShares: protocolShares,
            ticks: scaled,
            knownWords: knownWords,
            feeGrowth: (feeGrowth0, feeGrowth1),
            protocolFees: (protocolFees0, protocolFees1)
        )
        return pool.map {
            LiquidityChange(venue: .uniswapV3($0), base: baseMoved, quote: quoteMoved)
        }
    }
}
