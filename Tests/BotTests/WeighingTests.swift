import Execution
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

@testable import Bot

struct WeighingTests {
    @Test func `what everything is worth is told, and moving our pool changes nothing of it`()
        throws
    {
        var world = try SettlingTests.proved()
        func told(_ world: SimulatedWorld) -> [(equity: Worth, capital: Worth)] {
            world.journal.compactMap { entry in
                guard case .observed(.equity(let equity?, let capital)) = entry.fact else {
                    return nil
                }
                return (equity, capital)
            }
        }
        let before = try #require(told(world).last)
        // A million in tokens on both chains, a hundred coins at 2,500 on one.
        let brought = Worth(1_000_000 + 250_000)
        #expect(before.capital == brought)
        #expect(before.equity < brought)
        #expect(before.equity > Worth(1_249_000))
        try OrderTests.deviate(&world)
        _ = world.run(for: Interval(milliseconds: 100_000))
        let after = try #require(told(world).last)
        #expect(after.capital == before.capital)
        #expect(after.equity != before.equity)
        #expect(after.equity > Worth(1_249_000))
    }

    @Test func `a plan that could lose more than is left of the day is not begun`() throws {
        var plan = try #require(SimulatedDemo().plan())
        let settings = plan.settings
        var breakers = BreakerParameters()
        breakers.dailyLoss = Worth(units: 1_000)
        plan.settings = try Settings(
            fleet: settings.fleet,
            chains: settings.chains,
            lanes: settings.lanes,
            limits: settings.limits,
            breakers: breakers,
            timing: settings.timing
        )
        var world = SimulatedWorld(plan)
        _ = world.run(for: Interval(milliseconds: 900_000))
        try OrderTests.deviate(&world)
        _ = world.run(for: Interval(milliseconds: 60_000))
        #expect(!world.journal.contains { if case .planned = $0.fact { true } else { false } })
    }
}
