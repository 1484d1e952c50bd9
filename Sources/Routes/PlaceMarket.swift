import Numerics
public import Venues
public import Vocabulary

extension Route.Place {
    /// One of the place's pools as a market of its base and quote, whichever the pool's own base is; `nil`
    /// where the decimals leave no room for an amount.
    public func market(_ pool: PoolDescription, _ venue: Venue) -> Market? {
        try? Market(
            venue,
            isInverted: pool.base.address != base.address,
            baseDecimals: base.decimals,
            quoteDecimals: quote.decimals
        )
    }

    /// Whole quote for one whole base, from what a base unit of each is worth; rounded down.
    public func fairPrice(base: Price, quote: Price) -> Price? {
        guard
            let units = Price(of: base, in: quote, rounding: .down),
            let scale = Price(
                quote: 1,
                quoteDecimals: self.quote.decimals,
                base: 1,
                baseDecimals: self.base.decimals
            )
        else { return nil }
        return Price(of: units, in: scale.inverted, rounding: .down)
    }
}
