import Dispatch
import Simulation
import Synchronization
import Testing
import Vocabulary

/// Many short lives of the bot, with everything that can go wrong.
struct FaultSwarmTests {
    private static func orders(
        _ faults: FaultPreset,
        seeds: ClosedRange<UInt64>,
        minutes: UInt64
    ) -> [SimulatedOrder] {
        seeds.map { seed in
            var order = SimulatedOrder()
            order.seed = seed
            order.lasting = Interval(milliseconds: minutes * 60_000)
            order.faults = faults.plan
            order.flow = 1 + seed % 5
            order.isOneWay = seed % 7 == 0
            order.hasTroublemakers = seed % 3 == 0
            return order
        }
    }

    /// On both cores; in the order of the seeds.
    private static func outcomes(_ orders: [SimulatedOrder]) -> [SimulatedRun.Outcome] {
        let done = Mutex<[SimulatedRun.Outcome?]>(Array(repeating: nil, count: orders.count))
        DispatchQueue.concurrentPerform(iterations: orders.count) { index in
            let outcome = SimulatedRun.outcome(of: orders[index])
            done.withLock { $0[index] = outcome }
        }
        return done.withLock { $0.compactMap { $0 } }
    }

    private static func expectGood(_ outcomes: [SimulatedRun.Outcome]) {
        for outcome in outcomes {
            for violation in outcome.violations { Issue.record("\(violation)") }
        }
    }

    @Test func `without faults no promise is broken and every trade settles`() {
        let orders = Self.orders(.none, seeds: 1...6, minutes: 60)
        let outcomes = Self.outcomes(orders)
        #expect(outcomes.count == orders.count)
        Self.expectGood(outcomes)
        let sum = WorldTally.sum(outcomes.map(\.tally))
        #expect(sum.settled > 0)
        #expect(sum.unwound == 0)
        #expect(sum.parked == 0)
    }

    @Test func `a quiet week's faults break no promise`() {
        let orders = Self.orders(.some, seeds: 100...111, minutes: 30)
        let outcomes = Self.outcomes(orders)
        #expect(outcomes.count == orders.count)
        Self.expectGood(outcomes)
        #expect(outcomes.allSatisfy { $0.faults.struck > 0 })
    }

    @Test func `everything that can go wrong breaks no promise`() {
        let orders = Self.orders(.all, seeds: 200...217, minutes: 30)
        let outcomes = Self.outcomes(orders)
        #expect(outcomes.count == orders.count)
        Self.expectGood(outcomes)
    }
}

/// What the worlds have found.
struct FoundTests {
    @Test func `a chain that is final after three blocks leaves no leg alone`() throws {
        var order = SimulatedOrder()
        // A rate of nothing: faulty worlds are final after three blocks, and nothing strikes here.
        order.faults = FaultPlan(rates: [FaultPlan.Rate(.rpcLie, perMillion: 0)])
        order.deadlineInIntervals = 4
        let outcome = try #require(SimulatedRun.outcome(of: order))
        #expect(outcome.tally.settled > 0)
        #expect(outcome.tally.unwound == 0)
    }
}
