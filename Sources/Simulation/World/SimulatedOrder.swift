package import Bot
import Parity
import Risk
import Routes
import Venues
public import Vocabulary

/// What a run is to be: with these it can be run again to the last byte.
public struct SimulatedOrder: Hashable, Sendable {
    public var seed: UInt64 = 1
    /// With flow and faults; what follows, until everything has come to rest, is not counted in.
    public var lasting = Interval(milliseconds: 3_600_000)
    /// Multiplies the macro flow.
    public var flow: UInt64 = 1
    public var faults = FaultPlan()
    /// The macro flow never turns round.
    public var isOneWay = false
    /// Manipulators, a rival and providers of liquidity too.
    public var hasTroublemakers = false
    public var poolsEach = 1
    /// On each chain; `nil` for two, and for three where chance fails them: two must agree, and with two alone
    /// one that is silent blinds the bot.
    public var endpointsEach: Int?
    /// Prices come from feeds, as they do wherever chance has a part.
    public var hasFeeds = false
    /// What the bot holds of each token on each chain, and what the bridge can pay of it, in whole tokens;
    /// `nil` for the demo's.
    public var inventory: UInt64?
    public var vault: UInt64?
    /// What the bot's account has for gas on each chain.
    public var coins: Wei?
    /// How many block intervals a leg has; `nil` for enough that the second one comes after the first is
    /// final.
    public var deadlineInIntervals: UInt64?
    /// What the bot does wrong, in builds for tests.
    package var mistake = Mistake()

    /// What happens in it was written down by somebody, who also says what is expected.
    let isScene: Bool

    public init() { isScene = false }

    init(isScene: Bool) { self.isScene = isScene }

    /// Whether anything can go wrong.
    var isFaulty: Bool { !faults.rates.isEmpty || !faults.cues.isEmpty }

    /// Whether it is played as it is written: blocks keep their time, and nobody comes who was not asked.
    var isScripted: Bool { isScene || faults.rates.isEmpty && !faults.cues.isEmpty }

    var endpoints: Int { endpointsEach ?? (isFaulty && !isScripted ? 3 : 2) }

    /// DOMAIN's shipped demo, with people in it; `nil` for numbers that make no world.
    public func plan() -> SimulatedPlan? {
        var demo = SimulatedDemo()
        demo.seed = seed
        demo.rampTrades = 1
        demo.poolsEach = poolsEach
        demo.endpointsEach = endpoints
        if let inventory { demo.inventory = inventory }
        if let vault { demo.vault = vault }
        if let coins { demo.coins = coins }
        demo.bridgeLatency = BridgeLatency(
            least: Interval(milliseconds: 240_000),
            halfLife: Interval(milliseconds: 60_000)
        )
        let subsidy = Worth(Int64(clamping: flow.multipliedReportingOverflow(by: 1_000).0))
        demo.parameters.mission = .parity(Mission.Subsidy(perDay: subsidy))
        demo.parameters.size.perDay = Worth(8_000_000)
        demo.dailyLoss = subsidy.adding(Worth(200)) ?? subsidy
        if isFaulty {
            demo.depthOfFinality = (3, 3)
            demo.parameters.safety.deadlineInIntervals = 12
        }
        demo.hasFeeds = hasFeeds || hasTroublemakers || isFaulty && !isScripted
        if let deadlineInIntervals {
            demo.parameters.safety.deadlineInIntervals = deadlineInIntervals
        }
        guard var plan = demo.plan(), let market = market(of: demo, plan) else { return nil }
        plan.market = market
        plan.faults = faults
        plan.mistake = mistake
        plan.jitter = Interval(milliseconds: isScripted ? 0 : 400)
        plan.holder = SimulatedDemo.executor
        plan.tokens = [SimulatedDemo.base, SimulatedDemo.quote]
        if isFaulty {
            plan.bridge = VirtualBridge(
                lanes: plan.bridge.lanes,
                latency: demo.bridgeLatency,
                confirmations: 4,
                seed: seed
            )
        }
        return plan
    }

    public func world() -> SimulatedWorld? { plan().map { SimulatedWorld($0) } }

    private func market(of demo: SimulatedDemo, _ plan: SimulatedPlan) -> WorldMarket? {
        let places = plan.settings.fleet.routes.prefix(1).flatMap { [$0.first, $0.second] }
        var pools: [MarketView.Pool] = []
        var addresses: [Address] = []
        for (number, place) in places.enumerated() {
            for pool in place.pools {
                guard
                    let venue = try? demo.pool(),
                    let market = place.market(pool, .dodo(venue))
                else { return nil }
                pools.append(
                    MarketView.Pool(
                        market: market,
                        chain: place.chain,
                        base: 2 * number,
                        quote: 2 * number + 1
                    )
                )
                addresses.append(pool.key.address)
            }
        }
        let seats = places.map { place in
            DemoCast.Place(
                chain: place.chain,
                pools: pools.indices.filter { pools[$0].chain == place.chain }
            )
        }
        guard seats.count == 2 else { return nil }
        var cast = DemoCast(first: seats[0], second: seats[1], tokens: 4, seed: seed)
        cast.scale = flow
        if isOneWay { cast.turning = .never }
        var actors = cast.actors
        if hasTroublemakers { actors += cast.troublemakers + travellers(places) }
        if demo.hasFeeds { actors += oracles(places.map(\.chain)) }
        var market = WorldMarket(
            Cast(actors),
            view: MarketView(pools: pools),
            addresses: addresses,
            trader: SimulatedDemo.trader
        )
        if hasTroublemakers { market.exits = exits(places) }
        if demo.hasFeeds {
            market.feeds = places.map { place in
                WorldMarket.FeedPlace(
                    chain: place.chain,
                    address: SimulatedDemo.feed,
                    decimals: SimulatedDemo.feedDecimals
                )
            }
        }
        return market
    }
}
