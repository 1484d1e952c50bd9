public import Numerics
public import Vocabulary

extension StableSwapPool: Pool {
    /// What `exchange` pays, which is what counts.
    public func quote(selling amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        Quote(sold: amount, received: try exchanged(amount, of: side).0.output)
    }

    /// What `get_dy` says: up to a unit from what `exchange` pays.
    public func viewedQuote(selling amount: UInt256, of side: Side) throws(Refusal) -> UInt256 {
        do throws(StableSwapFault) {
            return try StableSwapExchange(self, selling: amount, of: side).viewed
        } catch {
            throw .reverts(.empty)
        }
    }

    public mutating func sell(_ amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        let (exchange, balances) = try exchanged(amount, of: side)
        self.balances[exchange.sold] = balances.sold
        self.balances[exchange.bought] = balances.bought
        return Quote(sold: amount, received: exchange.output)
    }

    private func exchanged(
        _ amount: UInt256,
        of side: Side
    ) throws(Refusal) -> (StableSwapExchange, balances: (sold: UInt256, bought: UInt256)) {
        guard !amount.isZero || !rules.refusesNothing else { throw .reverts(.empty) }
        do throws(StableSwapFault) {
            let exchange = try StableSwapExchange(self, selling: amount, of: side)
            return (exchange, try exchange.book(self))
        } catch {
            throw .reverts(.empty)
        }
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
}
