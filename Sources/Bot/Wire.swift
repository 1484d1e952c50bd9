import Contracts
import Execution
import Vocabulary

/// What is known of one signed payload on its way.
///
/// Nothing is made of a node's word that it has it: the same bytes go out again once a block, and only a receipt
/// that the endpoints agree on is acceptance.
struct Wire: Sendable {
    let account: AccountKey
    let nonce: UInt64
    let hash: TransactionHash
    let firstSent: Instant
    var lastSent: Instant
    /// An endpoint says that it offers too little.
    var isUnderpriced = false
    /// People know that an endpoint has refused it.
    var isRefusalTold = false
}

/// What was asked and not yet answered.
struct Question: Sendable {
    enum Subject: Sendable {
        case identity
        case look(LookRequest)
        /// The same of a block that is agreed on, of who has lied.
        case parole(LookRequest, of: BlockHash)
        case header(BlockHash)
        case broadcast(TransactionHash)
        case inspection
    }

    let number: QueryNumber
    let endpoint: Endpoint
    let subject: Subject
    let askedAt: Instant

    /// More at once are not asked.
    static let most = 256
}
