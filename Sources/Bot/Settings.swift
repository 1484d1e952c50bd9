public import Execution
public import Numerics
public import Risk
public import Routes
public import Vocabulary

/// Everything the bot was told: the fleet, how each chain is reached and paid, and each bridge lane's limits.
public struct Settings: Equatable, Sendable {
    public let fleet: Fleet
    /// One for each of the fleet's chains, in its order.
    public let chains: [ChainSettings]
    /// One for each lane of the fleet's routes, each once.
    public let lanes: [LaneSettings]
    public let limits: LimitParameters
    public let breakers: BreakerParameters
    public let timing: Timing

    /// Refuses chains and lanes that don't match the fleet's.
    public init(
        fleet: Fleet,
        chains: [ChainSettings],
        lanes: [LaneSettings],
        limits: LimitParameters = LimitParameters(),
        breakers: BreakerParameters = BreakerParameters(),
        timing: Timing = Timing()
    ) throws(SettingsFault) {
        guard chains.map(\.chain) == fleet.chains.map(\.id) else { throw .otherChains }
        for chain in chains where !(1...ChainSettings.mostEndpoints).contains(chain.endpoints.count)
        {
            throw .endpoints(chain.chain)
        }
        var keys: [LaneKey] = []
        for lane in fleet.routes.flatMap(\.lanes.all) where !keys.contains(lane.key) {
            keys.append(lane.key)
        }
        for (index, lane) in lanes.enumerated()
        where !keys.contains(lane.lane) || lanes[..<index].contains(where: { $0.lane == lane.lane })
        {
            throw .lane(lane.lane)
        }
        for key in keys where !lanes.contains(where: { $0.lane == key }) { throw .lane(key) }
        for lane in lanes where BridgeGate(lane: lane.lane, cap: lane.cap, dust: lane.dust) == nil {
            throw .dust(lane.lane)
        }
        self.fleet = fleet
        self.chains = chains
        if let fault = limits.fault { throw .limits(fault) }
        if let fault = breakers.fault { throw .breakers(fault) }
        self.lanes = lanes
        self.limits = limits
        self.breakers = breakers
        self.timing = timing
    }
}

/// Why parts make no settings.
public enum SettingsFault: Error, Hashable, Sendable {
    case otherChains
    /// None, or more than are listened to.
    case endpoints(ChainID)
    /// A lane of no route, named twice, or missing.
    case lane(LaneKey)
    /// Nothing, or more than the cap.
    case dust(LaneKey)
    case limits(LimitFault)
    case breakers(BreakerFault)
}

/// How one chain is reached, and what is paid there for gas.
public struct ChainSettings: Hashable, Sendable {
    public let chain: ChainID
    public let endpoints: [EndpointSettings]
    /// Pinned, or what all endpoints agree on.
    public let genesis: BlockHash?
    public let market: Market
    public let fees: FeePolicy
    /// Between two looks.
    public let poll: Interval
    /// A plan older than this many block intervals is not sent again but cancelled.
    public let planAge: UInt64

    public static let mostEndpoints = 8

    public enum Market: String, CanonicalName, Hashable, Sendable {
        /// Proven to take transactions that offer nothing.
        case free
        case legacy
        /// EIP-1559.
        case market
    }

    public init(
        chain: ChainID,
        endpoints: [EndpointSettings],
        genesis: BlockHash? = nil,
        market: Market,
        fees: FeePolicy,
        poll: Interval,
        planAge: UInt64 = 2
    ) {
        self.chain = chain
        self.endpoints = endpoints
        self.genesis = genesis
        self.market = market
        self.fees = fees
        self.poll = poll
        self.planAge = planAge
    }
}

/// One endpoint as the bot must know it; its address is the World's business.
public struct EndpointSettings: Hashable, Sendable {
    public let client: NodeClient
    /// Transactions go to private endpoints only, where there is one.
    public let isPrivate: Bool

    public init(client: NodeClient, isPrivate: Bool = false) {
        self.client = client
        self.isPrivate = isPrivate
    }
}

/// What may be lost on one lane.
public struct LaneSettings: Hashable, Sendable {
    public let lane: LaneKey
    /// The most that may be at risk, in the source token's base units.
    public let cap: UInt256
    /// What the transfer that proves the lane carries.
    public let dust: UInt256
    /// A transfer under way for longer is overdue, until enough have been measured.
    public let overdue: Interval

    public init(lane: LaneKey, cap: UInt256, dust: UInt256, overdue: Interval) {
        self.lane = lane
        self.cap = cap
        self.dust = dust
        self.overdue = overdue
    }
}

/// How long the bot waits for whom.
public struct Timing: Hashable, Sendable {
    /// An answer that has not come by then is a timeout.
    public var answer = Interval(milliseconds: 3_000)
    /// The signer has answered by then, or is asked anew.
    public var signature = Interval(milliseconds: 5_000)
    /// A transaction that is in no block after so long offers more.
    public var attempt = Interval(milliseconds: 60_000)
    /// What decides about a naked leg may be unknown for so long.
    public var patience = Interval(milliseconds: 180_000)
    /// In parity too, everything is checked this often.
    public var review = Interval(milliseconds: 30_000)
    /// A bridge send is void after this.
    public var sendDeadline = Interval(milliseconds: 600_000)

    public init() {}
}
