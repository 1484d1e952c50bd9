public import Vocabulary

/// How an endpoint has behaved, and whether it is asked.
public struct EndpointScore: Hashable, Sendable {
    /// An exponentially weighted mean, in milliseconds.
    public private(set) var latency: UInt64 = 0
    public private(set) var failuresInARow: UInt64 = 0
    /// Blocks behind the best head it was last compared with.
    public private(set) var lag: UInt64 = 0
    /// Answers that were proven wrong.
    public private(set) var lies: UInt64 = 0
    /// Nothing is asked before.
    public private(set) var quarantinedUntil: Instant?
    private var quarantines: UInt64 = 0

    /// Failures in a row that lead into quarantine, and its first length; it doubles each time.
    public static let mostFailures: UInt64 = 3
    public static let firstQuarantine = Interval(milliseconds: 5_000)
    public static let longestQuarantine = Interval(milliseconds: 600_000)
    /// An endpoint that has lied is left alone for this long, however well it answers otherwise.
    public static let afterALie = Interval(milliseconds: 3_600_000)

    public init() {}

    public mutating func answered(after time: Interval) {
        // One eighth of what is new: a single slow answer is forgiven, a slow endpoint is not.
        let sample = min(time.milliseconds, 1 << 32)
        latency = latency == 0 ? sample : (latency * 7 + sample) / 8
        failuresInARow = 0
        if lies == 0 { quarantines = 0 }
    }

    public mutating func failed(at now: Instant) {
        failuresInARow += 1
        guard failuresInARow >= Self.mostFailures else { return }
        let doubled = Self.firstQuarantine.milliseconds << min(quarantines, 20)
        let pause = min(doubled, Self.longestQuarantine.milliseconds)
        quarantines += 1
        failuresInARow = 0
        quarantine(until: now.advanced(by: Interval(milliseconds: pause)))
    }

    /// It said something that was proven wrong.
    public mutating func lied(at now: Instant) {
        lies += 1
        quarantine(until: now.advanced(by: Self.afterALie))
    }

    public mutating func saw(head: UInt64, best: UInt64) {
        lag = best > head ? best - head : 0
    }

    private mutating func quarantine(until: Instant) {
        quarantinedUntil = max(quarantinedUntil ?? until, until)
    }

    public func isAsked(at now: Instant) -> Bool {
        quarantinedUntil.map { now >= $0 } ?? true
    }

    /// Lower is better: honesty, then being up to date, then reliability, then speed.
    private var rank: (UInt64, UInt64, UInt64, UInt64) { (lies, lag, failuresInARow, latency) }

    /// Which endpoints to ask, the best first; equal ones in the order of the configuration.
    ///
    /// Two are needed to agree. Where fewer are out of quarantine, those that have only been silent are asked
    /// all the same, the one that leaves it first before the others: when our own line was down, all of them
    /// have been. When nobody is left at all, a liar is asked: silence would be worse.
    public static func order(_ scores: [EndpointScore], at now: Instant) -> [Int] {
        let asked = scores.indices.filter { scores[$0].isAsked(at: now) }
        let best = asked.sorted { left, right in
            let (first, second) = (scores[left].rank, scores[right].rank)
            return first == second ? left < right : first < second
        }
        guard best.count < 2 else { return best }
        let soonest = scores.indices.filter { !asked.contains($0) }.sorted { left, right in
            let first = scores[left].quarantinedUntil ?? .start
            let second = scores[right].quarantinedUntil ?? .start
            return first == second ? left < right : first < second
        }
        let order = best + soonest.filter { scores[$0].lies == 0 }.prefix(2 - best.count)
        return order.isEmpty ? Array(soonest.prefix(1)) : order
    }
}
