import Glibc
import Vocabulary

/// How far a market may have gone by now.
struct PaperPace {
    private let speed: UInt64?
    private let origin: Instant
    private let began: UInt64

    /// At full speed nobody may wait longer than for this much of the market's time to look up.
    static let portion = Interval(milliseconds: 10_000)

    init(_ speed: UInt64?, from origin: Instant) {
        self.speed = speed
        self.origin = origin
        began = Self.now
    }

    /// At full speed the market's own next portion.
    func due(after now: Instant) -> Instant {
        guard let speed else { return now.advanced(by: Self.portion) }
        return origin.advanced(by: Interval(milliseconds: (Self.now - began) &* speed))
    }

    /// Milliseconds of a clock that nobody can set.
    private static var now: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
