public import Hashing
public import Numerics
public import Routes
public import Venues
public import Vocabulary

/// One swap that was filled on paper, and what it takes to hold it against the chain that was seen.
public struct PaperFill: Hashable, Sendable {
    public let pool: ContractKey
    /// Of the executor's plan.
    public let plan: Digest
    public let transaction: TransactionHash
    /// What was sold.
    public let side: Side
    public let sold: UInt256
    public let received: UInt256
    /// The block it is in here: the first that was seen of those that may hold it.
    public let block: Block
    /// The last block that was seen before. Of those in between nothing is known here.
    public let before: UInt64
    /// When it reached a node, and the first block that may hold it: on the chain it would have been in the
    /// first one from there on that was not sealed by then.
    public let arrived: Instant
    public let earliest: UInt64
    /// What the pool as it was seen at `block` pays for the same by our maths, without anything the bot did
    /// here before; `nil` where it refuses.
    public let alone: UInt256?
}
