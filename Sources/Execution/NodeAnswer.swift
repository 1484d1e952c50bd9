public import Ethereum
import Hashing
public import Vocabulary

/// What a node said to a signed transaction.
///
/// It tells what to do next and proves nothing: a node may drop what it accepted and hold what it
/// refused, and another node may think otherwise. So no answer frees a nonce, and no answer is
/// acceptance; `Acceptance` and receipts are.
public enum NodeAnswer: Hashable, Sendable {
    /// It returned the hash of our bytes.
    case accepted
    /// It holds these bytes already: an earlier attempt came through.
    case known
    /// Mined, or its nonce used by someone else: the receipt of our own hash tells which.
    case nonceTooLow
    case underpriced(Price)
    case insufficientFunds
    case wouldRevert
    /// Not now and not our fault: the same bytes again, here or elsewhere.
    case transient
    /// These bytes will not do at this node.
    case rejected(Rejection)
    /// The worst case: it may be pending, and it may be nowhere.
    case unknown
    /// A hash that is not of our bytes: the node is broken, or hides a refusal behind a success.
    case otherHash(TransactionHash)

    public enum Price: String, CanonicalName, Hashable, Sendable {
        /// The nonce is taken by a transaction that pays nearly as much or more.
        case replacement
        case nodeMinimum
        case baseFee
    }

    public enum Rejection: String, CanonicalName, Hashable, Sendable {
        case nonceTooHigh
        case nonceTooDistant
        case tooManyPending
        case lowerNonceInvalid
        case gasBelowIntrinsic
        case gasAboveBlock
        case tipAboveCap
        case feeAboveNodeCap
        case wrongChain
        case badSignature
        case malformed
        case notPermitted
        case vetoedByPlugin
        case methodMissing
        case batchTooLarge
    }
}

/// Which program a node runs; it decides what its words mean.
public enum NodeClient: String, CanonicalName, Hashable, Sendable {
    case besu
    case geth
    /// Not known, or behind a proxy: only words that mean the same with every client count.
    case other
}

extension NodeAnswer {
    /// A node returned `hash` for bytes whose hash is `local`.
    public init(returned hash: TransactionHash, for local: TransactionHash) {
        self = hash == local ? .accepted : .otherHash(hash)
    }

    /// A node answered with an error.
    public init(_ failure: JSONRPCFailure, from client: NodeClient) {
        let message = NodePhrase.lowered(failure.message)
        switch client {
        case .besu: self = Self.meaning(failure.code, message, in: NodePhrase.besu)
        case .geth: self = Self.meaning(failure.code, message, in: NodePhrase.geth)
        case .other:
            let besu = Self.meaning(failure.code, message, in: NodePhrase.besu)
            let geth = Self.meaning(failure.code, message, in: NodePhrase.geth)
            self =
                switch (besu, geth) {
                case (besu, .unknown): besu
                case (.unknown, geth): geth
                default: besu == geth ? besu : .unknown
                }
        }
    }

    /// A node answered to bytes whose hash is `local`; what is no hash and no error is unknown.
    public init(
        _ outcome: JSONRPCAnswer.Outcome,
        for local: TransactionHash,
        from client: NodeClient
    ) {
        switch outcome {
        case .error(let failure): self.init(failure, from: client)
        case .result(let result):
            guard let bytes = result.data, let digest = Digest(bytes: bytes) else {
                self = .unknown
                return
            }
            self.init(returned: TransactionHash(digest), for: local)
        }
    }

    private static func meaning(
        _ code: Int64,
        _ message: [UInt8],
        in table: [NodePhrase]
    ) -> NodeAnswer {
        table.first { $0.code == code && $0.isIn(message) }?.answer ?? .unknown
    }
}

extension NodeAnswer: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .accepted: writer.choice(0, "accepted")
        case .known: writer.choice(1, "known")
        case .nonceTooLow: writer.choice(2, "nonceTooLow")
        case .underpriced(let price): writer.choice(3, "underpriced", price)
        case .insufficientFunds: writer.choice(4, "insufficientFunds")
        case .wouldRevert: writer.choice(5, "wouldRevert")
        case .transient: writer.choice(6, "transient")
        case .rejected(let reason): writer.choice(7, "rejected", reason)
        case .unknown: writer.choice(8, "unknown")
        case .otherHash(let hash): writer.choice(9, "otherHash", hash)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .accepted
        case 1: self = .known
        case 2: self = .nonceTooLow
        case 3: self = .underpriced(try reader.read())
        case 4: self = .insufficientFunds
        case 5: self = .wouldRevert
        case 6: self = .transient
        case 7: self = .rejected(try reader.read())
        case 8: self = .unknown
        case 9: self = .otherHash(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
