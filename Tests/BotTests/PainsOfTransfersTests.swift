import Execution
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Testing
import Vocabulary

@testable import Bot

/// Money on its way: how others sent it twice, forgot it, or counted it where it was not.
struct PainsOfTransfersTests {
    private static func proved(overdue: UInt64 = 1_800) throws -> SimulatedWorld {
        var world = try #require(PainScene.bridging(overdue: overdue).world())
        _ = world.run(for: PainScene.seconds(300))
        #expect(
            world.bot.bridgeGates.allSatisfy { if case .open = $0.standing { true } else { false } }
        )
        return world
    }

    @Test func `balances that are blocks old send nothing twice`() throws {
        var world = try Self.proved()
        let before = PainScene.sent(world).count
        PainScene.lag(&world, by: 3)
        try SigningTests.disturb(&world)
        _ = world.run(for: PainScene.seconds(240))
        var traded: UInt256 = .zero
        for trade in PainScene.plans(world) { traded = traded &+ trade.plan.sell.amountIn }
        let sent = PainScene.sent(world).dropFirst(before)
        #expect(!sent.isEmpty)
        for lane in Set(sent.map(\.terms.lane)) {
            let sum = sent.filter { $0.terms.lane == lane }
                .reduce(UInt256.zero) { $0 &+ $1.terms.amount }
            #expect(sum <= traded &+ traded / 50, "\(lane)")
        }
    }

    @Test func `a bridge that stands still is told of, gets its cap at most, and enriches nobody`()
        throws
    {
        var world = try Self.proved(overdue: 120)
        let before = try #require(PainScene.equities(world).last)
        let told = PainScene.equities(world).count
        world.changeBridge { $0.isPaused = true }
        var alerts: [Alert] = []
        for _ in 0..<10 {
            try SigningTests.disturb(&world, whole: 5_000)
            alerts += PainScene.alerts(world.run(for: PainScene.seconds(60)))
            for gate in world.bot.bridgeGates { #expect(gate.atRisk <= gate.cap) }
        }
        let overdue = world.bot.bridgeGates.filter { gate in
            if case .closed(.overdue) = gate.standing { true } else { false }
        }
        #expect(!overdue.isEmpty)
        #expect(alerts.contains { $0.severity == .critical && $0.key.hasPrefix("lane ") })
        let isWatched = world.bot.obligations(at: world.now).contains { obligation in
            if case .watch = obligation { true } else { false }
        }
        #expect(isWatched)
        let during = PainScene.equities(world).dropFirst(told)
        #expect(!during.isEmpty)
        for weight in during { #expect(weight.equity <= before.equity.adding(Worth(100))!) }
        world.changeBridge { $0.isPaused = false }
        _ = world.run(for: PainScene.seconds(240))
        #expect(world.bot.memory.transfers.isEmpty)
        PainScene.checkBooks(world)
    }

    @Test func `what arrives while nobody looks for longer than a window of logs is found`() throws
    {
        var world = try #require(SimulatedDemo().world())
        let transfer = try LateNewsTests.sent(&world)
        PainScene.silence(&world, true)
        _ = world.run(for: PainScene.seconds(2_500 * 2))
        PainScene.silence(&world, false)
        _ = world.run(for: PainScene.seconds(600))
        let isOver = world.journal.contains { entry in
            if case .transferOver(transfer.terms.number) = entry.fact { true } else { false }
        }
        #expect(isOver)
        PainScene.checkBooks(world)
    }

    @Test func `a transfer that never arrives is told and holds up no other`() throws {
        var world = try #require(PainScene.bridging(overdue: 120).world())
        world.changeBridge { $0.inject(.lose) }
        let alerts = PainScene.alerts(world.run(for: PainScene.seconds(400)))
        let gates = world.bot.bridgeGates
        let closed = gates.filter {
            if case .closed(.overdue) = $0.standing { true } else { false }
        }
        let open = gates.filter { if case .open = $0.standing { true } else { false } }
        #expect(closed.count == 1)
        #expect(open.count == gates.count - 1)
        #expect(alerts.contains { $0.severity == .critical && $0.key.hasPrefix("lane ") })
        #expect(world.bot.memory.transfers.count == 1)
    }

    @Test(arguments: [
        BridgeFault.deliverTwice, .deliverShort(BasisPoints(millionths: 500_000_000)), .refund,
    ])
    func `a transfer that is paid wrongly closes its lane, and nobody is richer`(
        fault: BridgeFault
    ) throws {
        var world = try #require(PainScene.bridging().world())
        world.changeBridge { $0.inject(fault) }
        let alerts = PainScene.alerts(world.run(for: PainScene.seconds(400)))
        let closed = world.bot.bridgeGates.filter { gate in
            if case .closed = gate.standing { true } else { false }
        }
        #expect(closed.count == 1)
        #expect(alerts.contains { $0.severity == .critical })
        for weight in PainScene.equities(world) { #expect(weight.equity <= weight.capital) }
    }

    @Test func `a bridge that could not pay and can again is used again by itself`() throws {
        var world = try #require(PainScene.bridging().world())
        let lanes = world.bridge.lanes.map(\.key)
        world.changeBridge { bridge in
            for lane in lanes { bridge.limit(lane, to: .zero, per: PainScene.seconds(60)) }
        }
        _ = world.run(for: PainScene.seconds(300))
        func isOpen(_ gate: BridgeGate) -> Bool {
            if case .open = gate.standing { true } else { false }
        }
        #expect(!world.bot.bridgeGates.contains(where: isOpen))
        world.changeBridge { bridge in
            for lane in lanes { bridge.limit(lane, to: .max, per: PainScene.seconds(60)) }
        }
        _ = world.run(for: PainScene.seconds(120))
        #expect(world.bot.bridgeGates.allSatisfy(isOpen))
        PainScene.checkBooks(world)
    }
}
