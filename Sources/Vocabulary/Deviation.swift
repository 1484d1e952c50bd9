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
        // The leading half of both sides is within one of the answer; exact comparisons settle it.
        let excess = max(0, 384 - whole.leadingZeroBitCount)
        guard
            let part = gap.shiftedDown(by: excess, rounding: .down),
            let of = whole.shiftedDown(by: excess, rounding: .down),
            let rough = part.multiplied(
                by: UInt256(BasisPoints.millionthsInWhole),
                dividedBy: of,
                rounding: .down
            )
        else { return BasisPoints(millionths: .max) }
        var share = UInt64(clamping: rough)
        while share > 0, !isAtLeast(BasisPoints(millionths: share)) { share -= 1 }
        while share < .max, isAtLeast(BasisPoints(millionths: share + 1)) { share += 1 }
        return BasisPoints(millionths: share)
    }

    /// For display: whole basis points, rounded down.
    public var basisPoints: UInt64 { share.millionths / 1_000_000 }
}
