import Execution
import Numerics
import Risk
import Simulation
import Testing
import Vocabulary

@testable import Bot

/// A trade that meets a chain's and a network's bad days comes to its end all the same.
struct EnduringTests {
    private static func traded() throws -> SimulatedWorld {
        var world = try SigningTests.proved()
        try SigningTests.disturb(&world)
        _ = SigningTests.run(&world) { bot in !bot.memory.sagas.isEmpty }
        return world
    }

    private static func check(_ world: SimulatedWorld) {
        #expect(world.bot.memory.sagas.filter(\.isTrading).isEmpty)
        let halts = world.bot.memory.stops?.halts.standing ?? []
        #expect(halts.isEmpty, "\(halts)")
        let endings = UnwindingTests.endings(world.journal)
        #expect(!endings.isEmpty)
        for ending in endings {
            if case .parked(_, let reason) = ending.ending { Issue.record("\(reason)") }
        }
    }

    @Test func `a chain that stands still while a leg is on its way`() throws {
        var world = try Self.traded()
        let away = try #require(ChainID(SimulatedDemo.away))
        world.change(away) { $0.halt() }
        _ = world.run(for: Interval(milliseconds: 300_000))
        #expect(!world.bot.memory.sagas.filter(\.isTrading).isEmpty)
        world.change(away) { $0.resume() }
        _ = world.run(for: Interval(milliseconds: 300_000))
        Self.check(world)
    }

    @Test func `a leg that every node drops goes out again or is cancelled`() throws {
        var world = try Self.traded()
        let away = try #require(ChainID(SimulatedDemo.away))
        let hashes = world.bot.memory.lanes.flatMap(\.slots).flatMap(\.payloads).map(\.hash)
        for hash in hashes { world.change(away) { _ = $0.evict(hash) } }
        _ = world.run(for: Interval(milliseconds: 120_000))
        Self.check(world)
    }

    @Test(arguments: [UInt64(2), 3, 5])
    func `answers that get lost, signatures too`(every: UInt64) throws {
        var world = try Self.traded()
        world.losesOneIn = every
        _ = world.run(for: Interval(milliseconds: 300_000))
        world.losesOneIn = 0
        _ = world.run(for: Interval(milliseconds: 120_000))
        Self.check(world)
    }

    @Test func `a halt at once takes back what is in no block, and nothing stays half done`() throws
    {
        var world = try Self.traded()
        let halt = try Halt(.global, by: "Ada", reason: "", since: world.now)
        world.command(.halt(halt, now: true))
        _ = world.run(for: Interval(milliseconds: 120_000))
        world.command(.resume(.global, by: "Ada"))
        _ = world.run(for: Interval(milliseconds: 10))
        Self.check(world)
    }

    @Test func `blocks that are taken back under a leg`() throws {
        var demo = SimulatedDemo()
        demo.depthOfFinality = (0, 4)
        var world = try SettlingTests.proved(demo)
        try SigningTests.disturb(&world)
        _ = SigningTests.run(&world) { bot in !bot.memory.sagas.isEmpty }
        let away = try #require(ChainID(SimulatedDemo.away))
        for _ in 0..<4 {
            _ = world.run(for: Interval(milliseconds: 3_000))
            world.change(away) { _ = $0.reorganise(depth: 2) }
        }
        _ = world.run(for: Interval(milliseconds: 200_000))
        Self.check(world)
    }

    @Test func `a transfer that never left does not park its trade`() {
        #expect(BridgeTransfer.State.failed(.neverSent).isDelivered == true)
        #expect(BridgeTransfer.State.failed(.reverted).isDelivered == true)
        #expect(BridgeTransfer.State.failed(.withoutLock).isDelivered == false)
    }
}
