public import Bot
import Contracts
import Ethereum
import Execution
import Risk
public import Numerics
public import Routes
import Venues
public import Vocabulary

/// Two chains with stable pools of equal depth, and a bridge with vaults: DOMAIN's shipped demo, from which
/// tests and scenarios spoil one thing.
public struct SimulatedDemo: Sendable {
    /// In whole tokens.
    public var depth: UInt64 = 1_000_000
    /// With eighteen decimals.
    public var slippage: UInt256 = 50_000_000_000_000_000
    public var poolFee = BasisPoints(millionths: 3_000_000)
    /// Of each token on each chain, in whole tokens.
    public var inventory: UInt64 = 250_000
    public var vault: UInt64 = 2_000_000
    /// What the bot's account has for gas on each chain.
    public var coins = Wei(100_000_000_000_000_000_000)
    public var bridgeFee = BasisPoints(millionths: 10_000_000)
    public var bridgeLatency = BridgeLatency(
        least: Interval(milliseconds: 120_000),
        halfLife: Interval(milliseconds: 60_000)
    )
    public var overdue = Interval(milliseconds: 1_800_000)
    public var dust: UInt64 = 10
    public var laneCap: UInt64 = 100_000
    public var parameters = RouteParameters()
    public var poolsEach = 1
    public var endpointsEach = 2
    /// Blocks that must stand on one before it can't be taken back.
    public var depthOfFinality: (first: UInt64, second: UInt64) = (0, 0)
    public var timing = Timing()
    public var rampTrades: UInt8 = 10
    /// What any day may lose before everything stops.
    public var dailyLoss = Worth(200)
    /// Gas has a price on the second chain.
    public var hasFeeMarket = true
    /// The first chain's base token and the second chain's coin are priced by feeds on their chains.
    public var hasFeeds = false
    public var seed: UInt64 = 1

    public init() {
        parameters.mission = .parity(Mission.Subsidy())
    }

    public static let home: UInt64 = 138
    public static let away: UInt64 = 651_940
    static let base = address(0xB)
    static let quote = address(0xC)
    static let executor = address(0xEC)
    static let account = address(0xAC)
    static let owner = address(0x0E)
    static let bridge = address(0xB0)
    static let aggregator = address(0xCA)
    static let trader = address(0x77)
    static let feed = address(0xFE)
    static let feedDecimals: UInt8 = 8
    /// In whole units.
    static let coinPrice: UInt64 = 2_500
    static let start = Instant(milliseconds: 1_750_000_000_000)

    static func address(_ number: UInt64) -> Address { Address(word: UInt256(number)) ?? .zero }

    public static var traderAccount: Address { trader }
    public static var baseToken: Address { base }
    public static var quoteToken: Address { quote }
    public static var executorContract: Address { executor }
    public static var operatorAccount: Address { account }
    public static func pool(_ index: Int) -> Address { address(0xA0 + UInt64(index)) }

    static func units(_ whole: UInt64) -> UInt256 { UInt256(whole) * 1_000_000 }

    /// `nil` for numbers that make no such world.
    public func plan() -> SimulatedPlan? {
        guard
            let home = ChainID(Self.home), let away = ChainID(Self.away),
            let fleet = fleet(home, away), let settings = settings(fleet),
            let first = genesis(home, other: away), let second = genesis(away, other: home)
        else { return nil }
        let policies = fleet.chains.compactMap(policy)
        guard policies.count == fleet.chains.count else { return nil }
        return SimulatedPlan(
            settings: settings,
            first: first,
            second: second,
            bridge: VirtualBridge(
                lanes: fleet.routes.flatMap(\.lanes.all),
                latency: bridgeLatency,
                confirmations: 1,
                seed: seed
            ),
            policies: policies,
            start: Self.start,
            seed: seed
        )
    }

    public func world() -> SimulatedWorld? {
        plan().map { SimulatedWorld($0) }
    }
}

// The fleet.

extension SimulatedDemo {
    func fleet(_ home: ChainID, _ away: ChainID) -> Fleet? {
        guard
            let one = Price(numerator: 1, denominator: 1),
            let coin = Price(numerator: UInt256(Self.coinPrice), denominator: 1),
            let first = place(home, "cUSDT", "cUSDC"), let second = place(away, "USDT", "USDC"),
            let lanes = lanes(first, second),
            let route = try? Route(
                name: "usd",
                first: first,
                second: second,
                lanes: lanes,
                parameters: parameters
            )
        else { return nil }
        let tokens = [first.base, first.quote, second.base, second.quote]
        return try? Fleet(
            numeraire: "USD",
            chains: [
                chain(home, "Chain 138", .fixed(nil), depthOfFinality.first),
                chain(away, "Alltra", source(away, .fixed(coin)), depthOfFinality.second),
            ],
            prices: tokens.map { token in
                let isFed = token.key == first.base.key
                let peg = PriceSource.fixed(one)
                return TokenPrice(token: token.key, source: isFed ? source(home, peg) : peg)
            },
            routes: [route]
        )
    }

    /// A feed on this chain, where there are feeds.
    private func source(_ chain: ChainID, _ peg: PriceSource) -> PriceSource {
        guard hasFeeds else { return peg }
        return .feeds([
            Feed(
                key: ContractKey(chain: chain, address: Self.feed),
                decimals: Self.feedDecimals,
                oldest: Interval(milliseconds: 600_000)
            )
        ])
    }

    private func chain(
        _ id: ChainID,
        _ name: String,
        _ price: PriceSource,
        _ depth: UInt64
    ) -> Chain {
        Chain(
            id: id,
            name: name,
            blockInterval: Interval(milliseconds: 2_000),
            finality: .depth(depth),
            executor: Self.executor,
            account: Self.account,
            multicall: Self.aggregator,
            nativePrice: hasFeeMarket ? price : .fixed(nil)
        )
    }

    private func place(_ chain: ChainID, _ base: String, _ quote: String) -> Route.Place? {
        guard
            let base = Token(chain: chain, address: Self.base, symbol: base, decimals: 6),
            let quote = Token(chain: chain, address: Self.quote, symbol: quote, decimals: 6)
        else { return nil }
        let pools = (0..<poolsEach).compactMap { index in
            PoolDescription(
                key: ContractKey(chain: chain, address: Self.pool(index)),
                name: "pool \(index + 1) on \(chain)",
                base: base,
                quote: quote,
                kind: .dodo(.dsp, .current)
            )
        }
        return Route.Place(base: base, quote: quote, pools: pools)
    }

    private func lanes(_ first: Route.Place, _ second: Route.Place) -> Route.Lanes? {
        guard
            let baseOut = lane(first.base, second.base),
            let baseBack = lane(second.base, first.base),
            let quoteOut = lane(first.quote, second.quote),
            let quoteBack = lane(second.quote, first.quote)
        else { return nil }
        return Route.Lanes(
            baseOut: baseOut,
            baseBack: baseBack,
            quoteOut: quoteOut,
            quoteBack: quoteBack
        )
    }

    private func lane(_ source: Token, _ destination: Token) -> Lane? {
        Lane(
            source: source,
            destination: destination,
            entry: Self.bridge,
            exit: Self.bridge,
            fee: bridgeFee,
            least: Self.units(1)
        )
    }

    private func settings(_ fleet: Fleet) -> Settings? {
        let gwei: UInt256 = 1_000_000_000
        let fees = FeePolicy(ceiling: Wei(200 * gwei), cancelCeiling: Wei(400 * gwei))
        guard let fees else { return nil }
        var limits = LimitParameters()
        limits.rampTrades = rampTrades
        var breakers = BreakerParameters()
        breakers.dailyLoss = dailyLoss
        let endpoints = Array(
            repeating: EndpointSettings(client: .besu),
            count: endpointsEach
        )
        return try? Settings(
            fleet: fleet,
            chains: fleet.chains.map { chain in
                ChainSettings(
                    chain: chain.id,
                    endpoints: endpoints,
                    market: isFree(chain.id) ? .free : .market,
                    fees: fees,
                    poll: Interval(milliseconds: 500)
                )
            },
            lanes: fleet.routes.flatMap(\.lanes.all).map { lane in
                LaneSettings(
                    lane: lane.key,
                    cap: Self.units(laneCap),
                    dust: Self.units(dust),
                    overdue: overdue
                )
            },
            limits: limits,
            breakers: breakers,
            timing: timing
        )
    }

    private func isFree(_ chain: ChainID) -> Bool { chain.value == Self.home || !hasFeeMarket }

    private func policy(_ chain: Chain) -> SignerPolicy? {
        let gwei: UInt256 = 1_000_000_000
        let cap = SignerPolicy.TokenCap(
            token: Self.base,
            perTransaction: Self.units(1_000_000),
            perDay: Self.units(1_000_000_000),
            maySend: true
        )
        let quoteCap = SignerPolicy.TokenCap(
            token: Self.quote,
            perTransaction: Self.units(1_000_000),
            perDay: Self.units(1_000_000_000),
            maySend: true
        )
        return SignerPolicy(
            chain: chain.id,
            account: Self.account,
            executor: Self.executor,
            pools: (0..<poolsEach).map { index in
                SignerPolicy.AllowedPool(
                    pool: Self.pool(index),
                    base: Self.base,
                    quote: Self.quote
                )
            },
            caps: [cap, quoteCap],
            gasPrice: Wei(500 * gwei),
            gasLimit: 5_000_000,
            farthestDeadline: Interval(milliseconds: 3_600_000),
            gasPerDay: Wei(1_000_000_000 * gwei * gwei)
        )
    }
}

// The chains.

extension SimulatedDemo {
    private func genesis(_ id: ChainID, other: ChainID) -> ChainGenesis? {
        var rules = ChainRules(id: id)
        rules.aggregator = Self.aggregator
        rules.start = Self.start
        rules.seed = seed
        rules.fees = isFree(id) ? .free : .market(first: 1_000_000_000)
        var genesis = ChainGenesis(rules)
        do {
            for token in [Self.base, Self.quote] {
                try genesis.add(VirtualToken(address: token, decimals: 6))
            }
            for index in 0..<poolsEach {
                try genesis.add(
                    VirtualPool(
                        address: Self.pool(index),
                        venue: .dodo(try pool()),
                        base: Self.base,
                        quote: Self.quote
                    )
                )
            }
            try genesis.add(bridge())
            if hasFeeds {
                let whole = UInt256(id.value == Self.home ? 1 : Self.coinPrice)
                try genesis.add(
                    VirtualOracle(
                        address: Self.feed,
                        decimals: Self.feedDecimals,
                        answer: whole * 100_000_000
                    )
                )
            }
            try genesis.add(executor(other))
            for token in [Self.base, Self.quote] {
                try genesis.credit(token, to: Self.executor, Self.units(inventory))
                try genesis.credit(token, to: Self.trader, Self.units(1_000_000_000))
                try genesis.credit(token, to: Self.bridge, Self.units(vault))
            }
        } catch {
            return nil
        }
        genesis.fund(Self.account, coins)
        return genesis
    }

    func pool() throws -> DODOPool {
        let fee = UInt256(poolFee.millionths) * 100_000_000
        return try DODOPool(
            kind: .dsp,
            revision: .current,
            guidePrice: 1_000_000_000_000_000_000,
            slippage: slippage,
            baseReserve: Self.units(depth),
            quoteReserve: Self.units(depth),
            baseTarget: Self.units(depth),
            quoteTarget: Self.units(depth),
            regime: .one,
            lpFeeRate: fee,
            maintainerFeeRate: .zero
        )
    }

    private func bridge() -> VirtualBridgeContract {
        VirtualBridgeContract(
            address: Self.bridge,
            terms: [Self.base, Self.quote].map { token in
                VirtualBridgeContract.Terms(
                    token: token,
                    custody: .vault(Self.bridge),
                    fee: bridgeFee,
                    collector: Self.owner,
                    least: Self.units(1)
                )
            }
        )
    }

    private func executor(_ other: ChainID) -> VirtualExecutor {
        let tokens = [Self.base, Self.quote]
        return VirtualExecutor(
            address: Self.executor,
            owner: Self.owner,
            trader: Self.account,
            pools: (0..<poolsEach).map(Self.pool),
            caps: tokens.map { token in
                VirtualExecutor.Cap(
                    token: token,
                    perCall: Self.units(1_000_000),
                    perDay: Self.units(1_000_000_000)
                )
            },
            exits: tokens.compactMap { token in
                VirtualExecutor.Exit(
                    token: token,
                    bridge: Self.bridge,
                    destination: UInt256(other.value),
                    recipient: Self.executor
                )
            }
        )
    }
}
