public import Routes
public import Vocabulary

/// The pause after failures: it doubles with each one in a row, up to a ceiling.
///
/// A success ends the row, and so does quiet for as long as the ceiling: back-off that outlives its cause
/// costs more than the failure did.
public struct Cooldown: Hashable, Sendable {
    /// In a row.
    public private(set) var failures: UInt8 = 0
    public private(set) var until: Instant?

    /// Doubling beyond this many times changes nothing: it would be more than any time there is.
    private static let mostFailures: UInt8 = 64

    public init() {}

    public func isOver(at now: Instant) -> Bool {
        until.map { $0 <= now } ?? true
    }

    /// A trade has failed. A late failure never shortens a pause that is under way.
    public mutating func failed(at now: Instant, _ parameters: SafetyParameters) {
        if let until, until.advanced(by: parameters.longestCooldown) <= now { failures = 0 }
        let pause = Self.pause(after: failures, parameters)
        if failures < Self.mostFailures { failures += 1 }
        let end = now.advanced(by: pause)
        until = until.map { max($0, end) } ?? end
    }

    /// A trade has settled: the next failure is the first one. What pause is under way ends in its time.
    public mutating func succeeded() {
        failures = 0
    }

    private static func pause(after failures: UInt8, _ parameters: SafetyParameters) -> Interval {
        let base = parameters.cooldown.milliseconds
        let room = base.leadingZeroBitCount
        let doubled = Int(failures) < room ? base << UInt64(failures) : .max
        return min(
            base == 0 ? Interval(milliseconds: 0) : Interval(milliseconds: doubled),
            parameters.longestCooldown
        )
    }

    init?(read failures: UInt8, _ until: Instant?) {
        guard failures <= Self.mostFailures, until != nil || failures == 0 else { return nil }
        self.failures = failures
        self.until = until
    }
}
