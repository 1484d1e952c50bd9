public import Hashing
public import Numerics
public import Venues
public import Vocabulary

/// What somebody other than the bot does on a virtual chain, without signature, nonce or gas.
public enum ChainAct: Hashable, Sendable {
    /// Sells into a pool; reverts below `least`.
    case swap(
        trader: Address,
        pool: Address,
        selling: Side,
        amount: UInt256,
        least: UInt256
    )
    case mint(token: Address, to: Address, amount: UInt256)
    case burn(token: Address, from: Address, amount: UInt256)
    case transfer(token: Address, from: Address, to: Address, amount: UInt256)
    /// New native coins.
    case fund(Address, Wei)
    case setPrice(oracle: Address, answer: UInt256)
    /// A share of the pool's liquidity put in, at the pool's own proportions and with the provider's tokens.
    case addLiquidity(pool: Address, provider: Address, share: PoolShare)
    case removeLiquidity(pool: Address, provider: Address, share: PoolShare)
    /// Somebody sends over a bridge.
    case lock(
        bridge: Address,
        token: Address,
        amount: UInt256,
        sender: Address,
        recipient: Address,
        destination: ChainID
    )
    case pause(token: Address, Bool)
    /// From now on every transfer loses this much.
    case setTransferFee(token: Address, BasisPoints)
    /// The contract answers with other decimals from now on; amounts stay what they are.
    case setDecimals(token: Address, UInt8)
    case pauseBridge(Address, Bool)
    /// By its owner.
    case pauseExecutor(Address, Bool)
    /// The account's next transaction reverts, though its simulation succeeds until then.
    case revertNext(Address)
    /// The account's next transaction succeeds, and has done nothing.
    case emptyNext(Address)
    /// What was to come of the account's next transactions is forgotten: they do what they say.
    case pardon(Address)
    /// Another transaction of the account, from nowhere, takes its next nonce.
    case takeNonce(Address)
    case pay(BridgePayment)

    /// Where in the block it happens.
    public enum Position: Hashable, Sendable {
        case beforeTransactions
        case afterTransactions
    }
}

/// What came of an act. Amounts are what really moved.
public enum ActOutcome: Hashable, Sendable {
    case swapped(Quote)
    case provided(base: UInt256, quote: UInt256)
    case withdrawn(base: UInt256, quote: UInt256)
    /// The bridge has it, under this name.
    case locked(transfer: Digest)
    /// So much has arrived.
    case moved(UInt256)
    case done
    /// Nothing happened; what the contract said.
    case refused([UInt8])

    public var hasSucceeded: Bool {
        if case .refused = self { false } else { true }
    }
}

/// A bridge's payment on one chain.
public struct BridgePayment: Hashable, Sendable {
    public var kind: Kind
    public var bridge: Address
    public var transfer: Digest
    public var token: Address
    public var recipient: Address
    public var amount: UInt256
    /// A faulty bridge pays a transfer that it has paid.
    public var ignoresProcessed: Bool
    /// What is to prove the lock is too old: the contract refuses.
    public var hasExpired = false

    public enum Kind: Hashable, Sendable {
        case release
        case refund
    }

    public init(
        kind: Kind,
        bridge: Address,
        transfer: Digest,
        token: Address,
        recipient: Address,
        amount: UInt256,
        ignoresProcessed: Bool = false
    ) {
        self.kind = kind
        self.bridge = bridge
        self.transfer = transfer
        self.token = token
        self.recipient = recipient
        self.amount = amount
        self.ignoresProcessed = ignoresProcessed
    }
}
