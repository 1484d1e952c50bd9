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
    }

    /// In the order of the seeds.
    static func run(_ wish: SimulateWish) throws(Failure) -> [SimulatedRun.Outcome] {
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
                while run.advance() {
                    done.withLock { done in
                        done.minutes += 1
                        if isWatched { show(&done, all, start) }
                    }
                }
                let outcome = run.finish()
                done.withLock { $0.outcomes[index] = outcome }
            }
        }
        if isWatched { Terminal.hint("\r" + String(repeating: " ", count: 60) + "\r") }
        let outcomes = done.withLock { $0.outcomes.compactMap { $0 } }
        guard outcomes.count == orders.count else {
            throw Failure(.internal, "the simulated market's numbers are refused")
        }
        tellPace(outcomes, since: start, jobs: min(wish.jobs, orders.count))
        return outcomes
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
