import Simulation
import Testing
import Vocabulary

/// Many short lives of the bot, with everything that can go wrong.
struct FaultSwarmTests {
    private static func orders(
        _ faults: FaultPreset,
        seeds: ClosedRange<UInt64>,
        minutes: UInt64,
        flow: UInt64? = nil
    ) -> [SimulatedOrder] {
        seeds.map { seed in
            var order = SimulatedOrder()
            order.seed = seed
            order.lasting = Interval(milliseconds: minutes * 60_000)
            order.faults = faults.plan
            order.flow = flow ?? 1 + seed % 5
            order.isOneWay = seed % 7 == 0
            order.hasTroublemakers = seed % 3 != 0
            return order
        }
    }

    @Test func `without faults no promise is broken and every trade settles`() {
        let orders = Self.orders(.none, seeds: 1...6, minutes: 60)
        let outcomes = Swarm.outcomes(orders)
        #expect(outcomes.count == orders.count)
        Swarm.expectGood(outcomes)
        #expect(outcomes.allSatisfy { $0.tally.settled > 0 })
        // Somebody who moves a pool within a block may hit one leg of two.
        let calm = WorldTally.sum(outcomes.filter { !$0.order.hasTroublemakers }.map(\.tally))
        #expect(calm.settled > 0)
        #expect(calm.unwound == 0)
        #expect(calm.parked == 0)
    }

    @Test func `a quiet week's faults break no promise`() {
        let orders = Self.orders(.some, seeds: 100...107, minutes: 30)
        let outcomes = Swarm.outcomes(orders)
        #expect(outcomes.count == orders.count)
        Swarm.expectGood(outcomes)
        #expect(outcomes.allSatisfy { $0.faults.struck > 0 })
        // A swarm in which nobody trades proves nothing.
        #expect(outcomes.allSatisfy { $0.tally.planned > 0 })
        #expect(WorldTally.sum(outcomes.map(\.tally)).settled > 0)
    }

    @Test func `everything that can go wrong breaks no promise, and does go wrong`() {
        let orders =
            Self.orders(.all, seeds: 200...215, minutes: 30)
            + Self.orders(.all, seeds: 300...307, minutes: 30, flow: 5)
        let outcomes = Swarm.outcomes(orders)
        #expect(outcomes.count == orders.count)
        Swarm.expectGood(outcomes)
        let sum = WorldTally.sum(outcomes.map(\.tally))
        let struck = Swarm.struck(outcomes)
        print(struck.map { "\($0.fault.rawValue) \($0.times)" }.joined(separator: ", "))
        print(
            "planned \(sum.planned), settled \(sum.settled), unwound \(sum.unwound), "
                + "nothing filled \(sum.nothingFilled), parked \(sum.parked), "
                + "halts \(sum.halts), crashes \(sum.crashes)"
        )
        for (fault, times) in struck { #expect(times > 0, "\(fault.rawValue)") }
        #expect(sum.planned > UInt64(orders.count))
        #expect(sum.settled > 0)
    }
}

/// What the worlds have found.
struct FoundTests {
    @Test func `a price that no amount fits exactly lets a route begin all the same`() throws {
        var order = SimulatedOrder()
        order.seed = 6
        order.lasting = Interval(milliseconds: 1_500_000)
        order.hasTroublemakers = true
        let outcome = try #require(SimulatedRun.outcome(of: order))
        #expect(outcome.tally.planned > 0)
        #expect(outcome.violations.isEmpty)
    }

    @Test(
        arguments: [
            (seed: 2_026_112_100_111, flow: 1), (seed: 2_026_112_100_144, flow: 5),
            (seed: 2_026_112_100_168, flow: 5), (seed: 2_026_112_200_153, flow: 5),
        ] as [(seed: UInt64, flow: UInt64)]
    )
    func `lives that ended out of parity without a word come to rest or say why`(
        life: (seed: UInt64, flow: UInt64)
    ) throws {
        var order = SimulatedOrder()
        order.seed = life.seed
        order.flow = life.flow
        order.lasting = Interval(milliseconds: 3_600_000)
        order.hasTroublemakers = true
        order.faults = FaultPreset.all.plan
        let outcome = try #require(SimulatedRun.outcome(of: order))
        #expect(outcome.violations.isEmpty)
    }

    @Test func `half a minute without answers costs about half a minute`() throws {
        var order = SimulatedOrder()
        order.seed = 4
        order.flow = 5
        order.lasting = Interval(milliseconds: 1_800_000)
        order.faults = try FaultPlan(
            script: "rate 0 rpc-lie\nat 25 min rpc-rate-limit chain 138 for 30 s times 3\n"
        )
        let outcome = try #require(SimulatedRun.outcome(of: order))
        #expect(outcome.faults.struck == 3)
        let held = outcome.tally.misses.filter { miss in
            miss.reason.hasPrefix("halted") || miss.reason.hasPrefix("hold: running")
        }
        // A block of either chain every second.
        #expect(held.reduce(0) { $0 + $1.blocks } < 45)
        #expect(outcome.tally.settled > 0)
        #expect(outcome.violations.isEmpty)
    }

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
