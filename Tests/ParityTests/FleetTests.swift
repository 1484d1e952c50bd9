import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// Several routes over shared pools, inventory and bridges.
@Suite struct FleetTests {
    /// Two routes with the same dear chain and pool, and a cheap chain each.
    private func fleet(_ seed: UInt64) throws -> (fleet: Fleet, scene: Scene, alone: [Worth]) {
        var chance = Chance(seed: seed)
        var one = Fixture()
        one.first.inventory = .known(UInt256(2_000 + chance.next() % 20_000) * 1_000_000)
        one.second.pushed = 15_000 + Int(chance.next() % 10_000)
        var other = one
        other.name = "usd, third chain"
        other.second = Fixture.Side(
            chain: 10,
            name: "Third",
            decimals: 6,
            base: 0xB3,
            quote: 0xC3,
            pool: 0xA3
        )
        other.second.pushed = 15_000 + Int(chance.next() % 10_000)
        let scenes = (try one.scene(), try other.scene())
        let scene = Scene(
            now: one.now,
            chains: scenes.0.chains + [scenes.1.chains[1]],
            lanes: scenes.0.lanes + scenes.1.lanes,
            prices: scenes.0.prices + scenes.1.prices
        )
        let chains = scene.chains.map { chain in
            Chain(
                id: chain.chain,
                name: chain.name,
                blockInterval: chain.blockInterval,
                finality: .depth(1),
                nativePrice: .fixed(nil)
            )
        }
        let routes = [try one.route(), try other.route()]
        var tokens: [TokenPrice] = []
        for price in scene.prices where !tokens.contains(where: { $0.token == price.token }) {
            tokens.append(TokenPrice(token: price.token, source: .fixed(nil)))
        }
        let fleet = try Fleet(numeraire: "USD", chains: chains, prices: tokens, routes: routes)
        let alone = [try one.assess(), try other.assess()].map { $0.plan?.net ?? .zero }
        return (fleet, scene, alone)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `two routes on one pool earn together at least what the best earns alone`(
        seed: UInt64
    ) throws {
        let (fleet, scene, alone) = try fleet(seed)
        let standing = Fixture().standing
        let assessments = fleet.assess(scene, [standing, standing])
        let together = assessments.compactMap(\.plan?.net).reduce(Worth.zero) {
            $0.adding($1) ?? .zero
        }
        #expect(together >= max(alone[0], alone[1]), "seed \(seed)")
        #expect(max(alone[0], alone[1]) > .zero)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `no balance is promised twice, and impacts on a shared pool add up`(seed: UInt64) throws {
        let (fleet, scene, _) = try fleet(seed)
        let standing = Fixture().standing
        let plans = fleet.assess(scene, [standing, standing]).compactMap(\.plan)
        let promised = plans.reduce(UInt256.zero) { $0 + $1.sell.amountIn }
        guard case .known(let held)? = scene.chains[0].holdings.first?.amount else {
            Issue.record("no holding")
            return
        }
        #expect(promised <= held, "seed \(seed)")
        // In the order of their net, the shared pool pays just what each plan says.
        guard case .known(var venue) = scene.chains[0].pools[0].state else {
            Issue.record("no pool")
            return
        }
        for plan in plans.sorted(by: { $0.net > $1.net }) {
            let paid = try venue.sell(plan.sell.amountIn, of: .base).received
            #expect(paid == plan.sell.quotedOut, "seed \(seed)")
        }
    }

    /// Two routes between the same tokens over pools of their own: they come back over the same lanes.
    @Test func `one reserve is not promised to two routes`() throws {
        var one = Fixture()
        one.reserve = 250_700
        one.parameters.size.most = Worth(500)
        var other = one
        other.name = "twin"
        other.first.pool = 0xA5
        other.second.pool = 0xA6
        let (left, right) = (try one.scene(), try other.scene())
        let chains = zip(left.chains, right.chains).map { chain, twin in
            ChainScene(
                chain: chain.chain,
                name: chain.name,
                blockInterval: chain.blockInterval,
                block: chain.block,
                pools: chain.pools + twin.pools,
                holdings: chain.holdings,
                gasMoney: chain.gasMoney,
                gasPrice: chain.gasPrice,
                nativePrice: chain.nativePrice
            )
        }
        let scene = Scene(now: one.now, chains: chains, lanes: left.lanes, prices: left.prices)
        let fleet = try Fleet(
            numeraire: "USD",
            chains: chains.map { chain in
                Chain(
                    id: chain.chain,
                    name: chain.name,
                    blockInterval: chain.blockInterval,
                    finality: .depth(1),
                    nativePrice: .fixed(nil)
                )
            },
            prices: left.prices.map { TokenPrice(token: $0.token, source: .fixed(nil)) },
            routes: [try one.route(), try other.route()]
        )
        let assessments = fleet.assess(scene, [one.standing, other.standing])
        let sold = assessments.compactMap(\.plan).map(\.sell.amountIn)
        #expect(sold.count == 2, "\(assessments.map(\.explanation))")
        #expect(sold.reduce(0, +) == 700_000_000)
        #expect(assessments[1].checks.contains { $0.isBinding && $0.rule == .baseReserve })
    }

    @Test func `a fleet in parity is all in parity`() throws {
        let (fleet, scene, _) = try fleet(1)
        let assessments = fleet.assess(scene, [Standing(), Standing()])
        #expect(assessments.allSatisfy { $0.verdict == .hold(.confirmed, subject: "") })
    }
}

/// DOMAIN's own day: everybody buys on one side.
@Suite struct OneWayDayTests {
    @Test func `a one-way day charges the bridge fees of both assets`() throws {
        var fixture = Fixture()
        fixture.parameters.mission = .parity(Mission.Subsidy(perDay: Worth(1_000_000)))
        fixture.parameters.bridge.pause = Interval(milliseconds: 0)
        var holdings = (
            dearBase: UInt256(250_000_000_000), dearQuote: UInt256(250_000_000_000),
            cheapBase: UInt256(250_000_000_000), cheapQuote: UInt256(250_000_000_000)
        )
        var fees = (base: UInt256.zero, quote: UInt256.zero)
        var shadows: [ShadowPrice] = []
        for _ in 0..<60 {
            let scene = try fixture.scene().holding(
                first: (holdings.dearBase, holdings.dearQuote),
                second: (holdings.cheapBase, holdings.cheapQuote)
            )
            guard let plan = try fixture.route().assess(scene, fixture.standing).plan else { break }
            shadows.append(plan.shadowPrice)
            holdings.dearBase -= plan.sell.amountIn
            holdings.dearQuote += plan.sell.quotedOut
            holdings.cheapQuote -= plan.buy.amountIn
            holdings.cheapBase += plan.buy.quotedOut
            if case .goes(let amount, let delivered) = plan.transfers[0].outcome {
                fees.base += amount - delivered
                holdings.cheapBase -= amount
                holdings.dearBase += delivered
            }
            if case .goes(let amount, let delivered) = plan.transfers[1].outcome {
                fees.quote += amount - delivered
                holdings.dearQuote -= amount
                holdings.cheapQuote += delivered
            }
        }
        #expect(shadows.count == 60)
        #expect(fees.base > .zero)
        #expect(fees.quote > .zero)
        // In balance at first, at the full sum of both fees in the end.
        #expect(shadows.first?.share == BasisPoints(millionths: 0))
        #expect(shadows.map(\.share).max() ?? .whole > BasisPoints(millionths: 3_500_000))
        #expect(shadows.map(\.share).max() ?? .whole <= BasisPoints(millionths: 4_000_000))
    }
}

extension Scene {
    /// The same scene with other holdings: base and quote of both chains.
    fileprivate func holding(
        first: (UInt256, UInt256),
        second: (UInt256, UInt256)
    ) -> Scene {
        let chains = zip(chains, [first, second]).map { chain, held in
            ChainScene(
                chain: chain.chain,
                name: chain.name,
                blockInterval: chain.blockInterval,
                block: chain.block,
                pools: chain.pools,
                holdings: zip(chain.holdings, [held.0, held.1]).map {
                    Holding(token: $0.token, amount: .known($1))
                },
                gasMoney: chain.gasMoney,
                gasPrice: chain.gasPrice,
                nativePrice: chain.nativePrice
            )
        }
        return Scene(now: now, chains: chains, lanes: lanes, prices: prices)
    }
}
