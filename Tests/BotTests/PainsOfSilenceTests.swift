import Ethereum
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

/// Wrong profits, silence and noise: how others believed all was well.
struct PainsOfSilenceTests {
    @Test func `a trade in a quiet market brings what its plan said`() throws {
        var world = try SigningTests.proved()
        try SigningTests.disturb(&world)
        _ = world.run(for: PainScene.seconds(60))
        var compared = 0
        for trade in PainScene.plans(world) {
            guard
                let closed = UnwindingTests.endings(world.journal)
                    .first(where: { $0.saga == trade.saga }),
                let realised = closed.realised
            else { continue }
            var planned = trade.plan.gross
            for cost in trade.plan.costs where cost.item == .gas {
                planned = try #require(planned.subtracting(cost.worth))
            }
            compared += 1
            let gap = try #require(realised.subtracting(planned))
            #expect(gap < Worth(1))
            #expect(gap > Worth(-1))
        }
        #expect(compared >= 2)
    }

    @Test func `without an answer from any chain nothing is ready`() throws {
        var world = try #require(SimulatedDemo().world())
        PainScene.silence(&world, true)
        try SigningTests.disturb(&world)
        let happened = world.run(for: PainScene.seconds(300))
        #expect(PainScene.plans(world).isEmpty)
        #expect(PainScene.sent(world).isEmpty)
        #expect(!world.bot.halts.isEmpty)
        #expect(!PainScene.alerts(happened).isEmpty)
    }

    @Test func `a bot that was deaf for an hour says so a few times, and trades again by itself`()
        throws
    {
        var world = try SigningTests.proved()
        PainScene.silence(&world, true)
        let alerts = PainScene.alerts(world.run(for: PainScene.seconds(3_600)))
        #expect(alerts.contains { $0.severity == .critical })
        #expect(alerts.count <= 6)
        PainScene.silence(&world, false)
        _ = world.run(for: PainScene.seconds(60))
        let begun = PainScene.plans(world).count
        try SigningTests.disturb(&world)
        _ = world.run(for: PainScene.seconds(60))
        #expect(PainScene.plans(world).count > begun)
        #expect(world.bot.halts.isEmpty)
    }

    @Test func `an account without money for gas begins nothing there, and says so`() throws {
        var plan = try #require(SimulatedDemo().plan())
        let gwei: UInt256 = 1_000_000_000
        // Amounts wrap: all it has is taken.
        plan.second.fund(
            SimulatedDemo.operatorAccount,
            Wei(UInt256.zero &- 100 * gwei * gwei)
        )
        var world = SimulatedWorld(plan)
        var alerts = PainScene.alerts(world.run(for: PainScene.seconds(300)))
        try SigningTests.disturb(&world)
        alerts += PainScene.alerts(world.run(for: PainScene.seconds(300)))
        #expect(PainScene.plans(world).isEmpty)
        #expect(
            PainScene.sent(world).allSatisfy { $0.signed.account.chain.value == SimulatedDemo.home }
        )
        let told = alerts.filter { $0.key == "gas money \(SimulatedDemo.away)" }
        #expect((1...3).contains(told.count))
    }

    @Test func `trade after trade leaves the memory as small as it was`() throws {
        var demo = PainScene.bridging()
        demo.parameters.size.perDay = Worth(8_000_000)
        demo.parameters.mission = .parity(Mission.Subsidy(perDay: Worth(100_000)))
        demo.dailyLoss = Worth(100_000)
        demo.endpointsEach = 1
        var world = try #require(demo.world())
        _ = world.run(for: PainScene.seconds(120))
        var sizes: [Int] = []
        for round in 0..<80 {
            world.act(
                .swap(
                    trader: SimulatedDemo.traderAccount,
                    pool: SimulatedDemo.pool(0),
                    selling: round % 2 == 0 ? .base : .quote,
                    amount: 8_000_000_000,
                    least: .zero
                ),
                on: try PainScene.away()
            )
            _ = world.run(for: PainScene.seconds(14))
            // What books and lanes keep of what is over has bounds of its own.
            var memory = world.bot.memory
            for gate in memory.gates { #expect(gate.ended.count <= BridgeGate.mostEnded) }
            #expect(memory.books.accounts.count <= memory.books.capacity.accounts)
            memory.gates = []
            memory.books = Books()
            sizes.append(memory.canonicalBytes.count)
        }
        #expect(PainScene.plans(world).count > 70)
        let early = try #require(sizes[20..<50].max())
        let late = try #require(sizes[50...].max())
        // Counts may take a byte more.
        #expect(late <= early + 64)
    }

    @Test func `blocks that endpoints show late make no deviation be traded twice`() throws {
        var world = try SigningTests.proved()
        PainScene.lag(&world, by: 3)
        try SigningTests.disturb(&world)
        _ = world.run(for: PainScene.seconds(120))
        let after = try PainScene.deviation(world)
        #expect(PainScene.plans(world).count > 0)
        // Not turned round by more than where the bot would act.
        #expect(!after.isAtLeast(BasisPoints(millionths: 6_000_000)))
    }
}
