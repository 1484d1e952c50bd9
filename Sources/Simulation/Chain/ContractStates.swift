public import Contracts
import Hashing
public import Numerics
public import Routes
public import Vocabulary

/// A virtual price feed's newest round.
struct OracleState: Hashable, Sendable {
    let address: Address
    let decimals: UInt8
    var round: UInt64
    var answer: UInt256
    /// Seconds of the chain's clock.
    var updated: UInt64
}

/// A price feed to be put on a virtual chain.
public struct VirtualOracle: Hashable, Sendable {
    public var address: Address
    public var decimals: UInt8
    public var answer: UInt256

    public init(address: Address, decimals: UInt8, answer: UInt256) {
        self.address = address
        self.decimals = decimals
        self.answer = answer
    }
}

/// A virtual executor: who may do what, and what was done.
struct ExecutorState: Hashable, Sendable {
    let address: Address
    let owner: Address
    var trader: Address
    var isPaused = false
    var pools: Set<Address>
    var caps: [Address: Cap]
    var bridges: [Address: VirtualExecutor.Exit]
    /// Numbers of plans and transfers; each works once.
    var done = DigestSet()

    struct Cap: Hashable, Sendable {
        var perCall: UInt256
        var perDay: UInt256
        var day: UInt64 = 0
        var used = UInt256.zero

        func usedToday(_ today: UInt64) -> UInt256 { day == today ? used : .zero }
    }
}

/// An executor to be put on a virtual chain, as its owner has set it up.
public struct VirtualExecutor: Hashable, Sendable {
    public var address: Address
    public var owner: Address
    /// The bot's account.
    public var trader: Address
    public var pools: [Address]
    public var caps: [Cap]
    public var exits: [Exit]

    /// What may be sent of a token: at once, and on one day of the chain's clock.
    public struct Cap: Hashable, Sendable {
        public var token: Address
        public var perCall: UInt256
        public var perDay: UInt256

        public init(token: Address, perCall: UInt256, perDay: UInt256) {
            self.token = token
            self.perCall = perCall
            self.perDay = perDay
        }
    }

    /// Over which bridge a token goes, and to whom.
    public struct Exit: Hashable, Sendable {
        public var token: Address
        public var order: BridgeOrder

        public init(token: Address, order: BridgeOrder) {
            self.token = token
            self.order = order
        }

        /// Over a bridge that is spoken to as most are.
        public init?(token: Address, bridge: Address, destination: UInt256, recipient: Address) {
            let order = BridgeInterface.lockAndRelease.order(
                bridge: bridge,
                token: token,
                destination: destination,
                recipient: recipient
            )
            guard let order else { return nil }
            self.init(token: token, order: order)
        }
    }

    public init(
        address: Address,
        owner: Address,
        trader: Address,
        pools: [Address] = [],
        caps: [Cap] = [],
        exits: [Exit] = []
    ) {
        self.address = address
        self.owner = owner
        self.trader = trader
        self.pools = pools
        self.caps = caps
        self.exits = exits
    }
}

/// A virtual bridge contract: what it takes, and which transfers it has paid.
struct BridgeState: Hashable, Sendable {
    let address: Address
    let interface: BridgeInterface
    var isPaused = false
    var tokens: [Address: VirtualBridgeContract.Terms]
    var nonce: UInt64 = 0
    var processed = DigestSet()
}

/// A bridge contract to be put on a virtual chain: the entry of its lanes, the exit, or both.
public struct VirtualBridgeContract: Hashable, Sendable {
    public var address: Address
    public var terms: [Terms]
    public var interface: BridgeInterface

    /// How one token is taken and paid.
    public struct Terms: Hashable, Sendable {
        public var token: Address
        public var custody: Custody
        /// Taken out of the amount, rounded up, and paid to `collector`.
        public var fee: BasisPoints
        public var collector: Address
        /// Less is refused.
        public var least: UInt256
        /// Where it goes when the call does not say so, by the bridge's own number.
        public var destination: UInt256

        public init(
            token: Address,
            custody: Custody,
            fee: BasisPoints = BasisPoints(millionths: 0),
            collector: Address = .zero,
            least: UInt256 = .zero,
            destination: UInt256 = .zero
        ) {
            self.token = token
            self.custody = custody
            self.fee = fee
            self.collector = collector
            self.least = least
            self.destination = destination
        }
    }

    public enum Custody: Hashable, Sendable {
        /// What is taken goes to this address, and what is paid comes from the contract's own balance.
        case vault(Address)
        /// What is taken is burnt, and what is paid is minted.
        case mint
    }

    public init(
        address: Address,
        terms: [Terms],
        interface: BridgeInterface = .lockAndRelease
    ) {
        self.address = address
        self.terms = terms
        self.interface = interface
    }
}
