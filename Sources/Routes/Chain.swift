public import Vocabulary

/// A chain as the fleet knows it.
public struct Chain: Equatable, Sendable {
    public let id: ChainID
    public let name: String
    /// The time between two blocks.
    public let blockInterval: Interval
    public let finality: Finality
    /// The contract that holds the inventory; a chain without one is read-only.
    public let executor: Address?
    /// The account that pays for gas and signs.
    public let account: Address?
    /// The aggregator of calls, where one is deployed.
    public let multicall: Address?
    /// What a unit of the native coin is worth, where no feed says it.
    public let nativePrice: PriceSource
    /// Tokens and other contracts that can be paused and say so.
    public let pausable: [Address]

    /// When a block can't be taken back.
    public enum Finality: Hashable, Sendable {
        /// A quorum of these validators has sealed it.
        case sealed(SealRule, validators: [Address])
        /// So many blocks stand on it.
        case depth(UInt64)
        /// So many blocks stand on it, the more the more is at stake: the first entry whose worth is at
        /// least that much, the last for everything beyond.
        case depthByWorth([WorthDepth])
    }

    public enum SealRule: String, CanonicalName, Hashable, Sendable {
        case qbft
        case ibft2
    }

    public struct WorthDepth: Hashable, Sendable {
        public let upTo: Worth
        public let blocks: UInt64

        public init(upTo: Worth, blocks: UInt64) {
            self.upTo = upTo
            self.blocks = blocks
        }
    }

    public init(
        id: ChainID,
        name: String,
        blockInterval: Interval,
        finality: Finality,
        executor: Address? = nil,
        account: Address? = nil,
        multicall: Address? = nil,
        nativePrice: PriceSource,
        pausable: [Address] = []
    ) {
        self.id = id
        self.name = name
        self.blockInterval = blockInterval
        self.finality = finality
        self.executor = executor
        self.account = account
        self.multicall = multicall
        self.nativePrice = nativePrice
        self.pausable = pausable
    }
}

/// Where the price of a token or a coin in the numéraire comes from.
public enum PriceSource: Equatable, Sendable {
    /// A peg or a conservative figure: numéraire for one whole token. `nil` is worthless, as a coin is on
    /// a chain proven free of fees.
    case fixed(Price?)
    /// The median of these feeds.
    case feeds([Feed])
}

/// An aggregator contract: an answer with this many decimals, in numéraire for one whole token.
public struct Feed: Hashable, Sendable {
    public let key: ContractKey
    public let decimals: UInt8
    /// The oldest answer that counts, in calm weather.
    public let oldest: Interval

    public init(key: ContractKey, decimals: UInt8, oldest: Interval) {
        self.key = key
        self.decimals = decimals
        self.oldest = oldest
    }
}
