public import Vocabulary

/// How an endpoint has behaved, and whether it is asked.
///
/// ```text
/// honest --- a lie ---> shunned --- an hour ---> on parole --- amends enough ---> honest
///                          ^------- a lie ----------/
/// ```
///
/// 1. Time alone makes no lie good: only agreement with others does, block by block.
/// 2. Who lies again after a pardon needs twice the amends.
/// 3. While it has lies it is asked first by nobody who has two others, and never believed alone.
public struct EndpointScore: Hashable, Sendable {
    /// An exponentially weighted mean, in milliseconds.
    public private(set) var latency: UInt64 = 0
    public private(set) var failuresInARow: UInt64 = 0
    /// Blocks behind the best head it was last compared with.
    public private(set) var lag: UInt64 = 0
    /// Answers that were proven wrong and are not made up for.
    public private(set) var lies: UInt64 = 0
    /// Blocks of which it has said what others say, since the last lie was a while ago.
    public private(set) var amends: UInt64 = 0
    /// The newest of them.
    private var amended: UInt64?
    private var pardons: UInt64 = 0
    /// Nothing is asked before.
    public private(set) var quarantinedUntil: Instant?
    private var quarantines: UInt64 = 0

    /// Failures in a row that lead into quarantine, and its first length; it doubles each time.
    public static let mostFailures: UInt64 = 3
    public static let firstQuarantine = Interval(milliseconds: 5_000)
    public static let longestQuarantine = Interval(milliseconds: 600_000)
    /// An endpoint that has lied is left alone for this long, however well it answers otherwise.
    public static let afterALie = Interval(milliseconds: 3_600_000)
    /// Blocks of which who has lied must say what others say before it counts like them again: so many the
    /// first time, and twice as many each time, up to so many.
    public static let fewestAmends: UInt64 = 256
    public static let mostAmends: UInt64 = 16_384

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

    /// It said something that was proven wrong: what it has made up for counts no more.
    public mutating func lied(at now: Instant) {
        lies += 1
        amends = 0
        quarantine(until: now.advanced(by: Self.afterALie))
    }

    /// As many amends make its lies good.
    public var amendsNeeded: UInt64 {
        min(Self.fewestAmends << min(pardons, 32), Self.mostAmends)
    }

    /// Whether it has lied and may make amends: it is asked beside the others.
    public func isOnParole(at now: Instant) -> Bool { lies > 0 && isAsked(at: now) }

    /// It said of a block what others say. Each counts once, however often it was asked.
    public mutating func concurred(at block: UInt64, now: Instant) {
        guard isOnParole(at: now), amended.map({ block > $0 }) ?? true else { return }
        amended = block
        amends += 1
        guard amends >= amendsNeeded else { return }
        (lies, amends, quarantines) = (0, 0, 0)
        pardons += 1
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
