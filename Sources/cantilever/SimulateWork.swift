import Dispatch
import Glibc
import Simulation
import Synchronization
import Vocabulary

/// Runs simulated worlds on as many threads as were asked for, and says on a terminal how far they are.
enum SimulateWork {
    private struct Done: Sendable {
        var outcomes: [SimulatedRun.Outcome?]
        var next = 0
        var minutes: UInt64 = 0
        var shown: UInt64 = 0
        var plots: WorldPlots?
    }

    /// In the order of the seeds, and where it is asked for the first one's plots.
    static func run(
        _ wish: SimulateWish,
        isPlotted: Bool = false
    ) throws(Failure) -> (outcomes: [SimulatedRun.Outcome], plots: WorldPlots?) {
        let orders = wish.orders
        let isWatched = isatty(STDERR_FILENO) == 1
        let start = DispatchTime.now().uptimeNanoseconds
        let all = max(1, wish.first.lasting.milliseconds / 60_000) * wish.runs
        let done = Mutex(Done(outcomes: Array(repeating: nil, count: orders.count)))
        DispatchQueue.concurrentPerform(iterations: min(wish.jobs, orders.count)) { _ in
            while true {
                let index = done.withLock { done in
                    defer { done.next += 1 }
                    return done.next
                }
                guard index < orders.count, var run = SimulatedRun(orders[index]) else { return }
                var plots: WorldPlots?
                if isPlotted, index == 0 { plots = WorldPlots(orders[0], run.world) }
                while advance(&run, &plots) {
                    done.withLock { done in
                        done.minutes += 1
                        if isWatched { show(&done, all, start) }
                    }
                }
                let outcome = run.finish()
                done.withLock { done in
                    done.outcomes[index] = outcome
                    if index == 0 { done.plots = plots }
                }
            }
        }
        if isWatched { Terminal.hint("\r" + String(repeating: " ", count: 60) + "\r") }
        let outcomes = done.withLock { $0.outcomes.compactMap { $0 } }
        guard outcomes.count == orders.count else {
            throw Failure(.internal, "the simulated market's numbers are refused")
        }
        tellPace(outcomes, since: start, jobs: min(wish.jobs, orders.count))
        return (outcomes, done.withLock { $0.plots })
    }

    /// A minute; whoever plots looks at every block of it.
    private static func advance(_ run: inout SimulatedRun, _ plots: inout WorldPlots?) -> Bool {
        guard var looking = plots else { return run.advance() }
        // Only one of them, or each curve would be copied.
        plots = nil
        let hasAdvanced = run.advance(lookingEvery: WorldPlots.step) { looking.look(at: $0) }
        plots = looking
        return hasAdvanced
    }

    /// Of all minutes of virtual time how many have passed, at which rate, and how long the rest takes.
    private static func show(_ done: inout Done, _ all: UInt64, _ start: UInt64) {
        let spent = DispatchTime.now().uptimeNanoseconds - start
        guard spent / 200_000_000 > done.shown else { return }
        done.shown = spent / 200_000_000
        let filled = Int(20 * min(done.minutes, all) / all)
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        let rate = done.minutes * 1_000_000_000 / max(1, spent)
        let left = (all - min(all, done.minutes)) * (spent / max(1, done.minutes)) / 1_000_000_000
        let line = "\r[\(bar)] \(rate) min/s, \(left) s left    "
        Terminal.hint(line)
    }

    /// On standard error: how fast it was is no part of what came out.
    private static func tellPace(_ outcomes: [SimulatedRun.Outcome], since start: UInt64, jobs: Int)
    {
        let spent = (DispatchTime.now().uptimeNanoseconds - start) / 1_000
        let blocks = outcomes.reduce(0) { $0 + $1.allBlocks }
        guard blocks > 0 else { return }
        let each = spent * UInt64(jobs) * 10 / blocks
        Terminal.complain(
            "\(blocks) blocks in \(spent / 1_000) ms: \(each / 10).\(each % 10) us a block on "
                + "each of \(jobs) threads"
        )
    }
}
