import Vocabulary

/// When an endpoint is to be looked at for the next block, learned from when it has shown blocks.
///
/// A block bears the time of its making, and nodes show it somewhat later, each by its own delay. Delay and
/// jitter are learned, so that the first look comes just after the block, as a rule: one request a block.
/// A look that comes too early is repeated soon, then ever later, up to the longest pause: a silent chain
/// costs little. Chains with blocks of less than a second have no such times, as theirs are whole seconds:
/// there the next block is reckoned from when the last one was seen.
///
/// 1. It decides when to look and nothing else: wrong clocks and odd times make a block seen late, never wrong.
/// 2. Between two blocks nobody waits longer than the interval and an eighth, whatever was learned.
/// 3. After a look that came too early nobody waits longer than the longest pause.
struct Rhythm {
    /// All of it in microseconds, points in time on the steady clock.
    private let interval: Int64
    private let longestPause: Int64
    private var jitter: Int64
    private var delay: Int64 = 0
    private var head: Head?
    private var misses = 0
    private var missedAt: Int64?
    /// Blocks in a row that were there at the first look.
    private var hits = 0

    private struct Head {
        let number: UInt64
        let begun: Int64
        let seenAt: Int64
    }

    private static let shortestPause: Int64 = 10_000
    /// How much earlier the next look comes after one that came late enough; twice that after four more.
    private static let smallestStep: Int64 = 1_000
    private static let second: Int64 = 1_000_000

    init(interval: Interval, longestPause: Interval) {
        self.interval = max(Self.microseconds(interval), 1_000)
        self.longestPause = max(Self.microseconds(longestPause), 1_000)
        jitter = self.interval / 16
    }

    /// A look that began at `time` has shown this other block, which is `age` milliseconds old by its own time
    /// then; less than nothing where clocks differ. Nothing is learned from one that is no higher. `isTold`
    /// when the look began because the block was there, and not by what was learned.
    mutating func saw(
        _ number: UInt64,
        age: Int64,
        lookedAt time: SteadyTime,
        isTold: Bool = false
    ) {
        let looked = Self.microseconds(time)
        let own = looked - max(min(age, Self.oldest), -Self.oldest) * 1_000
        var begun = interval < Self.second ? looked : own
        if let head, number > head.number {
            let blocks = Int64(clamping: min(number - head.number, 1_000))
            let base = interval < Self.second ? head.begun + blocks * interval : own
            let delay = learn(looked, after: base, isTold)
            if interval < Self.second { begun = base + delay }
        }
        head = Head(number: number, begun: begun, seenAt: looked)
        misses = 0
        missedAt = nil
    }

    /// Ten days: what is older has no rhythm.
    private static let oldest: Int64 = 864_000_000

    /// A look that began at `time` has shown nothing new.
    mutating func missed(lookedAt time: SteadyTime) {
        misses += 1
        missedAt = Self.microseconds(time)
    }

    /// Answers how long after `base` the block came, as far as it is known.
    private mutating func learn(
        _ looked: Int64,
        after base: Int64,
        _ isTold: Bool
    ) -> Int64 {
        let sample: Int64
        if isTold {
            sample = looked - base
        } else if let missedAt, misses > 0 {
            sample = (max(missedAt, looked - interval) + looked) / 2 - base
        } else {
            // It was there already: perhaps for longer.
            let step = min(Self.smallestStep << Int64(min(hits / 4, 10)), interval / 8)
            sample = min(delay, looked - base) - max(jitter / 16, step)
        }
        hits = isTold || misses > 0 ? 0 : hits + 1
        let error = sample - delay
        if abs(error) > interval {
            delay = sample
            jitter = interval / 16
        } else if isTold || misses > 0 {
            delay += error / 4
            jitter += (abs(error) - jitter) / 4
        } else {
            delay = sample
            jitter -= jitter / 16
        }
        return sample
    }

    /// When to look again, after a look that ended at `now`. An endpoint that tells of its blocks (`isTold`)
    /// is given time to.
    func next(after now: SteadyTime, isTold: Bool = false) -> SteadyTime {
        guard let head else { return now }
        let now = Self.microseconds(now)
        let grace = isTold ? max(jitter, interval / 8) : jitter / 2
        let aim = min(head.begun + interval + delay + grace, head.seenAt + interval * 9 / 8)
        guard misses > 0 || aim <= now else { return Self.time(aim) }
        let first = min(max(jitter / 2, Self.shortestPause), longestPause)
        let pause = min(first << Int64(min(max(misses, 1) - 1, 10)), longestPause)
        return Self.time(max(aim, now + pause))
    }

    private static func microseconds(_ interval: Interval) -> Int64 {
        Int64(clamping: min(interval.milliseconds, 1 << 40)) * 1_000
    }

    private static func microseconds(_ time: SteadyTime) -> Int64 {
        Int64(clamping: time.nanoseconds / 1_000)
    }

    private static func time(_ microseconds: Int64) -> SteadyTime {
        SteadyTime(nanoseconds: UInt64(max(0, microseconds)) * 1_000)
    }
}
