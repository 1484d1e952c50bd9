import Vocabulary

/// When an endpoint is to be looked at for the next block, learned from when it has shown blocks.
///
/// A block bears the time of its making, and nodes show it somewhat later, each by its own delay. The delay
/// is learned, so that the first look comes just after the block: one request a block, as a rule. Only a look
/// that comes too early tells how soon a block can be seen, and each is a request for nothing: so after a look
/// that came late enough the next one comes a little earlier, and after one that came too early later by as
/// much as one in 33 makes up for. Whatever blocks' jitter, so few looks are too early. A look that was is
/// repeated soon, then ever later, up to the longest pause: a late block is seen soon, and a silent chain costs
/// little. Chains with blocks of less than a second have no such times, as theirs are whole seconds: there
/// blocks are reckoned from the first that was seen.
///
/// 1. It decides when to look and nothing else: wrong clocks and odd times make a block seen late, never wrong.
/// 2. Between two blocks nobody waits longer than the interval and an eighth, whatever was learned.
/// 3. After a look that came too early nobody waits longer than the longest pause.
/// 4. A chain that is faster than the interval is looked at as often as it is fast: nodes keep the state of few
///    blocks, and two that are asked many blocks apart have none to agree on.
struct Rhythm {
    /// All of it in microseconds, points in time on the steady clock.
    private let interval: Int64
    private let longestPause: Int64
    /// How much later the next look comes after one that came too early.
    private let step: Int64
    /// How long after its time a block is looked for.
    private var delay: Int64
    /// How much of the delay was never proven to be needed: it is halved with every block.
    private var slack: Int64
    private var isLearned = false
    /// The interval, or less for as long as a look shows several blocks at once.
    private var pace: Int64
    private var head: Head?
    private var misses = 0
    private var missedAt: Int64?
    /// Blocks in a row that were there at the first look.
    private var hits: Int64 = 0

    private struct Head {
        let number: UInt64
        let begun: Int64
        let seenAt: Int64
    }

    private static let shortestPause: Int64 = 10_000
    private static let second: Int64 = 1_000_000
    private static let largestStep: Int64 = 16_000
    /// So much of a step earlier after a look that was not too early.
    private static let stepsBack: Int64 = 32
    /// After more looks than this in a row that were not too early, a step back is doubled with every eight.
    private static let manyHits: Int64 = 40
    /// A block later by so many steps is an exception, or the beginning of something new.
    private static let farSteps: Int64 = 8

    init(interval: Interval, longestPause: Interval) {
        self.interval = max(Self.microseconds(interval), 1_000)
        self.longestPause = max(Self.microseconds(longestPause), 1_000)
        step = min(max(self.interval / 64, 1_000), Self.largestStep)
        delay = self.interval / 32
        pace = self.interval
        slack = self.interval < Self.second ? self.interval / 2 : self.interval / 32
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
        var begun = looked - max(min(age, Self.oldest), -Self.oldest) * 1_000
        if interval < Self.second { begun = looked }
        if let head, number > head.number {
            let blocks = Int64(clamping: min(number - head.number, 1_000))
            if interval < Self.second { begun = head.begun + blocks * interval }
            learn(looked, after: begun, isTold, since: head.seenAt)
            let seen = blocks > 1 ? (looked - head.seenAt) / blocks : pace * 2
            pace = min(max(seen, Self.shortestPause), interval)
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
        pace = min(pace * 2, interval)
        missedAt = Self.microseconds(time)
    }

    private mutating func learn(
        _ looked: Int64,
        after base: Int64,
        _ isTold: Bool,
        since seenAt: Int64
    ) {
        // The block was there no later than this, and not yet at the last look before.
        let latest = looked - base
        let over = latest - delay
        if isTold {
            delay += abs(over) > interval ? over : over / 4
            (hits, isLearned) = (0, true)
        } else if let missedAt, misses > 0 {
            hits = 0
            if abs(over) > interval || !isLearned {
                delay = latest
                slack = min(max(looked - max(missedAt, seenAt), 0), interval / 2)
                isLearned = true
            } else if over > step * Self.farSteps {
                delay += over / 2
                slack = min(slack + over / 2, interval)
            } else {
                delay += over > 0 ? max(step, over / 2) : over
                slack = 0
            }
        } else {
            goBack(latest, over, since: looked - seenAt)
        }
    }

    /// It was there at the first look: perhaps for longer.
    private mutating func goBack(_ latest: Int64, _ over: Int64, since pause: Int64) {
        // Nobody looked when it was time to.
        guard over <= interval else { return }
        hits += 1
        if over < -interval {
            delay = latest
            slack = min(max(pause, 0), interval) / 2
            return
        }
        delay = min(delay, latest)
        if slack > step {
            slack /= 2
            delay -= slack
        } else {
            delay -= max(step / Self.stepsBack, 1) << max(0, min((hits - Self.manyHits) / 8, 6))
        }
    }

    /// When to look again, after a look that ended at `now`. An endpoint that tells of its blocks (`isTold`)
    /// is given time to.
    func next(after now: SteadyTime, isTold: Bool = false) -> SteadyTime {
        guard let head else { return now }
        let now = Self.microseconds(now)
        let grace = isTold ? interval / 8 : 0
        let aim = min(head.begun + interval + delay + grace, head.seenAt + pace * 9 / 8)
        guard misses > 0 || aim <= now else { return Self.time(aim) }
        // A node that takes long to answer has no block any sooner for being asked again.
        let took = missedAt.map { now - $0 } ?? 0
        let first = max(Self.shortestPause, min(took, interval / 8))
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
