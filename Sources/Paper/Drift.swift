public import Numerics

/// A share with a sign, in millionths of a basis point: how far one amount is from another.
public struct Drift: Hashable, Sendable {
    public let millionths: Int64

    public static let zero = Drift(millionths: 0)

    public init(millionths: Int64) {
        self.millionths = millionths
    }

    /// `amount` less `other`, as a share of `whole`, rounded towards zero; what has no number of this size
    /// is the farthest one. `nil` of nothing.
    public init?(_ amount: UInt256, from other: UInt256, of whole: UInt256) {
        guard !whole.isZero else { return nil }
        let distance = amount > other ? amount - other : other - amount
        let share =
            distance.multiplied(by: Self.millionthsInWhole, dividedBy: whole, rounding: .down)
            ?? .max
        let bounded = Int64(clamping: share)
        millionths = amount < other ? -bounded : bounded
    }

    private static let millionthsInWhole: UInt256 = 10_000_000_000

    public var magnitude: UInt64 { millionths.magnitude }

    func subtracting(_ other: Drift) -> Drift {
        let (rest, overflow) = millionths.subtractingReportingOverflow(other.millionths)
        guard overflow else { return Drift(millionths: rest) }
        return Drift(millionths: millionths < 0 ? -.max : .max)
    }
}

extension Drift: Comparable {
    public static func < (left: Drift, right: Drift) -> Bool { left.millionths < right.millionths }
}
