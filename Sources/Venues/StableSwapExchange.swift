import Numerics

/// One exchange, computed and not yet booked.
struct StableSwapExchange {
    let sold: Int
    let bought: Int
    /// What `exchange` pays.
    let output: UInt256
    /// What `get_dy` says; the same, or a unit off where the view rounds in another order.
    let viewed: UInt256
    /// The fee in parts of 10^10, as it was at this size.
    let fee: UInt256
    private let input: UInt256
    private let invariant: StableSwapInvariant
    /// The two balances the invariant now has, and the fee, in its units.
    private let grown: UInt256
    private let left: UInt256
    private let charged: UInt256

    /// Stops where the view does; `book` has what only the exchange adds.
    init(
        _ pool: StableSwapPool,
        selling input: UInt256,
        of side: Side
    ) throws(StableSwapFault) {
        (sold, bought) = pool.coins(selling: side)
        self.input = input
        invariant = try pool.invariant()
        let before = invariant.balances[sold]
        let scaledInput = try StableSwapArithmetic.scale(
            input,
            pool.rates[sold],
            StableSwapPool.precision
        )
        grown = try StableSwapArithmetic.add(before, scaledInput)
        left = try invariant.balance(of: bought, when: sold, has: grown)
        let leaving = try StableSwapArithmetic.subtract(
            try StableSwapArithmetic.subtract(invariant.balances[bought], left),
            pool.rules.keepsOneUnit ? .one : .zero
        )
        fee = try pool.fee(
            between: try StableSwapArithmetic.add(before, grown) >> 1,
            try StableSwapArithmetic.add(invariant.balances[bought], left) >> 1
        )
        let whole = StableSwapPool.whole
        charged = try StableSwapArithmetic.scale(leaving, fee, whole)
        let rate = pool.rates[bought]
        output = try StableSwapArithmetic.scale(
            try StableSwapArithmetic.subtract(leaving, charged),
            StableSwapPool.precision,
            rate
        )
        guard pool.rules.viewConvertsBeforeFee else {
            viewed = output
            return
        }
        let converted = try StableSwapArithmetic.scale(leaving, StableSwapPool.precision, rate)
        viewed = converted &- (try StableSwapArithmetic.scale(fee, converted, whole))
    }

    /// The balances the exchange leaves behind, or its revert.
    func book(_ pool: StableSwapPool) throws(StableSwapFault) -> (sold: UInt256, bought: UInt256) {
        let share = try StableSwapArithmetic.scale(
            charged,
            pool.administratorShare,
            StableSwapPool.whole
        )
        switch pool.rules.booking {
        case .amounts:
            // The pool may keep a little more than its share of the fee, never less.
            let taken = try StableSwapArithmetic.scale(
                share,
                StableSwapPool.precision,
                pool.rates[bought]
            )
            if pool.rules.notesPrices {
                try invariant.notePrices(sold, grown, bought, left)
            }
            let rest = try StableSwapArithmetic.subtract(pool.balances[bought], output)
            return (
                try StableSwapArithmetic.add(pool.balances[sold], input),
                try StableSwapArithmetic.subtract(rest, taken)
            )
        case .invariant:
            let kept = try StableSwapArithmetic.subtract(charged, share)
            return (
                try StableSwapArithmetic.scale(
                    grown,
                    StableSwapPool.precision,
                    pool.rates[sold]
                ),
                try StableSwapArithmetic.scale(
                    try StableSwapArithmetic.add(left, kept),
                    StableSwapPool.precision,
                    pool.rates[bought]
                )
            )
        }
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
