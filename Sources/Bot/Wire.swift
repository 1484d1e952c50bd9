import Contracts
import Execution
import Vocabulary

/// What is known of one signed payload on its way: whom it was handed to, and who has shown it.
struct Wire: Sendable {
    let account: AccountKey
    let nonce: UInt64
    let hash: TransactionHash
    let firstSent: Instant
    var lastSent: Instant
    var acceptance: Acceptance
    /// An endpoint says that it offers too little.
    var isUnderpriced = false
}

/// What was asked and not yet answered.
struct Question: Sendable {
    enum Subject: Sendable {
        case identity
        case look(LookRequest)
        case header(BlockHash)
        case broadcast(TransactionHash)
    }

    let number: QueryNumber
    let endpoint: Endpoint
    let subject: Subject
    let askedAt: Instant

    /// More at once are not asked.
    static let most = 256
}
