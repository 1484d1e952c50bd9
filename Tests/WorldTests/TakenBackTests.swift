import Testing
import Vocabulary

@testable import Simulation

/// Blocks that are taken back, and what comes in their place.
struct TakenBackTests {
    /// What shows a reorganisation was asked for before it was known: its logs begin above the fork.
    @Test(arguments: [1, 2] as [UInt64])
    func `a delivery that moves to another block of the same height is read there`(
        seed: UInt64
    ) throws {
        var order = SimulatedOrder()
        order.seed = seed
        order.faults = try FaultPlan(script: "rate 300000 reorganisation depth 1")
        var world = try #require(order.world())
        world.skip(for: Interval(milliseconds: 1_200_000))
        world.stopFaults()
        world.skip(for: Interval(milliseconds: 900_000))
        #expect(world.tally.transfers >= 4)
        #expect(world.audit.transfers.isEmpty)
        #expect(world.violations.isEmpty)
    }
}
