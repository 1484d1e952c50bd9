import Bot
import Configuration
import Ledger
import Simulation
import Vocabulary

/// Where a report's trades come from, and the trades.
struct TradeSource {
    let name: String
    private(set) var trades: [TradeRecord] = []
    private(set) var runs: UInt64 = 0
    private(set) var lasting = Interval(milliseconds: 0)

    /// More hours of a market than that are not waited for.
    private static let longest = Interval(milliseconds: 400 * 3_600_000)
    private static let slice = Interval(milliseconds: 3_600_000)

    /// Runs of `simulate`, seed after seed, until there are enough trades that have ended.
    static func simulated(_ first: SimulatedOrder, atLeast count: Int) throws(Failure) -> Self {
        var source = TradeSource(name: "simulate")
        var order = first
        while source.trades.count < count, source.lasting < longest {
            guard var run = SimulatedRun(order) else {
                throw Failure(.internal, "the simulated market's numbers are refused")
            }
            while run.advance() {}
            _ = run.finish()
            source.take(run.world.journal)
            source.runs += 1
            source.lasting = Interval(
                milliseconds: source.lasting.milliseconds &+ order.lasting.milliseconds
            )
            order.seed &+= 1
        }
        return source.cut(to: count)
    }

    /// A strategy in its own simulation, until there are enough trades that have ended.
    static func played(
        _ path: String,
        seed: UInt64,
        atLeast count: Int
    ) throws(Failure) -> Self {
        let strategy = try PaperCommand.strategy(path)
        let stage = try PaperStage(strategy)
        var source = TradeSource(name: strategy.name)
        source.runs = 1
        var session = try PaperSession(try stage.scenery(seed: seed), .none)
        _ = session.overture()
        var read = 0
        while source.trades.count < count, source.lasting < longest {
            _ = session.run(until: session.world.now.advanced(by: slice))
            source.take(Array(session.world.journal[read...]))
            read = session.world.journal.count
            source.lasting = Interval(
                milliseconds: source.lasting.milliseconds &+ slice.milliseconds
            )
        }
        return source.cut(to: count)
    }

    private init(name: String) {
        self.name = name
    }

    private mutating func take(_ entries: [Entry]) {
        for case .told(let trade) in entries.map(\.fact) { trades.append(trade) }
    }

    private func cut(to count: Int) -> Self {
        var source = self
        source.trades = Array(trades.prefix(count))
        return source
    }
}
