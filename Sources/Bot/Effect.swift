public import Vocabulary

/// What a World must do for the bot. The effects of one step are carried out in order.
public enum Effect: Hashable, Sendable {
    /// Write these entries; returns only when they are durable.
    case journal([Entry])
    /// Ask this endpoint; the answer carries the same number.
    case ask(QueryNumber, Endpoint, Query)
    /// Sign these transactions, all or none.
    case sign(SigningNumber, [SigningRequest])
    /// Put these bytes on the wire. Sending the same bytes twice changes nothing.
    case broadcast(SignedTransaction, Endpoint)
    /// Send `woke` at this time.
    case wake(at: Instant)
    /// Tell a person.
    case alert(String)
}

public enum Query: Hashable, Sendable {
    /// Everything the bot looks at on this chain, at the newest block.
    case snapshot
    case receipt(of: TransactionHash)
}

/// One of a chain's nodes.
public struct Endpoint: Hashable, Sendable {
    public let chain: ChainID
    public let index: Int

    public init(chain: ChainID, index: Int) {
        self.chain = chain
        self.index = index
    }
}

/// Ties an answer to its question.
public struct QueryNumber: Hashable, Sendable {
    public let value: UInt64

    public init(_ value: UInt64) {
        self.value = value
    }
}

/// Ties signed bytes to the request for them.
public struct SigningNumber: Hashable, Sendable {
    public let value: UInt64

    public init(_ value: UInt64) {
        self.value = value
    }
}
