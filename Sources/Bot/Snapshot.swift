public import Numerics
public import Venues
public import Vocabulary

/// Everything the toy bot sees of one chain at one block.
public struct Snapshot: Hashable, Sendable {
    public let chain: ChainID
    public let block: UInt64
    public let pool: UniswapV2Pair
    /// Transactions of the bot's account that the chain has executed.
    public let accountNonce: UInt64

    public init(chain: ChainID, block: UInt64, pool: UniswapV2Pair, accountNonce: UInt64) {
        self.chain = chain
        self.block = block
        self.pool = pool
        self.accountNonce = accountNonce
    }
}

/// What the chain says of an executed transaction.
public struct Receipt: Hashable, Sendable {
    public let hash: TransactionHash
    public let block: UInt64
    /// What the swap paid out; `nil` when it was reverted.
    public let amountOut: UInt256?

    public init(hash: TransactionHash, block: UInt64, amountOut: UInt256?) {
        self.hash = hash
        self.block = block
        self.amountOut = amountOut
    }
}
