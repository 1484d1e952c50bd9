import Numerics
public import Vocabulary

/// How much a price moves from look to look: the root of an exponentially weighted mean of squares.
public struct Volatility: Hashable, Sendable {
    private var last: Price?
    /// In squared millionths of a basis point.
    private var variance = UInt256.zero

    /// Hundredths of the mean that the past keeps at each look.
    private static let kept: UInt256 = 94

    public init() {}

    public static func == (left: Volatility, right: Volatility) -> Bool {
        left.variance == right.variance && left.last == right.last
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(variance)
    }

    /// Rounded up: calmer than it is would be dearer.
    public mutating func observe(_ price: Price) {
        defer { last = price }
        guard let last else { return }
        // A change beyond the whole is as wild as anything needs to be.
        let change = min(Deviation(of: last, from: price).share, .whole)
        let square = UInt256(change.millionths) * UInt256(change.millionths)
        variance = (variance * Self.kept + square * (100 - Self.kept) + 99) / 100
    }

    /// Per look, rounded up.
    public var share: BasisPoints {
        let root = variance.squareRoot()
        let up = root * root < variance ? root + 1 : root
        return BasisPoints(millionths: UInt64(clamping: up))
    }
}
