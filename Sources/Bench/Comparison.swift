import Glibc

/// Something of ours beside its limit. Each body does its work `count` times.
struct Comparison {
    let what: String
    let limitName: String
    /// The ratio not to exceed.
    let goal: Double
    let ours: (_ count: Int) -> Void
    let limit: (_ count: Int) -> Void
    var timing = Timing.processor

    enum Timing {
        /// Processor time of many repetitions.
        case processor
        /// Time on the clock of single repetitions, for what waits for a disk.
        case clock(rounds: Int)
        /// Processor time of all rounds together, where what is rare and dear must count too.
        case sum(rounds: Int, count: Int)
        /// Processor time of the processes that a single repetition starts and waits for: on the clock they
        /// would compete with whatever else runs.
        case children(rounds: Int)
    }

    private enum Clock {
        case processor
        case wall
        case children
    }

    struct Figures {
        let nanoseconds: Double
        let limitNanoseconds: Double
        /// The median of the rounds' own ratios: what drifts between rounds cancels out. Of a sum the ratio
        /// of the sums.
        let ratio: Double
    }

    /// Runs both in turn and takes medians: only ratios of one run are to be relied on.
    func measured(isShort: Bool) -> Figures {
        let (clock, rounds, count) =
            switch timing {
            case .processor:
                (Clock.processor, 21, isShort ? 1 : Self.calibrated(ours, limit))
            case .clock(let rounds): (.wall, rounds, 1)
            case .children(let rounds): (.children, rounds, 1)
            case .sum(let rounds, let count):
                (.processor, rounds, isShort ? 100 : count)
            }
        var figures: [(ours: Double, limit: Double)] = []
        for _ in 0..<(isShort ? 1 : rounds) {
            let first = Self.nanoseconds(count, clock, ours)
            figures.append((first, Self.nanoseconds(count, clock, limit)))
        }
        if case .sum = timing {
            let sum = figures.reduce((ours: 0.0, limit: 0.0)) { sum, round in
                (sum.ours + round.ours, sum.limit + round.limit)
            }
            let rounds = Double(figures.count)
            return Figures(
                nanoseconds: sum.ours / rounds,
                limitNanoseconds: sum.limit / rounds,
                ratio: sum.ours / sum.limit
            )
        }
        return Figures(
            nanoseconds: Self.median(figures.map(\.ours)),
            limitNanoseconds: Self.median(figures.map(\.limit)),
            ratio: Self.median(figures.map { $0.ours / $0.limit })
        )
    }

    /// How often both must run to take some ten milliseconds.
    private static func calibrated(_ bodies: ((Int) -> Void)...) -> Int {
        var count = 1
        while count < 1 << 30 {
            let slowest =
                bodies.map {
                    nanoseconds(count, .processor, $0) * Double(count)
                }.max() ?? 0
            if slowest > 10_000_000 { break }
            count *= 2
        }
        return count
    }

    /// Time for one repetition.
    private static func nanoseconds(
        _ count: Int,
        _ clock: Clock,
        _ body: (Int) -> Void
    ) -> Double {
        let start = now(clock)
        body(count)
        return (now(clock) - start) / Double(count)
    }

    private static func now(_ clock: Clock) -> Double {
        var time = timespec()
        switch clock {
        case .processor: unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        case .wall: unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        case .children:
            var usage = rusage()
            unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
            let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            let rest = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
            return seconds * 1e9 + rest * 1e3
        }
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}

/// Keeps the optimiser from dropping a result nobody reads.
@inline(never)
func consume<Value>(_ value: Value) {}
