import Bot
import Execution
import Numerics
import Simulation
import Testing
import Venues
import Vocabulary

struct SettlingTests {
    /// A demo whose ramp is over at once, run until its lanes are proved.
    static func proved(_ demo: SimulatedDemo = SimulatedDemo()) throws -> SimulatedWorld {
        var demo = demo
        demo.rampTrades = 1
        var world = try #require(demo.world())
        _ = world.run(for: Interval(milliseconds: 900_000))
        return world
    }

    @Test func `a deviation that stands is traded on both chains and settles`() throws {
        var world = try Self.proved()
        let away = try #require(ChainID(SimulatedDemo.away))
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: 20_000_000_000,
                least: .zero
            ),
            on: away
        )
        let happened = world.run(for: Interval(milliseconds: 60_000))
        let endings = happened.compactMap { happening -> Ending? in
            guard case .journalled(let entry) = happening, case .closed(let trade) = entry.fact
            else { return nil }
            return trade.ending
        }
        #expect(endings.count >= 2)
        for ending in endings {
            guard case .settled = ending else {
                Issue.record("\(ending)")
                continue
            }
        }
    }
}
