public import Bot
public import Execution
import Numerics
import Routes
import Venues
public import Vocabulary

/// Everything a simulated world starts from.
public struct SimulatedPlan: Sendable {
    public var settings: Settings
    public var first: ChainGenesis
    public var second: ChainGenesis
    public var bridge: VirtualBridge
    public var policies: [SignerPolicy]
    public var start: Instant
    public var seed: UInt64
    /// Everybody but the bot; nobody where it is `nil`.
    var market: WorldMarket?
    public var faults = FaultPlan()
    /// By how much the time between two blocks differs from the chain's rule at most, either way.
    public var jitter = Interval(milliseconds: 0)
    /// Where the bot's tokens are, and which: what the audit counts.
    public var holder = Address.zero
    public var tokens: [Address] = []
    public var target = BasisPoints(millionths: 15_000_000)
    public var peg = BasisPoints(millionths: 10_000_000)
    /// What the bot does wrong, in builds for tests.
    package var mistake = Mistake()

    public init(
        settings: Settings,
        first: ChainGenesis,
        second: ChainGenesis,
        bridge: VirtualBridge,
        policies: [SignerPolicy],
        start: Instant,
        seed: UInt64
    ) {
        self.settings = settings
        self.first = first
        self.second = second
        self.bridge = bridge
        self.policies = policies
        self.start = start
        self.seed = seed
    }
}
