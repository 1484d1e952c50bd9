public import Contracts
public import Ethereum
public import Numerics
public import Vocabulary

/// Why an endpoint gave no answer that counts: which one, and what was wrong.
///
/// It names the endpoint by its configured name and never by its address. A transaction that was sent may
/// have arrived whatever is said here: only a receipt tells.
public struct EndpointFailure: Error, Hashable, Sendable {
    public let endpoint: String
    public let cause: Cause

    public init(endpoint: String, cause: Cause) {
        self.endpoint = endpoint
        self.cause = cause
    }

    public enum Cause: Hashable, Sendable {
        /// As many requests are under way as may be: it was not sent.
        case busy
        // No connection.
        case unresolved
        case unresolvedProxy
        case refused
        case unreachable(errorNumber: Int)
        case proxyRefused
        case unreachableProxy(errorNumber: Int)
        case tls(TLSFault)
        // A connection, and no whole answer.
        case timeout(Stage)
        case tooLarge(mostBytes: Int)
        case truncated
        case badEncoding
        case notHTTP
        /// libcurl's code for what has no case of its own.
        case transport(code: Int)
        // An answer that is no success.
        case redirected(status: Int)
        /// With 429 and 503 a node may say when to come back.
        case status(Int, retryAfter: Interval?)
        // A success that is no answer.
        case notJSON(JSONError)
        case notAnAnswer(JSONRPCError)
        // An answer that can't be true.
        case wrongChain(expected: ChainID, found: UInt256)
        /// Another chain of the same number.
        case wrongGenesis(expected: BlockHash, found: BlockHash)
        /// The first block as the latest: a node without the state of its head.
        case genesisAsLatest
        case contradictory(Contradiction)
        // The node's own refusal, or its silence, where a look can't go on without.
        case nodeError(JSONRPCFailure)
        case unread(What, ReadingFault)
        case snapshot(SnapshotError)
        // A WebSocket that tells nothing any more.
        case greeting(GreetingRefusal)
        case webSocket(WebSocketFault)
        /// The other side has said that it ends, and perhaps why.
        case closed(code: UInt16?)
        case notSubscribed
        /// Blocks came while the answer was put together, so its parts are of different ones: ask again.
        case movedOn(header: UInt64, aggregate: UInt256)
    }

    /// How far a request had come when its time was over.
    public enum Stage: Hashable, Sendable {
        case connecting
        case answering
        /// It came too slowly for too long.
        case stalled
    }

    public enum TLSFault: Hashable, Sendable {
        /// OpenSSL's number for what is wrong with the certificate.
        case untrusted(code: Int)
        case otherName
        case handshake
        /// The file of certificates to trust can't be used.
        case badAuthorities
    }

    /// Two statements that can't both be true.
    public enum Contradiction: Hashable, Sendable {
        /// The header's hash is not the hash of the header.
        case headerHash(claimed: BlockHash)
        case otherNumber(asked: UInt64, answered: UInt64)
        case otherBlock(asked: BlockHash, answered: BlockHash)
        case otherTransaction(asked: TransactionHash, answered: TransactionHash)
        /// A log that is of another block, or of no contract or kind that was asked for.
        case foreignLog
        /// A log that the header's own bloom rules out.
        case logOutsideBloom
    }

    /// What could not be read.
    public enum What: String, Hashable, Sendable {
        case chainID, header, aggregate, logs
    }

    public enum ReadingFault: Hashable, Sendable {
        /// The node left it out of its answer.
        case missing
        /// The node does not have it.
        case absent
        case malformed(JSONReadingError)
    }
}
