import Bot
import Execution
import Numerics
import Risk
import Routes
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary

/// Random interleavings of everything that can happen, against what must always hold.
struct ModelTests {
    /// Forty histories of more than 25,000 steps each.
    @Test(arguments: 0..<40)
    func `no history loses a nonce, a leg, a unit or a trade`(seed: UInt64) throws {
        var history = try History(seed: seed)
        while history.world.steps < 25_000 { history.disturb() }
        history.settle()
        let faults = history.watchdog.faults.prefix(5)
        #expect(faults.isEmpty, "seed \(seed): \(faults.joined(separator: "; "))")
        let open = history.world.bot.sagas
        #expect(open.isEmpty, "seed \(seed): \(open.count) sagas never ended: \(open.map(\.state))")
    }
}

/// One random history.
struct History {
    var world: SimulatedWorld
    var watchdog = Watchdog()
    private var chance: Chance
    private let chains: [ChainID]

    init(seed: UInt64) throws {
        chance = Chance(seed: seed)
        var demo = SimulatedDemo()
        demo.seed = seed
        demo.rampTrades = 1
        demo.poolsEach = 1 + Int(seed % 2)
        demo.endpointsEach = 1 + Int(seed % 3)
        demo.depthOfFinality = [(0, 0), (2, 0), (3, 2)][Int(seed % 3)]
        demo.hasFeeMarket = seed % 4 != 0
        demo.bridgeLatency = BridgeLatency(
            least: Interval(milliseconds: 10_000),
            halfLife: Interval(milliseconds: 10_000)
        )
        demo.parameters.safety.cooldown = Interval(milliseconds: 4_000)
        demo.parameters.safety.longestCooldown = Interval(milliseconds: 20_000)
        demo.parameters.bridge.pause = Interval(milliseconds: 30_000)
        // A trade or two and a place is out of its band: transfers are the rule.
        demo.parameters.bridge.band = BasisPoints(millionths: 200_000_000)
        demo.parameters.bridge.batch = Worth(500)
        world = try #require(demo.world())
        chains = [world.first.rules.id, world.second.rules.id]
        run(for: 120_000)
    }

    private mutating func run(for milliseconds: UInt64) {
        watchdog.read(world.run(for: Interval(milliseconds: milliseconds)))
        watchdog.look(at: world)
    }

    /// One thing goes wrong, or somebody trades; then time passes.
    mutating func disturb() {
        let chain = chains[Int(chance.next() % 2)]
        if chance.next() % 3 == 0 { heal() }
        switch chance.next() % 16 {
        case 0...5: push(chain)
        case 6:
            world.act(
                .revertNext(SimulatedDemo.operatorAccount),
                on: chain,
                .beforeTransactions
            )
        case 7: world.crashAfter = world.effects + 1 + chance.next() % 40
        case 8: world.losesOneIn = [0, 0, 4, 10][Int(chance.next() % 4)]
        case 9: reorganise(chain)
        case 10: evict(chain)
        case 11: spike(chain)
        case 12: faultBridge()
        case 13: pauseEndpoint()
        case 14: operate(chain)
        default: break
        }
        run(for: 500 + chance.next() % 9_000)
    }

    private mutating func push(_ chain: ChainID) {
        let amount = UInt256(500 + chance.next() % 30_000) * 1_000_000
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: chance.next() % 2 == 0 ? .base : .quote,
                amount: amount,
                least: .zero
            ),
            on: chain
        )
    }

    /// No deeper than what is not final yet.
    private mutating func reorganise(_ chain: ChainID) {
        let finality = world.bot.settings?.fleet.chain(chain)?.finality
        guard let finality, case .depth(let depth) = finality, depth > 0 else { return }
        let blocks = 1 + Int(chance.next() % depth)
        _ = world.change(chain) { $0.reorganise(depth: blocks) }
    }

    private mutating func evict(_ chain: ChainID) {
        let hashes = world.bot.nonceLanes.filter { $0.key.chain == chain }
            .flatMap(\.slots).flatMap(\.payloads).map(\.hash)
        world.change(chain) { chain in
            for hash in hashes { _ = chain.evict(hash) }
        }
    }

    private mutating func spike(_ chain: ChainID) {
        let fee = Wei(UInt256(1 + chance.next() % 300) * 1_000_000_000)
        world.change(chain) { if $0.head.baseFee != Wei.zero { $0.setBaseFee(fee) } }
    }

    private mutating func faultBridge() {
        let fault: BridgeFault =
            chance.next() % 2 == 0
            ? .delay(Interval(milliseconds: 60_000)) : .refund
        world.changeBridge { $0.inject(fault) }
    }

    private mutating func pauseEndpoint() {
        let chain = Int(chance.next() % 2)
        let endpoint = Int(chance.next() % UInt64(world.endpoints[chain].count))
        world.endpoints[chain][endpoint].isDown.toggle()
        world.endpoints[chain][0].lag = chance.next() % 4 == 0 ? 1 : 0
    }

    private mutating func operate(_ chain: ChainID) {
        let now = world.now
        switch chance.next() % 3 {
        case 0:
            let halt = try? Halt(.global, by: "ann", reason: "a look", since: now)
            if let halt { world.command(.halt(halt, now: chance.next() % 2 == 0)) }
        default: resume()
        }
    }

    private mutating func resume() {
        for halt in world.bot.halts { world.command(.resume(halt.scope, by: "ann")) }
        for gate in world.bot.bridgeGates {
            if case .closed = gate.standing { world.command(.reopen(gate.lane, by: "ann")) }
        }
    }

    /// The faults stop, an operator resumes, and time passes.
    mutating func settle() {
        world.crashAfter = nil
        for _ in 0..<10 {
            heal()
            run(for: 120_000)
        }
    }

    private mutating func heal() {
        resume()
        world.losesOneIn = 0
        for chain in world.endpoints.indices {
            for endpoint in world.endpoints[chain].indices {
                world.endpoints[chain][endpoint].isDown = false
                world.endpoints[chain][endpoint].lag = 0
            }
        }
    }
}
