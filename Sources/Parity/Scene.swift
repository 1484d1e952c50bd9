public import Numerics
public import Routes
public import Venues
public import Vocabulary

/// Everything that all routes' verdicts of one moment depend on.
///
/// A plan that is made takes what it uses out of the scene, so that the next one finds the pools as they
/// will be and no balance is promised twice.
public struct Scene: Equatable, Sendable {
    public let now: Instant
    public internal(set) var chains: [ChainScene]
    public internal(set) var lanes: [LaneScene]
    public let prices: [ReferencePrice]

    public init(
        now: Instant,
        chains: [ChainScene],
        lanes: [LaneScene],
        prices: [ReferencePrice]
    ) {
        self.now = now
        self.chains = chains
        self.lanes = lanes
        self.prices = prices
    }

    func place(of chain: ChainID) -> Int? {
        chains.firstIndex { $0.chain == chain }
    }

    public func chain(_ id: ChainID) -> ChainScene? {
        chains.first { $0.chain == id }
    }

    public func lane(_ key: LaneKey) -> LaneScene? {
        lanes.first { $0.lane == key }
    }

    /// In units of 10^-18 of the numéraire for one base unit.
    public func price(of token: ContractKey) -> Reading<Price> {
        prices.first { $0.token == token }?.price ?? .unknown(.unasked)
    }
}

/// A token's reference price: from its oracle or peg, never from a pool that is traded in.
public struct ReferencePrice: Equatable, Sendable {
    public let token: ContractKey
    /// In units of 10^-18 of the numéraire for one base unit.
    public let price: Reading<Price>

    public init(token: ContractKey, price: Reading<Price>) {
        self.token = token
        self.price = price
    }

    /// From the numéraire for one whole token.
    public init(token: Token, whole: Price) {
        let unit = Price(
            quote: 1,
            quoteDecimals: token.decimals,
            base: 1,
            baseDecimals: Worth.decimals
        )
        self.token = token.key
        price =
            unit.flatMap { Price(of: whole, in: $0.inverted, rounding: .down) }
            .map { .known($0) } ?? .unknown(.contradictory)
    }
}

/// One chain as the deciders find it.
public struct ChainScene: Equatable, Sendable {
    public let chain: ChainID
    public let name: String
    public let blockInterval: Interval
    public internal(set) var block: Block
    /// The endpoints disagree: nothing here may be acted on.
    public internal(set) var isDisputed: Bool
    public internal(set) var pools: [PoolScene]
    /// What parity routes may still spend: bucket D, less what is promised already.
    public internal(set) var holdings: [Holding]
    public internal(set) var gasMoney: Reading<Wei>
    /// What a unit of gas will cost at most.
    public internal(set) var gasPrice: Reading<Wei>
    /// What a wei is worth, in units of 10^-18 of the numéraire; `nil` where the coin is worthless.
    public let nativePrice: Reading<Price?>
    public internal(set) var pauses: [PauseSight]
    /// The contract that trades here; its pause stops everything.
    public let executor: Address?

    public init(
        chain: ChainID,
        name: String,
        blockInterval: Interval,
        block: Block,
        isDisputed: Bool = false,
        pools: [PoolScene],
        holdings: [Holding],
        gasMoney: Reading<Wei>,
        gasPrice: Reading<Wei>,
        nativePrice: Reading<Price?>,
        pauses: [PauseSight] = [],
        executor: Address? = nil
    ) {
        self.chain = chain
        self.name = name
        self.blockInterval = blockInterval
        self.block = block
        self.isDisputed = isDisputed
        self.pools = pools
        self.holdings = holdings
        self.gasMoney = gasMoney
        self.gasPrice = gasPrice
        self.nativePrice = nativePrice
        self.pauses = pauses
        self.executor = executor
    }

    func pool(_ address: Address) -> PoolScene? {
        pools.first { $0.pool == address }
    }

    public func holding(of token: Address) -> Reading<UInt256> {
        holdings.first { $0.token == token }?.amount ?? .unknown(.unasked)
    }
}

/// A pool, and what the fleet has done in it lately.
public struct PoolScene: Equatable, Sendable {
    public let pool: Address
    public internal(set) var state: Reading<Venue>
    /// The block of the fleet's last execution here.
    public internal(set) var lastExecution: UInt64?
    /// A leg of ours here is signed and not yet mined.
    public internal(set) var hasOpenLeg: Bool
    /// What the fleet has planned here in this block.
    public internal(set) var volume: Worth

    public init(
        pool: Address,
        state: Reading<Venue>,
        lastExecution: UInt64? = nil,
        hasOpenLeg: Bool = false,
        volume: Worth = .zero
    ) {
        self.pool = pool
        self.state = state
        self.lastExecution = lastExecution
        self.hasOpenLeg = hasOpenLeg
        self.volume = volume
    }
}

/// What may be spent of a token.
public struct Holding: Equatable, Sendable {
    public let token: Address
    public internal(set) var amount: Reading<UInt256>

    public init(token: Address, amount: Reading<UInt256>) {
        self.token = token
        self.amount = amount
    }
}

/// A bridge lane as the reserve rule sees it; amounts in the destination token's base units.
public struct LaneScene: Equatable, Sendable {
    public let lane: LaneKey
    public internal(set) var isOpen: Bool
    /// Whether the contract that pays out is paused.
    public internal(set) var isPaused: Reading<Bool>
    /// Peak outflow times latency times the factor.
    public let required: UInt256
    /// The vault's balance, or what may still be minted.
    public internal(set) var held: Reading<UInt256>
    /// What is known to leave it: transfers under way and what is planned.
    public internal(set) var claimed: Reading<UInt256>
    /// How long the reserve lasts at the present net outflow; `nil` when it does not shrink.
    public internal(set) var runway: Interval?
    /// For how many minutes of its peak the reserve lasts; `nil` without outflow.
    public let coverMinutes: UInt64?
    /// The flow goes one way, so that it can't be netted.
    public let isOneWay: Bool
    /// What we have under way, in the numéraire.
    public internal(set) var inFlight: Worth
    public let lastTransfer: Instant?

    public init(
        lane: LaneKey,
        isOpen: Bool,
        isPaused: Reading<Bool> = .known(false),
        required: UInt256,
        held: Reading<UInt256>,
        claimed: Reading<UInt256> = .known(.zero),
        runway: Interval? = nil,
        coverMinutes: UInt64? = nil,
        isOneWay: Bool = false,
        inFlight: Worth = .zero,
        lastTransfer: Instant? = nil
    ) {
        self.lane = lane
        self.isOpen = isOpen
        self.isPaused = isPaused
        self.required = required
        self.held = held
        self.claimed = claimed
        self.runway = runway
        self.coverMinutes = coverMinutes
        self.isOneWay = isOneWay
        self.inFlight = inFlight
        self.lastTransfer = lastTransfer
    }

    /// From the reserve rule and what was seen of the vault.
    public init(
        lane: LaneKey,
        isOpen: Bool,
        isPaused: Reading<Bool> = .known(false),
        rule: ReserveRule,
        held: Reading<UInt256>,
        claimed: Reading<UInt256>,
        netOutflowPerHour: UInt256 = .zero,
        isOneWay: Bool = false,
        inFlight: Worth = .zero,
        lastTransfer: Instant? = nil
    ) {
        let both = held.value.flatMap { held in claimed.value.map { (held, $0) } }
        self.init(
            lane: lane,
            isOpen: isOpen,
            isPaused: isPaused,
            required: rule.required,
            held: held,
            claimed: claimed,
            runway: both.flatMap {
                rule.runway(held: $0, claimed: $1, netOutflowPerHour: netOutflowPerHour)
            },
            coverMinutes: both.flatMap { rule.cover(held: $0, claimed: $1) },
            isOneWay: isOneWay,
            inFlight: inFlight,
            lastTransfer: lastTransfer
        )
    }

    /// What must be held: the requirement, and all that will leave. A claim that is unknown makes it so.
    public var needed: Reading<UInt256> {
        claimed.map { claimed in
            let (sum, overflow) = required.addingReportingOverflow(claimed)
            return overflow ? .max : sum
        }
    }

    /// What may still be sent without breaking the reserve rule.
    public var room: Reading<UInt256> {
        switch (held, needed) {
        case (.known(let held), .known(let needed)):
            .known(held > needed ? held - needed : .zero)
        case (.unknown(let reason), _), (.known, .unknown(let reason)): .unknown(reason)
        }
    }
}

/// What only this route remembers.
public struct Standing: Hashable, Sendable {
    public var isHalted = false
    /// The run of block ends on one side.
    public var run = DeviationRun()
    /// What the averages of past blocks say is dear; `nil` without enough of them.
    public var average: Dear?
    public var cooldownUntil: Instant?
    /// The largest trade allowed now, where that is less than the route's own limit: the first ones are small.
    public var most: Worth?
    /// Today's trades, counted once a pair.
    public var volumeToday = Worth.zero
    /// What parity has cost today.
    public var subsidyToday = Worth.zero
    /// What mending half-done trades may still cost today, where that is limited.
    public var unwindingLeft: Worth?

    public init() {}
}
