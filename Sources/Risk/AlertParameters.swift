public import Vocabulary
import Numerics

/// When people are told, and how often, with the defaults that are shipped. This is their only place.
public struct AlertParameters: Hashable, Sendable {
    /// What is less is logged and not sent.
    public var least = AlertLevel.warning
    public var rhythm = AlertRhythm()
    public var thresholds = AlertThresholds()

    public init() {}
}

/// How much a person must care.
public enum AlertLevel: String, CanonicalName, Hashable, Sendable, CaseIterable {
    case notice
    case warning
    case critical
}

extension AlertLevel: Comparable {
    public static func < (left: AlertLevel, right: AlertLevel) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .notice: 0
        case .warning: 1
        case .critical: 2
        }
    }
}

/// How often the same trouble is told.
///
/// It is told at once, again after `first`, and then after twice as long each time, but at least every
/// `longest`. It is called over when it has been away for `calm`; each time it returns within `longest` it
/// must stay away for twice as long, up to `longest`.
public struct AlertRhythm: Hashable, Sendable {
    public var first = Interval(milliseconds: 300_000)
    public var longest = Interval(milliseconds: 14_400_000)
    public var calm = Interval(milliseconds: 60_000)

    public init() {}
}

/// From where on something is worth an alert.
public struct AlertThresholds: Hashable, Sendable {
    /// The share of wins that the upper bound must reach, by the statistics of the win rate's breaker.
    public var winsWarning = BasisPoints(millionths: 9_000 * 1_000_000)
    public var winsCritical = BasisPoints(millionths: 8_500 * 1_000_000)
    /// How far the capital may stand below its peak.
    public var capitalLoss = BasisPoints(millionths: 1_000 * 1_000_000)
    public var gasPrice = Wei(UInt256(200_000_000_000))
    /// The share of attempts that may fail.
    public var errors = BasisPoints(millionths: 200 * 1_000_000)
    /// Blocks of each chain in a row that a route may be out of parity.
    public var outOfParity: UInt64 = 5
    /// A bridge's reserve below this share of what is needed is told before it is too small.
    public var reserve = BasisPoints(millionths: 12_000 * 1_000_000)

    public init() {}
}

/// Parameters under which alerts would say nothing, or contradict themselves.
public enum AlertParametersFault: Error, Hashable, Sendable {
    /// A time of zero, or first <= longest or calm <= longest does not hold.
    case rhythm
    /// The critical share of wins is above the one that warns.
    case winsOutOfOrder
    /// Below what is needed there is no warning left.
    case reserveBelowWhole
    case parityOfNone
}

extension AlertParameters {
    /// The first fault there is.
    public var fault: AlertParametersFault? {
        let none = Interval(milliseconds: 0)
        guard
            rhythm.first > none, rhythm.calm > none, rhythm.first <= rhythm.longest,
            rhythm.calm <= rhythm.longest
        else { return .rhythm }
        guard thresholds.winsCritical <= thresholds.winsWarning else { return .winsOutOfOrder }
        guard thresholds.reserve >= .whole else { return .reserveBelowWhole }
        guard thresholds.outOfParity > 0 else { return .parityOfNone }
        return nil
    }
}
