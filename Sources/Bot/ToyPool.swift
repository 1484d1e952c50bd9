public import Numerics

/// A constant-product pool with a fee of 3 bps: the toy market's only venue.
public struct ToyPool: Hashable, Sendable {
    public private(set) var base: UInt256
    public private(set) var quote: UInt256

    /// No product of two amounts up to here overflows.
    private static let largestAmount: UInt256 = 1 << 112
    private static let feeDenominator: UInt256 = 10_000
    private static let feeFactor: UInt256 = 9_997

    /// Fails unless both reserves are between one unit and the largest amount.
    public init?(base: UInt256, quote: UInt256) {
        let allowed = 1...Self.largestAmount
        guard allowed.contains(base), allowed.contains(quote) else { return nil }
        self.base = base
        self.quote = quote
    }

    /// What selling `amount` pays, rounded down; `nil` when the amount is beyond every reserve.
    public func quoteForSelling(_ asset: Asset, amount: UInt256) -> UInt256? {
        let (reserveIn, reserveOut) = reserves(selling: asset)
        guard amount <= Self.largestAmount else { return nil }
        let charged = amount * Self.feeFactor
        return charged.multiplied(
            by: reserveOut,
            dividedBy: reserveIn * Self.feeDenominator + charged,
            rounding: .down
        )
    }

    /// The smallest input that buys `amount` of the other asset; `nil` when the pool holds less.
    public func inputForBuying(_ asset: Asset, amount: UInt256) -> UInt256? {
        let (reserveIn, reserveOut) = reserves(selling: asset.other)
        guard amount < reserveOut else { return nil }
        let input = reserveIn.multiplied(
            by: amount * Self.feeDenominator,
            dividedBy: (reserveOut - amount) * Self.feeFactor,
            rounding: .up
        )
        return input
    }

    /// Sells `amount` and answers what it paid; leaves the pool as it was when it can't.
    public mutating func sell(_ asset: Asset, amount: UInt256) -> UInt256? {
        guard let paid = quoteForSelling(asset, amount: amount) else { return nil }
        let after =
            switch asset {
            case .base: ToyPool(base: base + amount, quote: quote - paid)
            case .quote: ToyPool(base: base - paid, quote: quote + amount)
            }
        guard let after else { return nil }
        self = after
        return paid
    }

    private func reserves(selling asset: Asset) -> (reserveIn: UInt256, reserveOut: UInt256) {
        switch asset {
        case .base: (base, quote)
        case .quote: (quote, base)
        }
    }
}

/// One of a pool's two tokens.
public enum Asset: Hashable, Sendable {
    case base
    case quote

    public var other: Asset {
        switch self {
        case .base: .quote
        case .quote: .base
        }
    }
}
