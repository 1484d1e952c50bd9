public import Numerics
public import Vocabulary

/// What every pool answers, whatever its curve: the exact output of a sale, the state it leaves, and
/// the price at the margin.
///
/// A pool has a base and a quote. Where the contract speaks of token 0 and token 1, base is token 0;
/// where it has n coins, the pool value names the two it is asked about. Amounts are base units.
/// Generic code takes `some Pool`; a place that holds several kinds holds a `Venue`. Nothing is boxed.
public protocol Pool: Hashable, Sendable {
    /// What a trader receives for selling `amount` of `side`, to the last unit.
    func quote(selling amount: UInt256, of side: Side) throws(Refusal) -> Quote

    /// Makes the sale: the pool becomes what its storage would be afterwards. A refused sale leaves
    /// the pool as it was.
    mutating func sell(_ amount: UInt256, of side: Side) throws(Refusal) -> Quote

    /// Quote units for one base unit at the margin, before fees and in base units of both.
    func marginalPrice() throws(Refusal) -> Price

    /// Units received, after fees, for one more unit of `side` once `amount` of it has been sold in the
    /// same trade: the slope of `quote`. It guides a search and is never a quote.
    func slope(after amount: UInt256, of side: Side) throws(Refusal) -> Approximation

    /// The curve, near enough to steer a search and as fast as the pool can make it; `nil` where the
    /// pool would refuse. A pool with a closed form answers from that, any other from its quote.
    func guide(selling amount: Approximation, of side: Side) -> CurvePoint?
}

/// What has been received for an amount, and at what rate the next unit would be.
public struct CurvePoint: Hashable, Sendable {
    public let received: Approximation
    public let slope: Approximation

    @inlinable
    public init(received: Approximation, slope: Approximation) {
        self.received = received
        self.slope = slope
    }
}

extension Pool {
    public func guide(selling amount: Approximation, of side: Side) -> CurvePoint? {
        let units = amount.floored
        do throws(Refusal) {
            let slope = try slope(after: units, of: side)
            if units == .zero { return CurvePoint(received: .zero, slope: slope) }
            let received = try quote(selling: units, of: side).received
            return CurvePoint(received: Approximation(received), slope: slope)
        } catch {
            return nil
        }
    }
}

/// One of a pool's two tokens.
public enum Side: Hashable, Sendable, CaseIterable {
    case base
    case quote

    @inlinable public var other: Side { self == .base ? .quote : .base }
}

/// The answer to "what would I get?".
public struct Quote: Hashable, Sendable {
    /// What the pool takes. Less than was offered only where a pool stops early and takes no more.
    public let sold: UInt256
    /// What reaches the trader, after every fee.
    public let received: UInt256

    @inlinable
    public init(sold: UInt256, received: UInt256) {
        self.sold = sold
        self.received = received
    }
}
