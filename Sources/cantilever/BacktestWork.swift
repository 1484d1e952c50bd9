import Bot
import Dispatch
import Glibc
import Paper
import Recording
import Routes
import Simulation
import Vocabulary

/// Plays a recording to its end, and says on a terminal how far it is.
enum BacktestWork {
    /// Behind the last sighting, for what was sent by then.
    private static let patience = Interval(milliseconds: 5_000)
    /// Sightings between two looks at the clock.
    private static let stride: UInt64 = 1_024

    static func run(
        _ feed: inout BacktestFeed,
        _ plan: PaperPlan,
        _ valued: Fleet,
        _ plots: inout BacktestPlots?
    ) throws(Failure) -> BacktestOutcome {
        let begun = cpuNanoseconds
        var world = try world(plan, feed.path)
        var score = PaperScore(
            world.settings.fleet,
            references: PaperAccounts.references(valued)
        )
        var bar = BacktestBar()
        while let sighting = try feed.next() {
            let happened: [PaperWorld.Happening]
            do throws(PaperFault) {
                happened = try world.take(sighting)
            } catch {
                throw failure(error, world, feed.path)
            }
            score.take(happened, world, sighting)
            plots?.look(at: world, sighting, happened, profit: score.profit)
            if score.sightings % stride == 0 { bar.show(feed.progress, score) }
        }
        let rest = world.run(until: world.now.advanced(by: patience))
        score.take(rest, world)
        bar.clear()
        if let cut = feed.cut { Terminal.complain("cantilever: \(feed.path): \(cut)") }
        tellPace(score, cpuNanoseconds - begun)
        return BacktestOutcome(
            name: feed.header.name,
            origin: feed.header.origin,
            cut: feed.cut,
            score: score,
            world: world
        )
    }

    private static func world(_ plan: PaperPlan, _ path: String) throws(Failure) -> PaperWorld {
        do throws(PaperFault) {
            return try PaperWorld(plan)
        } catch {
            throw failure(error, nil, path)
        }
    }

    private static func failure(
        _ fault: PaperFault,
        _ world: PaperWorld?,
        _ path: String
    ) -> Failure {
        func name(_ chain: ChainID) -> String {
            world?.settings.fleet.chain(chain)?.name ?? "chain \(chain)"
        }
        switch fault {
        case .poolNotSeen(let pool, let block):
            return Failure(
                .badData,
                "\(path) was recorded without the pool \(pool.address) on \(name(pool.chain)) "
                    + "(block \(block)), which the strategy trades in; record it, or take the pool out"
            )
        case .hole(let chain, let from, let to):
            return Failure(
                .badData,
                "\(path) has a hole on \(name(chain)) from block \(from) to \(to); play it in parts "
                    + "with '--to' and '--from'"
            )
        case .scenery(.chains(let count)):
            return Failure(
                .badData,
                "a backtest has two chains, and the strategy has \(count); take the others out"
            )
        case .settings, .fleet, .scenery, .genesis, .delay:
            return Failure(.badData, "no paper world can be made of it: \(fault)")
        }
    }

    private static var cpuNanoseconds: UInt64 {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// On standard error: how fast it was is no part of what came out.
    private static func tellPace(_ score: PaperScore, _ spent: UInt64) {
        guard spent > 0, score.sightings > 0 else { return }
        let ticks = UInt64(UInt128(score.ticks) * 1_000_000_000 / UInt128(spent))
        Terminal.complain(
            "\(score.ticks) ticks in \(spent / 1_000_000) ms of CPU: \(ticks) ticks a second, "
                + "\(spent / score.sightings / 1_000) us a block"
        )
    }
}

/// How far a backtest is, on a terminal and nowhere else.
struct BacktestBar {
    private let isWatched = isatty(STDERR_FILENO) == 1
    private let start = DispatchTime.now().uptimeNanoseconds
    private var shown: UInt64 = 0

    mutating func show(_ percent: UInt64, _ score: PaperScore) {
        guard isWatched else { return }
        let spent = DispatchTime.now().uptimeNanoseconds - start
        guard spent / 200_000_000 > shown else { return }
        shown = spent / 200_000_000
        let filled = Int(percent / 5)
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        let left =
            percent == 0 ? "" : ", \(spent / percent * (100 - percent) / 1_000_000_000) s left"
        let trades = score.routes.reduce(0) { $0 + $1.closed }
        Terminal.hint("\r[\(bar)] \(percent) %, \(trades) trades\(left)    ")
    }

    func clear() {
        guard isWatched, shown > 0 else { return }
        Terminal.hint("\r" + String(repeating: " ", count: 70) + "\r")
    }
}
