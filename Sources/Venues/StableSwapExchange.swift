import Numerics

/// One exchange, computed and not yet booked.
struct StableSwapExchange {
    let sold: Int
    let bought: Int
    let input: UInt256
    /// What `exchange` pays.
    let output: UInt256
    /// What `get_dy` says; the same, or a unit off where the view rounds in another order.
    let viewed: UInt256
    /// What the administrator takes out of the pool, in the bought coin.
    let administratorFee: UInt256
    /// The fee in parts of 10^10, as it was at this size.
    let fee: UInt256

    init(
        _ pool: StableSwapPool,
        selling input: UInt256,
        of side: Side
    ) throws(StableSwapFault) {
        (sold, bought) = pool.coins(selling: side)
        self.input = input
        let invariant = try pool.invariant()
        let before = invariant.balances[sold]
        let scaledInput = try StableSwapArithmetic.scale(
            input,
            pool.rates[sold],
            StableSwapPool.precision
        )
        let after = try StableSwapArithmetic.add(before, scaledInput)
        let left = try invariant.balance(of: bought, when: sold, has: after)
        let leaving = try StableSwapArithmetic.subtract(
            try StableSwapArithmetic.subtract(invariant.balances[bought], left),
            .one
        )
        fee = try pool.fee(
            between: try StableSwapArithmetic.add(before, after) / 2,
            try StableSwapArithmetic.add(invariant.balances[bought], left) / 2
        )
        let whole = StableSwapPool.whole
        let charged = try StableSwapArithmetic.scale(leaving, fee, whole)
        let rate = pool.rates[bought]
        output = try StableSwapArithmetic.scale(
            try StableSwapArithmetic.subtract(leaving, charged),
            StableSwapPool.precision,
            rate
        )
        let share = try StableSwapArithmetic.scale(charged, pool.administratorShare, whole)
        administratorFee = try StableSwapArithmetic.scale(share, StableSwapPool.precision, rate)
        guard pool.rules.viewConvertsBeforeFee else {
            viewed = output
            return
        }
        let converted = try StableSwapArithmetic.scale(leaving, StableSwapPool.precision, rate)
        viewed = converted &- (try StableSwapArithmetic.scale(fee, converted, whole))
    }
}

extension StableSwapPool {
    func invariant() throws(StableSwapFault) -> StableSwapInvariant {
        var scaled: [8 of UInt256] = .init(repeating: .zero)
        for index in balances.indices {
            scaled[index] = try StableSwapArithmetic.scale(
                balances[index],
                rates[index],
                Self.precision
            )
        }
        return try StableSwapInvariant(
            balances: scaled,
            count: balances.count,
            rules: rules,
            amplification: amplification
        )
    }

    /// `_dynamic_fee`: it grows as the two balances part.
    func fee(between one: UInt256, _ other: UInt256) throws(StableSwapFault) -> UInt256 {
        guard offPegMultiplier > Self.whole else { return fee }
        let total = try StableSwapArithmetic.add(one, other)
        let square = try StableSwapArithmetic.multiply(total, total)
        let excess = try StableSwapArithmetic.multiply(offPegMultiplier &- Self.whole, 4)
        let near = try StableSwapArithmetic.scale(
            try StableSwapArithmetic.multiply(excess, one),
            other,
            square
        )
        return try StableSwapArithmetic.scale(
            offPegMultiplier,
            fee,
            try StableSwapArithmetic.add(near, Self.whole)
        )
    }
}
