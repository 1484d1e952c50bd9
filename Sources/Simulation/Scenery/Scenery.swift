public import Bot
public import Numerics
public import Routes
public import Venues
public import Vocabulary

/// A simulated world as somebody describes it: what the bot is told, what lies on the two chains, who trades
/// there and what a bridge can pay.
///
/// It becomes a world by `plan()`, which refuses what no virtual chain can be.
public struct Scenery: Sendable {
    public var settings: Settings
    /// One for each of the fleet's chains.
    public var chains: [Ground]
    public var pools: [Pool]
    public var tides: [Tide]
    public var pegs: [Peg]
    public var holdings: [Stock]
    /// What each lane's destination can pay; several for one contract and token add up.
    public var vaults: [Vault]
    /// Of every transfer: the least, and what halves the chance of each further stretch of it.
    public var bridgeLatency: BridgeLatency
    public var start: Instant
    public var seed: UInt64

    public init(
        settings: Settings,
        chains: [Ground],
        pools: [Pool],
        tides: [Tide] = [],
        pegs: [Peg] = [],
        holdings: [Stock],
        vaults: [Vault],
        bridgeLatency: BridgeLatency,
        start: Instant,
        seed: UInt64
    ) {
        self.settings = settings
        self.chains = chains
        self.pools = pools
        self.tides = tides
        self.pegs = pegs
        self.holdings = holdings
        self.vaults = vaults
        self.bridgeLatency = bridgeLatency
        self.start = start
        self.seed = seed
    }

    /// How a chain's nodes speak and what they ask for gas.
    public struct Ground: Hashable, Sendable {
        public var chain: ChainID
        public var client: ChainRules.Client
        public var fees: ChainRules.FeeRule
        /// What the bot's account has for gas.
        public var coins: Wei

        public init(
            chain: ChainID,
            client: ChainRules.Client,
            fees: ChainRules.FeeRule,
            coins: Wei
        ) {
            self.chain = chain
            self.client = client
            self.fees = fees
            self.coins = coins
        }
    }

    /// A pool's first state, and its own small traders.
    public struct Pool: Hashable, Sendable {
        public var description: PoolDescription
        public var venue: Venue
        public var crowd: Crowd?

        public init(_ description: PoolDescription, _ venue: Venue, crowd: Crowd? = nil) {
            self.description = description
            self.venue = venue
            self.crowd = crowd
        }
    }

    /// Many small traders of either direction.
    public struct Crowd: Hashable, Sendable {
        public var tradesPerHour: UInt64
        public var sizes: ParetoSizes

        public init(tradesPerHour: UInt64, sizes: ParetoSizes) {
            self.tradesPerHour = tradesPerHour
            self.sizes = sizes
        }
    }

    /// Money that moves one way for a while: in every second pool against the others.
    public struct Tide: Hashable, Sendable {
        public var name: String
        public var pools: [ContractKey]
        public var volume: MacroFlow.Volume
        public var turning: MacroFlow.Turning
        /// What is sold in the first pool at first.
        public var selling: Side
        /// How far a price may go before nobody trades at it; `nil` for at any price.
        public var limit: BasisPoints?

        public init(
            name: String,
            pools: [ContractKey],
            volume: MacroFlow.Volume,
            turning: MacroFlow.Turning,
            selling: Side,
            limit: BasisPoints? = nil
        ) {
            self.name = name
            self.pools = pools
            self.volume = volume
            self.turning = turning
            self.selling = selling
            self.limit = limit
        }
    }

    /// Somebody who mints and redeems at a price, and so holds a pool to it.
    public struct Peg: Sendable {
        public var name: String
        public var pool: ContractKey
        public var price: Price
        public var within: BasisPoints

        public init(name: String, pool: ContractKey, price: Price, within: BasisPoints) {
            self.name = name
            self.pool = pool
            self.price = price
            self.within = within
        }
    }

    /// What an executor holds at the start.
    public struct Stock: Hashable, Sendable {
        public var token: ContractKey
        public var amount: UInt256

        public init(token: ContractKey, amount: UInt256) {
            self.token = token
            self.amount = amount
        }
    }

    /// What a bridge can pay at the end of a lane.
    public struct Vault: Hashable, Sendable {
        public var lane: LaneKey
        public var amount: UInt256

        public init(lane: LaneKey, amount: UInt256) {
            self.lane = lane
            self.amount = amount
        }
    }
}

/// Why a scenery makes no world.
public enum SceneryFault: Error, Hashable, Sendable {
    /// A simulated world has two chains.
    case chains(Int)
    /// A chain of the fleet that nobody described.
    case undescribed(ChainID)
    /// The bot's account or executor is missing.
    case nobodyTrades(on: ChainID)
    /// A tide through a pool that isn't there.
    case unknownPool(ContractKey)
    case genesis(ChainID, ChainGenesis.Problem)
    /// More pools or tokens than a signer's policy lists.
    case policy(ChainID)
    /// Its decimals leave no room for an amount.
    case market(ContractKey)
}
