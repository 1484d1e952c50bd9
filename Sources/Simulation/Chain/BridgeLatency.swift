public import Vocabulary

/// How long a bridge takes: a time it always takes, and a tail that halves with every further half-life.
public struct BridgeLatency: Hashable, Sendable {
    public var least: Interval
    public var halfLife: Interval

    public init(least: Interval, halfLife: Interval) {
        self.least = least
        self.halfLife = halfLife
    }

    /// An exponential draw in integers: whole half-lives are the leading zeros of a random word, the part of
    /// one is read off the bits behind, on a straight line instead of the logarithm.
    func drawn(_ generator: inout SeededGenerator) -> Interval {
        let word = generator.next() | 1
        let whole = UInt64(word.leadingZeroBitCount)
        let behind = (word << whole) << 1
        let part = 65_535 - behind >> 48
        let tail = (halfLife.milliseconds &* (whole << 16 | part)) >> 16
        return Interval(milliseconds: least.milliseconds + tail)
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
}
