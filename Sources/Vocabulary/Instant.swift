/// A moment, in milliseconds since the clock's origin. Only events bring one: the core has no clock.
public struct Instant: Hashable, Sendable {
    public let milliseconds: UInt64

    public static let start = Instant(milliseconds: 0)

    public init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }

    /// The moment this much later; the last one there is, rather than a wrap.
    public func advanced(by interval: Interval) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(interval.milliseconds)
        return Instant(milliseconds: overflow ? .max : sum)
    }
}

extension Instant: Comparable {
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

/// A length of time in milliseconds.
public struct Interval: Hashable, Sendable {
    public let milliseconds: UInt64

    public init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }
}

extension Interval: Comparable {
    public static func < (left: Interval, right: Interval) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
