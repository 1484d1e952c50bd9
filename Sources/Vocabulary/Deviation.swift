import Numerics

/// How far two chains' prices of the same token are apart: `|first - second| / first`.
///
/// A route's first chain is the denominator, whatever side is dear. Judged exactly by comparison; the
/// basis points, rounded down, are for people.
public struct Deviation: Hashable, Sendable {
    /// Which of the two prices is the higher one.
    public enum Dear: Hashable, Sendable {
        case first
        case second
        case neither
    }

    public let dear: Dear
    private let gap: UInt512
    private let whole: UInt512

    public init(of first: Price, from second: Price) {
        whole = UInt512(product: first.numerator, second.denominator)
        let other = UInt512(product: second.numerator, first.denominator)
        gap = whole.distance(to: other)
        dear = whole == other ? .neither : whole > other ? .first : .second
    }

    public func isAtLeast(_ share: BasisPoints) -> Bool {
        // gap / whole >= share, without a division.
        let left = gap.multipliedFullWidth(by: BasisPoints.millionthsInWhole)
        let right = whole.multipliedFullWidth(by: share.millionths)
        return left.high > right.high || (left.high == right.high && left.low >= right.low)
    }

    /// In whole millionths of a basis point, rounded down; the largest there is when beyond.
    public var share: BasisPoints {
        var share: UInt64 = 0
        for bit in stride(from: 63, through: 0, by: -1) {
            let raised = share | 1 << UInt64(bit)
            if isAtLeast(BasisPoints(millionths: raised)) { share = raised }
        }
        return BasisPoints(millionths: share)
    }

    /// For display: whole basis points, rounded down.
    public var basisPoints: UInt64 { share.millionths / 1_000_000 }
}
