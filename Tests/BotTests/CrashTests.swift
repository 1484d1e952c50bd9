import Bot
import Execution
import Numerics
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// The process dies behind each effect in turn, and the same comes of it.
struct CrashTests {
    enum Scenario: String, CaseIterable {
        case settled
        case displacedFirst
        case unwound
        case transferred
    }

    @Test(arguments: Scenario.allCases)
    func `a crash behind any effect leaves the same end state`(scenario: Scenario) throws {
        let start = try Self.start(scenario)
        var calm = start
        var calmEye = Watchdog()
        calmEye.read(calm.run(for: Self.time))
        calmEye.look(at: calm)
        #expect(calmEye.faults.isEmpty)
        #expect(!calmEye.endings.isEmpty)
        let count = calm.effects - start.effects
        for effect in 1...min(count, 220) {
            var world = start
            var eye = Watchdog()
            world.crashAfter = start.effects + effect
            eye.read(world.run(for: Self.time))
            eye.look(at: world)
            #expect(eye.restarts == 1, "\(scenario) \(effect)")
            #expect(eye.faults.isEmpty, "\(scenario) \(effect): \(eye.faults)")
            #expect(world.bot.sagas.isEmpty, "\(scenario) \(effect): \(world.bot.sagas)")
            #expect(world.bot.halts.isEmpty, "\(scenario) \(effect): \(world.bot.halts)")
            #expect(
                world.bot.obligations(at: world.now).isEmpty,
                "\(scenario) \(effect): \(world.bot.obligations(at: world.now))"
            )
            #expect(Self.isInParity(world), "\(scenario) \(effect)")
        }
    }

    private static let time = Interval(milliseconds: 400_000)

    /// Lanes proved, and the price pushed away a moment ago.
    private static func start(_ scenario: Scenario) throws -> SimulatedWorld {
        var demo = SimulatedDemo()
        demo.rampTrades = 1
        demo.bridgeLatency = BridgeLatency(
            least: Interval(milliseconds: 20_000),
            halfLife: Interval(milliseconds: 10_000)
        )
        if scenario != .displacedFirst {
            demo.parameters.safety.displacedFirstAbove = Worth(1_000_000)
        }
        if scenario == .transferred {
            demo.parameters.bridge.band = BasisPoints(millionths: 100_000_000)
            demo.parameters.bridge.batch = Worth(500)
        }
        var world = try #require(demo.world())
        _ = world.run(for: Interval(milliseconds: 300_000))
        let away = try #require(ChainID(SimulatedDemo.away))
        // The ramp's one small trade.
        push(&world, away, 7_000)
        _ = world.run(for: Interval(milliseconds: 20_000))
        push(&world, away, 9_000)
        if scenario == .unwound {
            world.act(
                .revertNext(SimulatedDemo.operatorAccount),
                on: away,
                .beforeTransactions
            )
        }
        return world
    }

    private static func push(_ world: inout SimulatedWorld, _ chain: ChainID, _ whole: UInt64) {
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: UInt256(whole) * 1_000_000,
                least: .zero
            ),
            on: chain
        )
    }

    private static func isInParity(_ world: SimulatedWorld) -> Bool {
        let prices = [world.first, world.second].compactMap { chain in
            try? chain.pool(SimulatedDemo.pool(0))?.marginalPrice()
        }
        guard prices.count == 2 else { return false }
        return !Deviation(of: prices[0], from: prices[1]).isAtLeast(
            BasisPoints(millionths: 15_000_000)
        )
    }
}
