import TestSupport
import Testing
import Vocabulary

@testable import Live

/// A chain, a node and a bot that looks at it, in time that passes only here: all of it in microseconds.
private struct Course {
    var interval: Int64 = 2_000_000
    /// What the file says of it, where that is wrong.
    var stated: Int64?
    /// From a block's own time to when the node shows it.
    var delay: Int64 = 120_000
    /// Up to so much more, a block by the other.
    var jitter: Int64 = 0
    var roundTrip: Int64 = 10_000
    var poll: Int64 = 250_000
    var blocks = 2_000
    /// Every so many blocks one is so much later.
    var outlier: (every: Int, by: Int64)?
    /// From this block on all are so much later, or earlier.
    var shift: (from: Int, by: Int64)?
    /// No block after this one for a while.
    var silence: (after: Int, length: Int64)?
    /// What the bot's clock is ahead of the chain's.
    var skew: Int64 = 0
    /// Looks only when the bot polls, and as soon as the next block bears a time.
    var isPlain = false
    /// When the bot's polls begin, in eighths of their distance.
    var phase: Int64 = 0
    var seed: UInt64 = 9

    struct Figures {
        var requests = 0
        /// Blocks that were the newest when somebody looked.
        var seen = 0
        var sum: Int64 = 0
        var worst: Int64 = 0
        /// Of the last hundred.
        var worstAtEnd: Int64 = 0
        var requestsInSilence = 0

        var mean: Int64 { sum / Int64(max(1, seen)) }
        var requestsPerBlock: Double { Double(requests) / Double(max(1, seen)) }
    }

    private static let start: Int64 = 1_000_000_000_000

    func run() -> Figures {
        var chance = Chance(seed: seed)
        var own: [Int64] = []
        var shown: [Int64] = []
        for block in 0..<blocks {
            let pause = silence.map { block > $0.after ? $0.length : 0 } ?? 0
            own.append(Self.start + Int64(block) * interval + pause)
            var late = delay + (jitter > 0 ? Int64.random(in: 0...jitter, using: &chance) : 0)
            if let outlier, block % outlier.every == 0 { late += outlier.by }
            if let shift, block >= shift.from { late += shift.by }
            shown.append(max(own[block] + late, shown.last ?? 0))
        }
        // Where intervals are short, several blocks bear the same second.
        let times = own.map { $0 / 1_000_000 * 1_000_000 }
        var figures = Figures()
        var rhythm = Rhythm(
            interval: Interval(milliseconds: UInt64((stated ?? interval) / 1_000)),
            longestPause: Interval(milliseconds: UInt64(poll / 1_000))
        )
        var head = -1
        var newest = 0
        var due = Self.start
        var tick = Self.start + interval * 3 + poll * phase / 8
        while newest < blocks - 1 {
            // The bot polls; a due look comes before it where it looks by the rhythm.
            var now = tick
            if !isPlain, due > tick - poll, due < tick { now = due } else { tick += poll }
            guard now >= due else { continue }
            figures.requests += 1
            if let silence, now > shown[silence.after] + interval, now < shown[silence.after + 1] {
                figures.requestsInSilence += 1
            }
            while newest < blocks - 1, shown[newest + 1] <= now + roundTrip / 2 { newest += 1 }
            let end = now + roundTrip
            if newest != head {
                head = newest
                // How long the first one has been there is chance.
                let wait = figures.requests == 1 ? 0 : end - shown[newest]
                figures.seen += 1
                figures.sum += wait
                figures.worst = max(figures.worst, wait)
                if newest > blocks - 100 { figures.worstAtEnd = max(figures.worstAtEnd, wait) }
                let age = (now + skew - times[newest]) / 1_000
                rhythm.saw(UInt64(newest), age: age, lookedAt: Self.time(now))
            } else {
                rhythm.missed(lookedAt: Self.time(now))
            }
            due =
                isPlain
                ? max(times[newest] + interval, end)
                : Int64(rhythm.next(after: Self.time(end)).nanoseconds / 1_000)
            while tick <= end { tick += poll }
        }
        return figures
    }

    /// The same with nothing learned, on the average of when polls may begin.
    func plain() -> Figures {
        var sum = Figures()
        for phase in 0..<8 as Range<Int64> {
            var course = self
            (course.isPlain, course.phase) = (true, phase)
            let figures = course.run()
            sum.requests += figures.requests
            sum.seen += figures.seen
            sum.sum += figures.sum
        }
        return sum
    }

    private static func time(_ microseconds: Int64) -> SteadyTime {
        SteadyTime(nanoseconds: UInt64(microseconds) * 1_000)
    }
}

struct RhythmTests {
    @Test(arguments: [(2_000_000, 250_000), (4_000_000, 500_000)] as [(Int64, Int64)])
    func `a steady chain's block is seen at once, with one request as a rule`(
        interval: Int64,
        poll: Int64
    ) {
        let course = Course(interval: interval, poll: poll)
        let figures = course.run()
        let before = course.plain()
        #expect(figures.mean < 16_000, "\(figures), before \(before)")
        #expect(figures.requestsPerBlock < 1.05, "\(figures), before \(before)")
        #expect(figures.seen > 1_950)
        #expect(figures.mean < before.mean / 4, "\(figures), before \(before)")
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `where blocks come by chance early or late, few looks are too early`(seed: UInt64) {
        var course = Course(interval: 4_000_000, jitter: 200_000, poll: 500_000)
        course.seed = seed
        let figures = course.run()
        let before = course.plain()
        #expect(figures.mean < 115_000, "\(figures), before \(before)")
        #expect(figures.requestsPerBlock < 1.06, "\(figures), before \(before)")
        #expect(figures.mean < before.mean / 2)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a few blocks that come late make the others seen little later`(seed: UInt64) {
        var course = Course(jitter: 10_000)
        course.seed = seed
        let usual = course.run()
        course.outlier = (every: 50, by: 500_000)
        let figures = course.run()
        #expect(figures.mean < usual.mean + 20_000, "\(figures), without \(usual)")
        #expect(figures.requestsPerBlock < 1.2, "\(figures)")
    }

    @Test(arguments: [-100_000, 100_000, 700_000] as [Int64])
    func `blocks that come earlier or later for good are soon seen at once again`(shift: Int64) {
        var course = Course(blocks: 400)
        course.shift = (from: 200, by: shift)
        let figures = course.run()
        #expect(figures.worstAtEnd < 40_000, "\(figures)")
        #expect(figures.requestsPerBlock < 1.2, "\(figures)")
    }

    @Test func `short blocks that share their seconds are followed too`() {
        let course = Course(interval: 200_000, delay: 20_000, roundTrip: 4_000, poll: 100_000)
        let figures = course.run()
        #expect(figures.mean < 15_000, "\(figures)")
        #expect(figures.requestsPerBlock < 1.06, "\(figures)")
        #expect(figures.seen > 1_900)
    }

    @Test(arguments: [(50_000, 500_000), (250_000, 2_000_000)] as [(Int64, Int64)])
    func `a chain that is faster than the file says is followed at its own pace`(
        interval: Int64,
        stated: Int64
    ) {
        let figures = Course(interval: interval, stated: stated, delay: 5_000, poll: 500_000).run()
        // A look for every two or three blocks, and not for every eleven.
        #expect(figures.seen > 2_000 / 3, "\(figures)")
        #expect(figures.requestsPerBlock < 1.5, "\(figures)")
    }

    @Test(arguments: [-3_600, -7, 7, 3_600] as [Int64])
    func `a clock that is wrong is learned like any other delay`(seconds: Int64) {
        var course = Course()
        course.skew = seconds * 1_000_000
        let figures = course.run()
        #expect(figures.mean < 16_000, "\(figures)")
        #expect(figures.worst < 400_000, "\(figures)")
        #expect(figures.seen > 1_900)
    }

    @Test func `a chain that falls silent is not asked more often than by the longest pause`() {
        var course = Course()
        course.silence = (after: 1_000, length: 600_000_000)
        let figures = course.run()
        // Ten minutes, four a second.
        #expect(figures.requestsInSilence < 2_500, "\(figures)")
        #expect(figures.requestsInSilence > 2_000, "\(figures)")
        #expect(figures.worst < 500_000, "\(figures)")
    }

    @Test func `whatever it is told, it waits no longer than an interval and an eighth`() {
        var chance = Chance(seed: 4)
        let interval = Interval(milliseconds: 2_000)
        var rhythm = Rhythm(interval: interval, longestPause: Interval(milliseconds: 300))
        var now = SteadyTime(nanoseconds: 5_000_000_000_000)
        for _ in 0..<20_000 {
            now = now.advanced(by: Interval(milliseconds: .random(in: 0...3_000, using: &chance)))
            if Bool.random(using: &chance) {
                let ages: [Int64] = [.min, -86_400_000, -5, 0, 900, 7_200_000, .max]
                rhythm.saw(
                    .random(in: 0...UInt64.max, using: &chance),
                    age: ages.randomElement(using: &chance) ?? 0,
                    lookedAt: now
                )
                #expect(rhythm.next(after: now) <= now.advanced(by: Interval(milliseconds: 2_250)))
            } else {
                rhythm.missed(lookedAt: now)
                let pause = now.milliseconds(until: rhythm.next(after: now))
                #expect(pause <= 2_250)
            }
            #expect(rhythm.next(after: now) >= now)
        }
    }
}
