import Bot
import Numerics
import Risk
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// Two chains with a pool on each, the bot between them, and somebody with enough of everything.
struct Arena {
    enum Pool: String, CaseIterable, Sendable {
        case dodo
        case pair
        case concentrated
        case stable
    }

    var first = Pool.dodo
    var second = Pool.dodo
    /// Of both pools, where the kind lets it be chosen.
    var poolFee = BasisPoints(millionths: 3_000_000)
    var parameters = Arena.shipped
    /// How many endpoints are asked on each chain, and how often.
    var endpointsEach = 2
    var poll = Interval(milliseconds: 500)
    var crowd: Scenery.Crowd?
    var seed: UInt64 = 1

    static let slot = Interval(milliseconds: 2_000)
    static let whole: UInt256 = 1_000_000
    /// What a pool is about, in whole tokens.
    static let depth: UInt64 = 1_000_000
    /// Somebody whose money is counted.
    static let attacker = Address(word: 0xA77AC) ?? .zero
    static let purse = UInt256(200_000_000) * whole

    /// The shipped defaults of an issuer who pays for parity, with room for a long day.
    static var shipped: RouteParameters {
        var parameters = RouteParameters()
        parameters.mission = .parity(Mission.Subsidy())
        parameters.size.perDay = Worth(8_000_000)
        return parameters
    }

    func world() throws -> SimulatedWorld {
        SimulatedWorld(try plan())
    }

    func plan() throws -> SimulatedPlan {
        let settings = try settings()
        let route = settings.fleet.routes[0]
        let places = [route.first, route.second]
        let scenery = Scenery(
            settings: settings,
            chains: settings.fleet.chains.map { chain in
                Scenery.Ground(
                    chain: chain.id,
                    client: .besu,
                    fees: chain.id == route.first.chain ? .free : .market(first: 1_000_000_000),
                    coins: Wei(100_000_000_000_000_000_000)
                )
            },
            pools: try zip(places, [first, second]).map { place, pool in
                Scenery.Pool(place.pools[0], try venue(pool), crowd: crowd)
            },
            holdings: places.flatMap { [$0.base, $0.quote] }.map { token in
                Scenery.Stock(token: token.key, amount: 250_000 * Self.whole)
            },
            vaults: route.lanes.all.map { lane in
                Scenery.Vault(lane: lane.key, amount: 2_000_000 * Self.whole)
            },
            bridgeLatency: BridgeLatency(
                least: Interval(milliseconds: 20_000),
                halfLife: Interval(milliseconds: 5_000)
            ),
            start: Instant(milliseconds: 1_750_000_000_000),
            seed: seed
        )
        var plan = try scenery.plan()
        plan.holder = SimulatedDemo.executorContract
        plan.tokens = Self.tokens
        try endow(&plan.first, first)
        try endow(&plan.second, second)
        return plan
    }

    static let tokens = [SimulatedDemo.baseToken, SimulatedDemo.quoteToken]

    /// The attacker's money, and what a concentrated pool's ticks don't tell that it has.
    private func endow(_ genesis: inout ChainGenesis, _ pool: Pool) throws {
        for token in Self.tokens {
            try genesis.credit(token, to: Self.attacker, Self.purse)
            guard pool == .concentrated else { continue }
            try genesis.credit(token, to: SimulatedDemo.pool(0), 5_000_000 * Self.whole)
        }
    }

    private func settings() throws -> Settings {
        var demo = SimulatedDemo()
        demo.parameters = parameters
        demo.rampTrades = 1
        demo.dailyLoss = Worth(100_000)
        let told = try #require(demo.plan()).settings
        let route = told.fleet.routes[0]
        let fleet = try Fleet(
            numeraire: told.fleet.numeraire,
            chains: told.fleet.chains,
            prices: told.fleet.prices,
            routes: [
                try Route(
                    name: route.name,
                    first: try place(route.first, first),
                    second: try place(route.second, second),
                    lanes: route.lanes,
                    parameters: parameters
                )
            ]
        )
        return try Settings(
            fleet: fleet,
            chains: told.chains.map { chain in
                ChainSettings(
                    chain: chain.chain,
                    endpoints: Array(chain.endpoints.prefix(endpointsEach)),
                    market: chain.market,
                    fees: chain.fees,
                    poll: poll
                )
            },
            lanes: told.lanes,
            limits: told.limits,
            breakers: told.breakers,
            timing: told.timing
        )
    }

    private func place(_ place: Route.Place, _ pool: Pool) throws -> Route.Place {
        let kind: PoolDescription.Kind =
            switch pool {
            case .dodo: .dodo(.dsp, .current)
            case .pair: .uniswapV2(.original)
            case .concentrated: .uniswapV3(wordsEachSide: 1)
            case .stable:
                .stableSwap(
                    PoolDescription.StableSwap(
                        generation: .nextGeneration,
                        decimals: [6, 6],
                        base: 0,
                        quote: 1
                    )
                )
            }
        let description = try #require(
            PoolDescription(
                key: place.pools[0].key,
                name: place.pools[0].name,
                base: place.base,
                quote: place.quote,
                kind: kind
            )
        )
        return try #require(
            Route.Place(base: place.base, quote: place.quote, pools: [description])
        )
    }

    func venue(_ pool: Pool) throws -> Venue {
        let million = UInt256(Self.depth) * Self.whole
        let one: UInt256 = 1_000_000_000_000_000_000
        switch pool {
        case .dodo:
            return .dodo(
                try DODOPool(
                    kind: .dsp,
                    revision: .current,
                    guidePrice: one,
                    slippage: one / 20,
                    baseReserve: million,
                    quoteReserve: million,
                    baseTarget: million,
                    quoteTarget: million,
                    regime: .one,
                    lpFeeRate: UInt256(poolFee.millionths) * 100_000_000,
                    maintainerFeeRate: .zero
                )
            )
        case .pair:
            return .uniswapV2(
                try UniswapV2Pair(reserve0: million, reserve1: million, fee: .original)
            )
        case .concentrated:
            let ticks = [
                (-600, 9_000_000_000_000), (-120, 40_000_000_000_000),
                (120, -40_000_000_000_000), (600, -9_000_000_000_000),
            ]
            return .uniswapV3(
                try UniswapV3Pool(
                    root: .one << 96,
                    tick: 0,
                    liquidity: 49_000_000_000_000,
                    fee: 500,
                    tickSpacing: 60,
                    ticks: ticks.map { index, net in
                        UniswapV3Pool.Tick(index: Int32(index), liquidityNet: Int256(net))
                    },
                    knownWords: UniswapV3Pool.allWords(tickSpacing: 60)
                )
            )
        case .stable:
            return .stableSwap(
                try StableSwapPool(
                    rules: .nextGeneration,
                    balances: [million, million],
                    rates: [one * 1_000_000_000_000, one * 1_000_000_000_000],
                    amplification: 20_000,
                    fee: 3_000_000,
                    administratorShare: 5_000_000_000,
                    offPegMultiplier: 20_000_000_000,
                    base: 0,
                    quote: 1
                )
            )
        }
    }
}

extension SimulatedWorld {
    var sides: [ChainID] { [first.rules.id, second.rules.id] }

    /// A chain's only pool as everybody sees it.
    func market(_ side: Int) throws -> Market {
        let venue = try #require(chain(sides[side]).pool(SimulatedDemo.pool(0)))
        return try Market(venue, baseDecimals: 6, quoteDecimals: 6)
    }

    func held(by holder: Address, _ token: Address, on side: Int) throws -> UInt256 {
        try #require(chain(sides[side]).balance(of: holder, in: token))
    }

    /// How far the chains' prices are apart, as a share of the first.
    func gap() throws -> Deviation {
        Deviation(of: try market(0).price(), from: try market(1).price())
    }

    @discardableResult
    mutating func swap(
        _ amount: UInt256,
        of side: Side,
        by trader: Address,
        on chain: Int,
        _ position: ChainAct.Position
    ) -> TransactionHash? {
        act(
            .swap(
                trader: trader,
                pool: SimulatedDemo.pool(0),
                selling: side,
                amount: amount,
                least: .zero
            ),
            on: sides[chain],
            position
        )
    }
}
