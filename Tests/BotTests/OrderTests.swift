import Execution
import Ledger
import Numerics
import Risk
import Simulation
import Testing
import Venues
import Vocabulary

@testable import Bot

struct OrderTests {
    static func deviate(_ world: inout SimulatedWorld, _ amount: UInt256 = 20_000_000_000) throws {
        let away = try #require(ChainID(SimulatedDemo.away))
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: amount,
                least: .zero
            ),
            on: away
        )
    }

    @Test func `once a halt is over nothing is cancelled any more`() throws {
        var world = try SettlingTests.proved()
        let halt = try #require(
            try? Halt(
                .global,
                by: "somebody",
                reason: "a test",
                since: world.now,
                until: world.now.advanced(by: Interval(milliseconds: 10_000))
            )
        )
        world.command(.halt(halt, now: true))
        _ = world.run(for: Interval(milliseconds: 15_000))
        try Self.deviate(&world)
        var settled = 0
        for case .journalled(let entry) in world.run(for: Interval(milliseconds: 60_000)) {
            guard case .closed(let trade) = entry.fact, case .settled = trade.ending else {
                continue
            }
            settled += 1
        }
        #expect(settled > 0)
    }
}
