public import Numerics
public import Venues
public import Vocabulary

/// Everything the toy bot sees of one chain at one block.
public struct Snapshot: Hashable, Sendable {
    public let chain: ChainID
    public let block: UInt64
    public let pool: UniswapV2Pair
    public let time: Instant
    /// What the bot's account holds.
    public let base: UInt256
    public let quote: UInt256

    public init(
        chain: ChainID,
        block: UInt64,
        time: Instant,
        pool: UniswapV2Pair,
        base: UInt256,
        quote: UInt256
    ) {
        self.chain = chain
        self.block = block
        self.time = time
        self.pool = pool
        self.base = base
        self.quote = quote
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
