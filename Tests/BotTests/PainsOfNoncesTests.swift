import Execution
import Numerics
import Risk
import Simulation
import Testing
import Vocabulary

@testable import Bot

/// Nonces that jam and transactions that are stuck: how others stood still with money on the table.
struct PainsOfNoncesTests {
    private static func isSettled(_ world: SimulatedWorld) -> Bool {
        if case .settled? = UnwindingTests.endings(world.journal).last?.ending {
            true
        } else {
            false
        }
    }

    @Test func `an endpoint that answers nothing pauses no other`() throws {
        var demo = SimulatedDemo()
        demo.endpointsEach = 3
        let start = try SettlingTests.proved(demo)
        for silent in 0..<3 {
            var world = start
            for chain in world.endpoints.indices { world.endpoints[chain][silent].isDown = true }
            try SigningTests.disturb(&world)
            _ = world.run(for: PainScene.seconds(90))
            #expect(Self.isSettled(world), "\(silent)")
        }
    }

    @Test func `what failed once strands nothing that comes after it`() throws {
        var world = try SigningTests.asked(signing: 1_500)
        world.act(
            .revertNext(SimulatedDemo.operatorAccount),
            on: try PainScene.away(),
            .beforeTransactions
        )
        _ = world.run(for: PainScene.seconds(20))
        guard case .unwound? = UnwindingTests.endings(world.journal).last?.ending else {
            Issue.record("\(UnwindingTests.endings(world.journal))")
            return
        }
        #expect(world.bot.nonceLanes.allSatisfy { $0.standing == .open && $0.slots.isEmpty })
        try SigningTests.disturb(&world)
        _ = world.run(for: PainScene.seconds(120))
        #expect(Self.isSettled(world))
    }

    @Test func `a price of gas that jumps under a leg leaves no nonce stuck`() throws {
        var world = try SigningTests.proved()
        try SigningTests.disturb(&world)
        _ = SigningTests.run(&world) { bot in !bot.memory.sagas.isEmpty }
        let away = try PainScene.away()
        for _ in 0..<20 {
            world.change(away) { $0.setBaseFee(Wei(150_000_000_000)) }
            _ = world.run(for: PainScene.seconds(2))
        }
        _ = world.run(for: PainScene.seconds(300))
        #expect(world.bot.nonceLanes.allSatisfy { $0.standing == .open && $0.slots.isEmpty })
        #expect(world.bot.sagas.filter(\.isTrading).isEmpty)
        PainScene.checkBooks(world)
    }
}
