import Numerics
public import Vocabulary

/// So many successes in so many trials, and what may be concluded from them: Wilson's score interval of
/// 95 %, with z = 1.96 exactly.
///
/// That the upper bound u lies below a share L is the score test turned round, (p - L)² n > z² L (1 - L)
/// with p < L: integers, no root, and therefore exact. The bounds themselves are for people.
public struct Wilson: Hashable, Sendable {
    public let successes: UInt64
    public let trials: UInt64

    /// Fails for more successes than trials.
    public init?(successes: UInt64, trials: UInt64) {
        guard successes <= trials else { return nil }
        self.successes = successes
        self.trials = trials
    }

    /// z² in ten-thousandths: 1.96².
    private static let squaredScore = UInt256(38_416)
    private static let scale = UInt256(10_000)

    /// Whether the true share is, with that confidence, below this one. Nothing is concluded from nothing.
    public func isBelow(_ share: BasisPoints) -> Bool {
        let whole = UInt256(BasisPoints.millionthsInWhole)
        let limit = UInt256(share.millionths)
        guard trials > 0 else { return false }
        // Beyond the whole, and at it unless every trial succeeded, a share is never reached.
        guard limit <= whole else { return true }
        // Below 2^98 each, and their squares below 2^196.
        let (found, needed) = (UInt256(successes) * whole, UInt256(trials) * limit)
        guard found < needed else { return false }
        let distance = needed - found
        let spread = UInt256(trials) * limit * (whole - limit)
        return distance * distance * Self.scale > spread * Self.squaredScore
    }

    /// Rounded up; the whole without a trial.
    public var upperBound: BasisPoints {
        guard trials > 0 else { return .whole }
        let (centre, root) = parts(rounding: .up)
        return Self.share(centre + root, of: divisor, rounding: .up)
    }

    /// Rounded down; nothing without a trial.
    public var lowerBound: BasisPoints {
        guard trials > 0 else { return BasisPoints(millionths: 0) }
        let (centre, root) = parts(rounding: .up)
        let bound = centre > root ? centre - root : .zero
        return Self.share(bound, of: divisor, rounding: .down)
    }

    // (s + z²/2 ± sqrt(z² s (n - s) / n + z⁴/4)) / (n + z²), everything times 10^16.
    private static let unit = UInt256(10_000_000_000_000_000)

    private var divisor: UInt256 {
        UInt256(trials) * Self.unit + Self.squaredScore * UInt256(1_000_000_000_000)
    }

    private func parts(rounding: Rounding) -> (centre: UInt256, root: UInt256) {
        let half = UInt256(19_208) * UInt256(1_000_000_000_000)
        let centre = UInt256(successes) * Self.unit + half
        let products = UInt256(successes) * UInt256(trials - successes)
        // z² s (n - s) and n z⁴/4, times 10^8: below 2^156, so that 10^24 more still fit.
        let sum = products * UInt256(384_160_000) + UInt256(trials) * UInt256(368_947_264)
        let squared = sum * UInt256(1_000_000_000_000) * UInt256(1_000_000_000_000)
        let radicand = squared.divided(by: UInt256(trials), rounding: rounding) ?? .zero
        let root = radicand.squareRoot()
        return (centre, root * root < radicand ? root + .one : root)
    }

    private static func share(
        _ part: UInt256,
        of whole: UInt256,
        rounding: Rounding
    ) -> BasisPoints {
        let millionths = UInt256(BasisPoints.millionthsInWhole)
        let share = part.multiplied(by: millionths, dividedBy: whole, rounding: rounding)
        let bounded = min(share ?? millionths, millionths)
        return BasisPoints(millionths: UInt64(truncatingIfNeeded: bounded))
    }
}
