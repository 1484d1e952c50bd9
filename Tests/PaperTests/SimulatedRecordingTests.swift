import Bot
import Contracts
import Execution
import Numerics
import Paper
import Risk
import Routes
import Simulation
import Testing
import Vocabulary

/// Prices out of a simulated world in which the bot stands still, traded in a paper world.
@Suite struct SimulatedRecordingTests {
    /// What somebody would have seen there at every block.
    private struct Watcher {
        var world: SimulatedWorld
        let plans: [SnapshotPlan]
        let settings: Settings

        init?(_ order: SimulatedOrder, isTrading: Bool) throws {
            guard let plan = order.plan(), let world = order.world() else { return nil }
            settings = plan.settings
            self.world = world
            plans = plan.settings.fleet.chains.compactMap {
                SnapshotPlan(plan.settings.fleet, chain: $0.id)
            }
            guard !isTrading else { return }
            _ = self.world.run(for: Interval(milliseconds: 1_000))
            let halt = try Halt(.global, by: "a test", reason: "watch", since: self.world.now)
            self.world.command(.halt(halt, now: false))
        }

        mutating func next() throws -> [Sighting] {
            _ = world.run(for: Interval(milliseconds: 2_000))
            return try plans.map { plan in
                let chain = world.chain(plan.chain)
                let answer = try plan.snapshot(
                    try chain.answers(to: plan.calls),
                    at: chain.head
                )
                return Sighting(
                    seen: world.now,
                    snapshot: answer.snapshot,
                    suggestedGas: .known(chain.gasPrice)
                )
            }
        }
    }

    private static func order() -> SimulatedOrder {
        var order = SimulatedOrder()
        order.seed = 4
        return order
    }

    @Test func `a recorded market is traded much as it would have been`() throws {
        var watcher = try #require(try Watcher(Self.order(), isTrading: false))
        let fleet = watcher.settings.fleet
        let tokens = fleet.prices.map(\.token)
        var plan = PaperPlan(
            settings: watcher.settings,
            stocks: tokens.map { Scenery.Stock(token: $0, amount: 250_000_000_000) },
            coins: fleet.chains.map {
                PaperPlan.Coins(chain: $0.id, amount: Wei(100_000_000_000_000_000_000))
            },
            vaults: [],
            bridgeLatency: BridgeLatency(
                least: Interval(milliseconds: 240_000),
                halfLife: Interval(milliseconds: 60_000)
            )
        )
        // In the simulated world nobody answers the bot either.
        plan.impactHalfLife = nil
        var paper = try PaperWorld(plan)
        var score = PaperScore(paper.settings.fleet, references: nil)
        var (outside, all) = (0, 0)
        let target = fleet.routes[0].parameters.parity.target
        for _ in 0..<3_600 {
            for sighting in try watcher.next() {
                score.take(try paper.take(sighting), paper, sighting)
                all += 1
                if watcher.world.deviation?.isAtLeast(target) ?? false { outside += 1 }
            }
        }
        var trading = try #require(try Watcher(Self.order(), isTrading: true))
        for _ in 0..<3_600 { _ = try trading.next() }
        let real = trading.world.tally
        let row = score.routes[0]
        #expect(real.settled > 20)
        #expect(row.settled * 2 > real.settled, "\(row.settled) of \(real.settled)")
        #expect(row.settled < real.settled * 2, "\(row.settled) of \(real.settled)")
        // Left alone the market drifts apart; with the bot's trades on top it hardly does.
        #expect(UInt64(outside) * 100 > UInt64(all) * 10, "\(outside) of \(all)")
        #expect(row.inside * 100 > row.looks * 90, "\(row.inside) of \(row.looks)")
    }
}
