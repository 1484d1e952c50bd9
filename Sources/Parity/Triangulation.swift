import Numerics
public import Vocabulary

/// A token's price in another by way of gold: `A -> XAU -> B`, for tokens without a pool of their own.
///
/// N tokens need N pools against the anchor, not one for each pair.
public struct Triangulation: Equatable, Sendable {
    /// What one has to reckon with when buying: rounded up.
    public let buying: Price
    /// And when selling: rounded down.
    public let selling: Price

    /// `base` and `quote` are both tokens' prices in gold; one division, and no gold unit is lost on the way.
    public init?(base: Price, quote: Price) {
        guard
            let buying = Price(of: base, in: quote, rounding: .up),
            let selling = Price(of: base, in: quote, rounding: .down)
        else { return nil }
        self.buying = buying
        self.selling = selling
    }

    /// How far a direct pool is from its triangle: the smaller of both sides' deviations, zero between them.
    public func residual(direct: Price) -> BasisPoints {
        if direct >= selling, direct <= buying { return BasisPoints(millionths: 0) }
        let side = direct < selling ? selling : buying
        return Deviation(of: side, from: direct).share
    }
}
