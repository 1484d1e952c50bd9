import Glibc

/// Something of ours beside its limit. Each body does its work `count` times.
struct Comparison {
    let what: String
    let limitName: String
    /// The ratio not to exceed.
    let goal: Double
    let ours: (_ count: Int) -> Void
    let limit: (_ count: Int) -> Void

    struct Figures {
        let nanoseconds: Double
        let limitNanoseconds: Double
        /// The median of the rounds' own ratios: what drifts between rounds cancels out.
        let ratio: Double
    }

    /// Runs both in turn and takes medians: only ratios of one run are to be relied on.
    func measured(isShort: Bool) -> Figures {
        let rounds = isShort ? 1 : 21
        let count = isShort ? 1 : Self.calibrated(ours, limit)
        var figures: [(ours: Double, limit: Double)] = []
        for _ in 0..<rounds {
            let first = Self.nanoseconds(count, ours)
            figures.append((first, Self.nanoseconds(count, limit)))
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
            let slowest = bodies.map { nanoseconds(count, $0) * Double(count) }.max() ?? 0
            if slowest > 10_000_000 { break }
            count *= 2
        }
        return count
    }

    /// Processor time for one repetition.
    private static func nanoseconds(_ count: Int, _ body: (Int) -> Void) -> Double {
        let start = processorTime()
        body(count)
        return (processorTime() - start) / Double(count)
    }

    private static func processorTime() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}

/// Keeps the optimiser from dropping a result nobody reads.
@inline(never)
func consume<Value>(_ value: Value) {}
