import Glibc
public import Vocabulary

/// A point on a clock that nobody can set: for timers and for how long something took.
public struct SteadyTime: Hashable, Sendable {
    public let nanoseconds: UInt64

    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    public static var now: SteadyTime {
        SteadyTime(nanoseconds: read(CLOCK_MONOTONIC))
    }

    /// The last one there is, rather than a wrap.
    public func advanced(by interval: Interval) -> SteadyTime {
        let (length, isLong) = interval.milliseconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, isPast) = nanoseconds.addingReportingOverflow(length)
        return SteadyTime(nanoseconds: isLong || isPast ? .max : sum)
    }

    /// The beginning of the clock, rather than a wrap.
    func earlier(by interval: Interval) -> SteadyTime {
        let (length, isLong) = interval.milliseconds.multipliedReportingOverflow(by: 1_000_000)
        return SteadyTime(nanoseconds: isLong ? 0 : nanoseconds - min(length, nanoseconds))
    }

    /// Whole milliseconds from this to the other, rounded up; zero when the other is earlier.
    public func milliseconds(until other: SteadyTime) -> UInt64 {
        guard other > self else { return 0 }
        let (quotient, rest) = (other.nanoseconds - nanoseconds).quotientAndRemainder(
            dividingBy: 1_000_000
        )
        return rest == 0 ? quotient : quotient + 1
    }

    /// Whole milliseconds that have passed since, rounded up.
    public func elapsed(at now: SteadyTime = .now) -> Interval {
        Interval(milliseconds: milliseconds(until: now))
    }
}

extension SteadyTime: Comparable {
    public static func < (left: SteadyTime, right: SteadyTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Instant {
    /// What the wall's clock shows. It can be set back: nothing is timed by it.
    public static var onTheWall: Instant {
        Instant(milliseconds: read(CLOCK_REALTIME) / 1_000_000)
    }
}

private func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return UInt64(max(0, time.tv_sec)) &* 1_000_000_000 &+ UInt64(max(0, time.tv_nsec))
}
