public import Numerics
public import Vocabulary

/// A pool seen as a place to trade a route's base for its quote.
///
/// A route's base may be the pool's quote, and the same token may have other decimals on another chain;
/// both are settled here, once.
public struct Market: Hashable, Sendable {
    public var venue: Venue
    /// The pool's quote is the route's base.
    public let isInverted: Bool
    public let baseDecimals: UInt8
    public let quoteDecimals: UInt8

    /// Refuses decimals that leave no room for an amount.
    public init(
        _ venue: Venue,
        isInverted: Bool = false,
        baseDecimals: UInt8,
        quoteDecimals: UInt8
    ) throws(InvalidState) {
        let most = Token.mostDecimals
        if baseDecimals > most { throw InvalidState("baseDecimals", .exceeds(UInt256(most))) }
        if quoteDecimals > most { throw InvalidState("quoteDecimals", .exceeds(UInt256(most))) }
        self.venue = venue
        self.isInverted = isInverted
        self.baseDecimals = baseDecimals
        self.quoteDecimals = quoteDecimals
    }

    @inline(__always)
    func place(of side: Side) -> Side { isInverted ? side.other : side }

    public func quote(selling amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        try venue.quote(selling: amount, of: place(of: side))
    }

    public mutating func sell(_ amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        try venue.sell(amount, of: place(of: side))
    }

    /// Whole quote tokens for one whole base token, before fees.
    public func price() throws(Refusal) -> Price {
        let units = try venue.marginalPrice()
        let raw = isInverted ? units.inverted : units
        guard
            let scale = Price(
                quote: 1,
                quoteDecimals: quoteDecimals,
                base: 1,
                baseDecimals: baseDecimals
            ),
            let price = Price(of: raw, in: scale.inverted, rounding: .down)
        else { throw .outOfRange }
        return price
    }

    /// Where a search for a size begins: a five-hundredth of what the pool is about.
    func searchStart(_ side: Side) -> Approximation {
        venue.scale(of: place(of: side)) * Approximation(mantissa: 1 << 63, exponent: -63 - 9)
    }
}
