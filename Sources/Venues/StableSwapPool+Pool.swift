public import Numerics
public import Vocabulary

extension StableSwapPool: Pool {
    /// What `exchange` pays, which is what counts.
    public func quote(selling amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        guard !amount.isZero || !rules.refusesNothing else { throw .reverts(.empty) }
        return Quote(sold: amount, received: try exchange(selling: amount, of: side).output)
    }

    /// What `get_dy` says: up to a unit from what `exchange` pays.
    public func viewedQuote(selling amount: UInt256, of side: Side) throws(Refusal) -> UInt256 {
        try exchange(selling: amount, of: side).viewed
    }

    public mutating func sell(_ amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        guard !amount.isZero || !rules.refusesNothing else { throw .reverts(.empty) }
        let exchange = try exchange(selling: amount, of: side)
        do throws(StableSwapFault) {
            let grown = try StableSwapArithmetic.add(balances[exchange.sold], amount)
            let left = try StableSwapArithmetic.subtract(balances[exchange.bought], exchange.output)
            let kept = try StableSwapArithmetic.subtract(left, exchange.administratorFee)
            balances[exchange.sold] = grown
            balances[exchange.bought] = kept
        } catch {
            throw .reverts(.empty)
        }
        return Quote(sold: amount, received: exchange.output)
    }

    /// The slope of the invariant at the balances: (A + p / x) against (A + p / y).
    ///
    /// A fraction beyond 256 bits is rounded down.
    public func marginalPrice() throws(Refusal) -> Price {
        do throws(StableSwapFault) {
            let invariant = try invariant()
            let weight = { (coin: Int) throws(StableSwapFault) in
                try StableSwapArithmetic.add(
                    try StableSwapArithmetic.multiply(
                        amplification &* UInt256(UInt64(balances.count)),
                        invariant.balances[coin]
                    ),
                    try StableSwapArithmetic.multiply(
                        UInt256(rules.amplificationPrecision),
                        invariant.product
                    )
                )
            }
            let (baseBalance, quoteBalance) = (invariant.balances[base], invariant.balances[quote])
            let basePrice = Price(
                numerator: try weight(base),
                denominator: try StableSwapArithmetic.multiply(baseBalance, rates[quote])
            )
            let quotePrice = Price(
                numerator: try weight(quote),
                denominator: try StableSwapArithmetic.multiply(quoteBalance, rates[base])
            )
            guard let basePrice, let quotePrice,
                let price = Price(of: basePrice, in: quotePrice, rounding: .down)
            else { throw StableSwapFault() }
            return price
        } catch {
            throw .outOfRange
        }
    }

    public func slope(after amount: UInt256, of side: Side) throws(Refusal) -> Approximation {
        do throws(StableSwapFault) {
            let (sold, bought) = coins(selling: side)
            let invariant = try invariant()
            let scaled = try StableSwapArithmetic.scale(amount, rates[sold], Self.precision)
            let after = try StableSwapArithmetic.add(invariant.balances[sold], scaled)
            let left = try invariant.balance(of: bought, when: sold, has: after)
            guard !after.isZero, !left.isZero else { return .zero }
            // The product changes as the two balances do.
            let product =
                Approximation(invariant.product) * Approximation(invariant.balances[sold])
                / Approximation(after) * Approximation(invariant.balances[bought])
                / Approximation(left)
            let strength =
                Approximation(amplification &* UInt256(UInt64(balances.count)))
                / Approximation(rules.amplificationPrecision)
            let price =
                (strength + product / Approximation(after))
                / (strength + product / Approximation(left))
            let fee = try fee(
                between: try StableSwapArithmetic.add(invariant.balances[sold], after) / 2,
                try StableSwapArithmetic.add(invariant.balances[bought], left) / 2
            )
            let kept = fee < Self.whole ? Self.whole &- fee : .zero
            return price * Approximation(rates[sold]) / Approximation(rates[bought])
                * Approximation(kept) / Approximation(Self.whole)
        } catch {
            throw .reverts(.empty)
        }
    }

    private func exchange(
        selling amount: UInt256,
        of side: Side
    ) throws(Refusal) -> StableSwapExchange {
        do throws(StableSwapFault) {
            return try StableSwapExchange(self, selling: amount, of: side)
        } catch {
            throw .reverts(.empty)
        }
    }
}
