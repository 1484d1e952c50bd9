import Bot
import Execution
import Numerics
import Risk
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary

/// A simulated market in which things happen and go wrong, drawn from a seed.
struct RandomRun {
    var world: SimulatedWorld
    private var chance: Chance

    init(seed: UInt64) throws {
        chance = Chance(seed: seed)
        var demo = SimulatedDemo()
        demo.rampTrades = 1
        demo.seed = seed
        demo.overdue = Interval(milliseconds: 3_600_000)
        demo.endpointsEach = Int.random(in: 1...2, using: &chance)
        demo.depthOfFinality = (UInt64.random(in: 0...2, using: &chance), 1)
        world = try #require(demo.world())
        if Bool.random(using: &chance) { world.losesOneIn = 40 }
        _ = world.run(for: Interval(milliseconds: 600_000))
    }

    /// One thing happens, and some time passes. Returns the entries that were written.
    mutating func go() throws -> [Entry] {
        let chain = try #require(
            ChainID(Bool.random(using: &chance) ? SimulatedDemo.home : SimulatedDemo.away)
        )
        switch Int.random(in: 0..<10, using: &chance) {
        case 0: world.crashAfter = world.effects + UInt64.random(in: 1...40, using: &chance)
        case 1: world.crashOnPlan = true
        case 2: world.act(.revertNext(SimulatedDemo.operatorAccount), on: chain)
        case 3: world.command(.adoptBalances(chain, by: "a test"))
        case 4:
            let halt = try Halt(.global, by: "a test", reason: "lunch", since: world.now)
            world.command(.halt(halt, now: true))
        case 5: world.command(.resume(.global, by: "a test"))
        default:
            world.act(
                .swap(
                    trader: SimulatedDemo.traderAccount,
                    pool: SimulatedDemo.pool(0),
                    selling: Bool.random(using: &chance) ? .base : .quote,
                    amount: UInt256(UInt64.random(in: 2...20, using: &chance) * 1_000_000_000),
                    least: .zero
                ),
                on: chain
            )
        }
        let time = UInt64.random(in: 500...60_000, using: &chance)
        return world.run(for: Interval(milliseconds: time)).compactMap { happening in
            if case .journalled(let entry) = happening { entry } else { nil }
        }
    }
}
