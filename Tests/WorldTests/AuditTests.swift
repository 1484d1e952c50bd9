import Numerics
import Risk
import Simulation
import Testing
import Vocabulary

/// That the auditor sees what he is there for.
struct AuditTests {
    @Test func `money that goes missing is told as a shortfall and never as parity`() throws {
        var order = SimulatedOrder()
        order.seed = 3
        var world = try #require(order.world())
        _ = world.run(for: Interval(milliseconds: 900_000))
        let home = try #require(ChainID(SimulatedDemo.home))
        world.act(
            .burn(
                token: SimulatedDemo.baseToken,
                from: SimulatedDemo.executorContract,
                amount: 1_000_000
            ),
            on: home
        )
        _ = world.run(for: Interval(milliseconds: 300_000))
        #expect(world.violations.isEmpty)
        #expect(world.standingHalts.contains { $0.author == .bot(.shortfall) })
    }
}
