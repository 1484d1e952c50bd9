import Execution
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

@testable import Bot

/// What the tests of others' pains do to a world, and what they ask of it.
enum PainScene {
    static func home() throws -> ChainID { try #require(ChainID(SimulatedDemo.home)) }
    static func away() throws -> ChainID { try #require(ChainID(SimulatedDemo.away)) }

    static func seconds(_ seconds: UInt64) -> Interval { Interval(milliseconds: seconds * 1_000) }

    /// A demo whose trades send over the bridge at once.
    static func bridging(overdue: UInt64 = 1_800) -> SimulatedDemo {
        var demo = SimulatedDemo()
        demo.rampTrades = 1
        demo.bridgeLatency = BridgeLatency(least: seconds(20), halfLife: seconds(10))
        demo.overdue = seconds(overdue)
        demo.parameters.bridge.band = BasisPoints(millionths: 100_000_000)
        demo.parameters.bridge.batch = Worth(500)
        demo.parameters.bridge.pause = seconds(1)
        return demo
    }

    static func plans(_ world: SimulatedWorld) -> [PlannedTrade] {
        world.journal.compactMap { if case .planned(let trade) = $0.fact { trade } else { nil } }
    }

    static func sent(_ world: SimulatedWorld) -> [SentTransfer] {
        world.journal.compactMap { if case .sent(let transfer) = $0.fact { transfer } else { nil } }
    }

    static func equities(_ world: SimulatedWorld) -> [(equity: Worth, capital: Worth)] {
        world.journal.compactMap { entry in
            guard case .observed(.equity(let equity?, let capital)) = entry.fact else { return nil }
            return (equity, capital)
        }
    }

    static func alerts(_ happened: [SimulatedWorld.Happening]) -> [Alert] {
        happened.compactMap { if case .alerted(let alert) = $0 { alert } else { nil } }
    }

    /// What the executors of both chains hold of a token.
    static func held(_ token: Address, _ world: SimulatedWorld) -> UInt256 {
        [world.first, world.second].reduce(.zero) { sum, chain in
            sum &+ (chain.balance(of: SimulatedDemo.executorContract, in: token) ?? .zero)
        }
    }

    static func apart(_ one: UInt256, _ other: UInt256) -> UInt256 {
        max(one, other) &- min(one, other)
    }

    static func silence(_ world: inout SimulatedWorld, _ isSilent: Bool) {
        for chain in world.endpoints.indices {
            for endpoint in world.endpoints[chain].indices {
                world.endpoints[chain][endpoint].isDown = isSilent
            }
        }
    }

    static func lag(_ world: inout SimulatedWorld, by blocks: UInt64) {
        for chain in world.endpoints.indices {
            for endpoint in world.endpoints[chain].indices {
                world.endpoints[chain][endpoint].lag = blocks
            }
        }
    }

    /// The books and the chains say the same, and every sum is zero.
    static func checkBooks(_ world: SimulatedWorld) {
        var watchdog = Watchdog()
        watchdog.look(at: world)
        #expect(watchdog.faults.isEmpty, "\(watchdog.faults)")
    }

    static func deviation(_ world: SimulatedWorld) throws -> Deviation {
        let prices = try [world.first, world.second].map { chain in
            try #require(try chain.pool(SimulatedDemo.pool(0))?.marginalPrice())
        }
        return Deviation(of: prices[0], from: prices[1])
    }
}
