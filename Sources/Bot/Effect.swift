public import Ethereum
public import Execution
public import Vocabulary

/// What a World must do for the bot. The effects of one step are carried out in order.
public enum Effect: Sendable {
    /// Commit these entries together; returns only when they are durable.
    case journal([Entry])
    /// Ask this endpoint; the answer carries the same number.
    case ask(QueryNumber, Endpoint, Query)
    /// Sign these transactions, all or none.
    case sign(SigningNumber, [SigningRequest])
    /// Hand these bytes to this endpoint; its answer carries the same number.
    case broadcast(QueryNumber, Endpoint, SignedPayload)
    /// Send `woke` at this moment, or as soon after it as can be.
    case wake(at: Instant)
    case alert(Alert)
}

/// One of a chain's endpoints, by its place in the settings.
public struct Endpoint: Hashable, Sendable {
    public let chain: ChainID
    public let index: Int

    public init(chain: ChainID, index: Int) {
        self.chain = chain
        self.index = index
    }
}

public struct QueryNumber: Hashable, Sendable {
    public let value: UInt64

    public init(_ value: UInt64) {
        self.value = value
    }
}

public struct SigningNumber: Hashable, Sendable {
    public let value: UInt64

    public init(_ value: UInt64) {
        self.value = value
    }
}

/// A transaction to be signed for an account.
public struct SigningRequest: Hashable, Sendable {
    public let account: AccountKey
    public let transaction: Transaction

    public init(account: AccountKey, transaction: Transaction) {
        self.account = account
        self.transaction = transaction
    }
}

/// What a person should know now. The key is the same for the same trouble.
public struct Alert: Hashable, Sendable {
    public enum Severity: String, CanonicalName, Hashable, Sendable {
        case notice
        case warning
        case critical
    }

    public let severity: Severity
    public let key: String
    public let text: String

    public init(_ severity: Severity, _ key: String, _ text: String) {
        self.severity = severity
        self.key = key
        self.text = text
    }
}
