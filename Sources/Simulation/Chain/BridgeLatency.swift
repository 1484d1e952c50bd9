public import Vocabulary

/// How long a bridge takes: a time it always takes, and a tail that halves with every further half-life.
public struct BridgeLatency: Hashable, Sendable {
    public var least: Interval
    public var halfLife: Interval

    public init(least: Interval, halfLife: Interval) {
        self.least = least
        self.halfLife = halfLife
    }

    func drawn(_ stream: inout SeededStream) -> Interval {
        // The mean of an exponential time is its half-life by the logarithm of two, here in millionths.
        let (mean, isTooLong) = halfLife.milliseconds.multipliedReportingOverflow(by: 1_000_000)
        let extra = Fraction48.times(stream.exponential(), isTooLong ? .max : mean / 693_147)
        let (sum, overflow) = least.milliseconds.addingReportingOverflow(extra)
        return Interval(milliseconds: overflow ? .max : sum)
    }
}

/// What goes wrong with one transfer.
public enum BridgeFault: Hashable, Sendable {
    case delay(Interval)
    /// Locked, and never paid.
    case lose
    case deliverTwice
    /// So much of it is missing.
    case deliverShort(BasisPoints)
    /// Given back at the source instead, less the bridge's fee.
    case refund
    /// Somebody else delivers it first, and the bridge's own delivery finds it done.
    case deliverByStranger
    /// What proves the lock is no longer accepted when it is due; so long it takes to prove it anew.
    case expire(Interval)
}
