public import Numerics
public import Venues

/// A share of a pool, in parts of 10^18.
public struct PoolShare: Hashable, Sendable, Comparable {
    public static let partsInWhole: UInt64 = 1_000_000_000_000_000_000
    public static let none = PoolShare(parts: 0)

    public let parts: UInt64

    public init(parts: UInt64) {
        self.parts = parts
    }

    public init(perMillion: UInt32) {
        parts = UInt64(perMillion) * 1_000_000_000_000
    }

    public static func < (left: PoolShare, right: PoolShare) -> Bool { left.parts < right.parts }

    fileprivate func of(_ amount: UInt256, rounding: Rounding) -> UInt256? {
        amount.multiplied(
            by: UInt256(parts),
            dividedBy: UInt256(Self.partsInWhole),
            rounding: rounding
        )
    }

    /// What was this share is that share once the pool has grown by `growth` that belongs to the same
    /// owner; rounded down, against the owner.
    func grown(by growth: PoolShare) -> PoolShare {
        let whole = UInt128(Self.partsInWhole)
        let owned = (UInt128(parts) + UInt128(growth.parts)) * whole
        return PoolShare(parts: UInt64(owned / (whole + UInt128(growth.parts))))
    }

    /// What is left of this share once its owner has taken `taken` of the pool out; rounded down.
    func shrunk(by taken: PoolShare) -> PoolShare {
        guard taken < self, taken.parts < Self.partsInWhole else { return .none }
        let whole = UInt128(Self.partsInWhole)
        let kept = (UInt128(parts) - UInt128(taken.parts)) * whole
        return PoolShare(parts: UInt64(kept / (whole - UInt128(taken.parts))))
    }
}

/// A pool after liquidity was given or taken, and what changed hands, by the pool's own sides.
public struct LiquidityChange: Hashable, Sendable {
    public let venue: Venue
    public let base: UInt256
    public let quote: UInt256
}

extension Venue {
    /// Liquidity in proportion to the reserves, so that the price stays; amounts round up, against the
    /// giver. `nil` where the pool cannot hold it, and for pools of ranges, where nobody owns a share of
    /// the whole.
    public func growing(by share: PoolShare) -> LiquidityChange? {
        scaled { amount in
            share.of(amount, rounding: .up).flatMap { part in
                let (sum, overflow) = amount.addingReportingOverflow(part)
                return overflow ? nil : sum
            }
        }
    }

    /// Liquidity taken out in proportion; amounts round down, against the taker. `nil` for pools of
    /// ranges and where a pool would be left that no contract could be in.
    public func shrinking(by share: PoolShare) -> LiquidityChange? {
        guard share.parts < PoolShare.partsInWhole else { return nil }
        return scaled { amount in share.of(amount, rounding: .down).map { amount - $0 } }
    }

    private func scaled(_ scale: (UInt256) -> UInt256?) -> LiquidityChange? {
        do throws(InvalidState) {
            switch self {
            case .dodo(let pool):
                guard let base = scale(pool.baseReserve), let quote = scale(pool.quoteReserve),
                    let baseTarget = scale(pool.baseTarget),
                    let quoteTarget = scale(pool.quoteTarget)
                else { return nil }
                let after = try pool.with(base, quote, targets: (baseTarget, quoteTarget))
                return change(
                    to: .dodo(after),
                    (pool.baseReserve, base),
                    (pool.quoteReserve, quote)
                )
            case .uniswapV2(let pair):
                guard let first = scale(pair.reserve0), let second = scale(pair.reserve1)
                else { return nil }
                let after = try UniswapV2Pair(reserve0: first, reserve1: second, fee: pair.fee)
                return change(
                    to: .uniswapV2(after),
                    (pair.reserve0, first),
                    (pair.reserve1, second)
                )
            case .stableSwap(let pool):
                // A third coin would have to come along, and nobody's books hold it.
                guard pool.balances.count == 2 else { return nil }
                let balances = pool.balances.compactMap(scale)
                guard balances.count == 2 else { return nil }
                return change(
                    to: .stableSwap(try pool.with(balances)),
                    (pool.balances[pool.base], balances[pool.base]),
                    (pool.balances[pool.quote], balances[pool.quote])
                )
            case .uniswapV3: return nil
            }
        } catch {
            return nil
        }
    }

    private func change(
        to venue: Venue,
        _ base: (before: UInt256, after: UInt256),
        _ quote: (before: UInt256, after: UInt256)
    ) -> LiquidityChange {
        LiquidityChange(
            venue: venue,
            base: max(base.before, base.after) - min(base.before, base.after),
            quote: max(quote.before, quote.after) - min(quote.before, quote.after)
        )
    }
}

extension DODOPool {
    fileprivate func with(
        _ base: UInt256,
        _ quote: UInt256,
        targets: (base: UInt256, quote: UInt256)
    ) throws(InvalidState) -> DODOPool {
        try DODOPool(
            kind: kind,
            revision: revision,
            guidePrice: guidePrice,
            slippage: slippage,
            baseReserve: base,
            quoteReserve: quote,
            baseTarget: targets.base,
            quoteTarget: targets.quote,
            regime: regime,
            lpFeeRate: lpFeeRate,
            maintainerFeeRate: maintainerFeeRate
        )
    }
}

extension StableSwapPool {
    fileprivate func with(_ balances: [UInt256]) throws(InvalidState) -> StableSwapPool {
        try StableSwapPool(
            rules: rules,
            balances: balances,
            rates: rates,
            amplification: amplification,
            fee: fee,
            administratorShare: administratorShare,
            offPegMultiplier: offPegMultiplier,
            base: base,
            quote: quote
        )
    }
}
