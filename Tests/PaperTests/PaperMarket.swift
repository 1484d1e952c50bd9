import Bot
import Execution
import Hashing
import Numerics
import Paper
import Parity
import Routes
import Simulation
import TestSupport
import Venues
import Vocabulary

/// Two stable pools that somebody has seen, and what the demo's bot makes of them.
struct PaperMarket {
    static let home = SimulatedDemo.home
    static let away = SimulatedDemo.away
    static let pool = SimulatedDemo.pool(0)
    static let bridge = Address(word: 0xB0) ?? .zero
    /// Milliseconds: where the first block stands.
    static let start: UInt64 = 1_750_000_000_000

    /// The pools outside, by chain.
    var pools: [DODOPool]
    private var numbers: [UInt64] = [5_000_000, 9_000]
    var now = PaperMarket.start

    init() throws {
        pools = [try Self.even(), try Self.even()]
    }

    static func even() throws -> DODOPool {
        let depth = UInt256(1_000_000) * 1_000_000
        return try DODOPool(
            kind: .dsp,
            revision: .current,
            guidePrice: 1_000_000_000_000_000_000,
            slippage: 50_000_000_000_000_000,
            baseReserve: depth,
            quoteReserve: depth,
            baseTarget: depth,
            quoteTarget: depth,
            regime: .one,
            lpFeeRate: 300_000_000_000_000,
            maintainerFeeRate: .zero
        )
    }

    static func plan(_ change: (inout SimulatedDemo) -> Void = { _ in }) -> PaperPlan? {
        var demo = SimulatedDemo()
        demo.rampTrades = 1
        demo.parameters.mission = .parity(Mission.Subsidy(perDay: Worth(10_000)))
        demo.parameters.size.perDay = Worth(8_000_000)
        demo.dailyLoss = Worth(10_000)
        demo.parameters.safety.deadlineInIntervals = 12
        change(&demo)
        guard let told = demo.plan()?.settings, let settings = patient(told) else { return nil }
        let tokens = settings.fleet.routes.flatMap {
            [$0.first.base, $0.first.quote, $0.second.base, $0.second.quote]
        }
        return PaperPlan(
            settings: settings,
            stocks: tokens.map {
                Scenery.Stock(token: $0.key, amount: UInt256(250_000) * 1_000_000)
            },
            coins: settings.fleet.chains.map {
                PaperPlan.Coins(chain: $0.id, amount: Wei(100_000_000_000_000_000_000))
            },
            vaults: [],
            bridgeLatency: BridgeLatency(
                least: Interval(milliseconds: 60_000),
                halfLife: Interval(milliseconds: 10_000)
            )
        )
    }

    /// What is late is not given up.
    private static func patient(_ settings: Settings) -> Settings? {
        try? Settings(
            fleet: settings.fleet,
            chains: settings.chains.map { chain in
                ChainSettings(
                    chain: chain.chain,
                    endpoints: chain.endpoints,
                    market: chain.market,
                    fees: chain.fees,
                    poll: chain.poll,
                    planAge: 8
                )
            },
            lanes: settings.lanes,
            limits: settings.limits,
            breakers: settings.breakers,
            timing: settings.timing
        )
    }

    static func world(_ change: (inout PaperPlan) -> Void = { _ in }) throws -> PaperWorld? {
        guard var plan = plan() else { return nil }
        change(&plan)
        return try PaperWorld(plan)
    }

    /// The next block of a chain, two seconds after its last, a quarter of a second after it was made.
    mutating func next(_ chain: Int, reads: Bool = true) throws -> Sighting {
        if chain == 0 { now += 2_000 }
        numbers[chain] += 1
        return try sighting(chain, reads: reads)
    }

    /// Blocks that nobody sees.
    mutating func skip(_ count: UInt64, on chain: Int) {
        numbers[chain] += count
    }

    private func sighting(_ chain: Int, reads: Bool) throws -> Sighting {
        let id = ChainID(chain == 0 ? Self.home : Self.away)
        let number = numbers[chain]
        let hash = { (number: UInt64) in
            BlockHash(Digest(words: 7, UInt64(chain), 0, number))
        }
        guard let id else { throw PaperFault.delay(blocks: 0) }
        let tokens = [SimulatedDemo.baseToken, SimulatedDemo.quoteToken]
        let snapshot = Snapshot(
            chain: id,
            block: Block(
                number: number,
                hash: hash(number),
                parent: hash(number - 1),
                time: Instant(milliseconds: now),
                baseFee: chain == 0 ? .zero : Wei(10_000_000)
            ),
            pools: [
                PoolSight(
                    pool: Self.pool,
                    state: reads ? .known(.dodo(pools[chain])) : .unknown(.reverted)
                )
            ],
            vaults: tokens.map { token in
                VaultSight(
                    token: token,
                    exit: Self.bridge,
                    available: .known(UInt256(2_000_000) * 1_000_000),
                    pending: .unknown(.unasked),
                    isPaused: .known(false)
                )
            }
        )
        guard let snapshot else { throw PaperFault.delay(blocks: 0) }
        return Sighting(
            seen: Instant(milliseconds: now + 250 + 100 * UInt64(chain)),
            snapshot: snapshot,
            suggestedGas: .known(chain == 0 ? .zero : Wei(1_000_000))
        )
    }

    /// Somebody outside sells so many whole tokens.
    mutating func sell(_ whole: UInt64, of side: Side, on chain: Int) throws {
        _ = try pools[chain].sell(UInt256(whole) * 1_000_000, of: side)
    }

    /// Small trades of either direction, and a tide that turns.
    mutating func trade(_ chance: inout Chance, at block: Int) throws {
        for chain in pools.indices where chance.next() % 4 == 0 {
            let tide: Side = (block / 300 + chain) % 2 == 0 ? .base : .quote
            let side = chance.next() % 3 == 0 ? tide.other : tide
            try sell(chance.next() % 600 + 20, of: side, on: chain)
        }
    }
}

/// A paper world and everything it has told.
struct PaperRun {
    var world: PaperWorld
    var market: PaperMarket
    var entries: [Entry] = []
    var score: PaperScore

    init(_ change: (inout PaperPlan) -> Void = { _ in }) throws {
        guard let world = try PaperMarket.world(change) else { throw PaperFault.delay(blocks: 0) }
        self.world = world
        market = try PaperMarket()
        score = PaperScore(world.settings.fleet, references: nil)
    }

    mutating func take(_ sighting: Sighting) throws {
        let happened = try world.take(sighting)
        for case .journalled(let entry) in happened { entries.append(entry) }
        score.take(happened, world, sighting)
    }

    /// A block of each chain.
    mutating func block() throws {
        for chain in 0..<2 { try take(market.next(chain)) }
        // The bot learns of it, and what it sends is on its way.
        let told = world.run(until: Instant(milliseconds: market.now + 900))
        for case .journalled(let entry) in told { entries.append(entry) }
        score.take(told, world)
    }

    mutating func blocks(_ count: Int) throws {
        for _ in 0..<count { try block() }
    }

    /// Blocks until the bot has written something of this kind.
    mutating func blocks(
        until isMet: (Entry.Fact) -> Bool,
        most: Int = 2_000
    ) throws -> Bool {
        for _ in 0..<most {
            let before = entries.count
            try block()
            if entries[before...].contains(where: { isMet($0.fact) }) { return true }
        }
        return false
    }

    /// Until every lane of the bridge is proven.
    mutating func prove() throws {
        for _ in 0..<1_000 {
            try block()
            let gates = world.bot.bridgeGates
            let isOpen = gates.allSatisfy { if case .open = $0.standing { true } else { false } }
            if !gates.isEmpty, isOpen { return }
        }
    }

    var plans: [PlannedTrade] {
        entries.compactMap { if case .planned(let plan) = $0.fact { plan } else { nil } }
    }

    var landings: [(AccountKey, Inclusion, Landing)] {
        entries.compactMap { entry in
            guard case .landed(let account, _, let inclusion, let landing) = entry.fact else {
                return nil
            }
            return (account, inclusion, landing)
        }
    }
}
