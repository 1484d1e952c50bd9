public import Bot
public import Routes
public import Simulation
public import Vocabulary

/// What a paper world starts from: what the bot is told, what it is given, and how slow things are.
public struct PaperPlan: Sendable {
    /// As for trading; what only real chains can give is put right by `PaperWorld`.
    public var settings: Settings
    public var stocks: [Scenery.Stock]
    /// What the bot's account has for gas, by chain; nothing where a chain isn't named.
    public var coins: [Coins]
    /// What bridges can pay where nobody has seen it.
    public var vaults: [Scenery.Vault]
    public var bridgeLatency: BridgeLatency
    public var delays = PaperDelays()
    /// After which the half of the bot's own impact on a pool is forgotten; `nil` for never.
    public var impactHalfLife: Interval? = Interval(milliseconds: 600_000)
    public var seed: UInt64

    public struct Coins: Hashable, Sendable {
        public var chain: ChainID
        public var amount: Wei

        public init(chain: ChainID, amount: Wei) {
            self.chain = chain
            self.amount = amount
        }
    }

    public init(
        settings: Settings,
        stocks: [Scenery.Stock],
        coins: [Coins],
        vaults: [Scenery.Vault],
        bridgeLatency: BridgeLatency,
        seed: UInt64 = 1
    ) {
        self.settings = settings
        self.stocks = stocks
        self.coins = coins
        self.vaults = vaults
        self.bridgeLatency = bridgeLatency
        self.seed = seed
    }
}

/// How slow everything around the bot is.
public struct PaperDelays: Hashable, Sendable {
    /// The first block behind the one in sight that may hold what is sent now.
    public var blocks: UInt64 = 1
    /// From the bot to a node that passes a transaction on. A block that was sealed by then does not hold it.
    public var sending = Interval(milliseconds: 100)
    public var signing = Interval(milliseconds: 2)
    /// Between two looks while nothing new is seen.
    public var idling = Interval(milliseconds: 1_000)

    public static let mostBlocks: UInt64 = 64

    public init() {}
}

/// Why there is no paper world, or why it can't go on.
public enum PaperFault: Error, Hashable, Sendable {
    case settings(SettingsFault)
    case fleet(FleetFault)
    case scenery(SceneryFault)
    case genesis(ChainID, ChainGenesis.Problem)
    /// Of so many blocks, or none.
    case delay(blocks: UInt64)
    /// What is traded was not looked at.
    case poolNotSeen(ContractKey, block: UInt64)
    /// Between two sightings lie more blocks than can be made up.
    case hole(ChainID, from: UInt64, to: UInt64)
}
