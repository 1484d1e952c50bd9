public import Bot
public import Routes
public import Vocabulary

/// What a live world hands on: to the journal, to people, to the log.
public struct LiveHooks {
    /// Returns when the entries are durable; nothing that follows from them is done before.
    public var journal: ([Entry]) -> Void = { _ in }
    public var alert: (Alert) -> Void = { _ in }
    public var notice: (LiveNotice) -> Void = { _ in }
    /// Each block that the bot may act on, once, as its endpoints agree on it.
    public var agreed: (Sighting) -> Void = { _ in }
    /// The end of a request that may be somebody else's who asks over the same loop.
    public var foreign: (FinishedTransfer) -> Void = { _ in }

    public init() {}
}

/// What is worth a line in a log.
public enum LiveNotice: Hashable, Sendable {
    case failed(ChainID, EndpointFailure)
    /// An endpoint tells no new heads by itself any more: it is polled, and asked again later.
    case untold(ChainID, EndpointFailure)
    /// Two endpoints show the same block with other contents.
    case disagreement(ChainID, UInt64, String, String)
    /// This world only reads: what the bot wanted was not done.
    case refused(Refusal)

    public enum Refusal: Hashable, Sendable {
        case signing(transactions: Int)
        case broadcast(ChainID)
    }
}

extension LiveNotice: CustomStringConvertible {
    public var description: String {
        switch self {
        case .failed(let chain, let failure): "chain \(chain): \(failure)"
        case .untold(let chain, let failure):
            "chain \(chain): \(failure); new heads are looked for until it tells them again"
        case .disagreement(let chain, let block, let one, let other):
            "chain \(chain): \(one) and \(other) show block \(block) with different contents"
        case .refused(.signing(let count)):
            "nothing is signed here: \(count) transactions were not"
        case .refused(.broadcast(let chain)): "nothing is sent here: not to chain \(chain) either"
        }
    }
}
