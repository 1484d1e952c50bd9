public import Ethereum
import Numerics
public import Vocabulary

/// An account on one chain: whoever signs for it, signs alone.
public struct AccountKey: Hashable, Sendable {
    public let chain: ChainID
    public let account: Address

    public init(chain: ChainID, account: Address) {
        self.chain = chain
        self.account = account
    }
}

extension AccountKey: Comparable {
    public static func < (left: AccountKey, right: AccountKey) -> Bool {
        (left.chain, left.account) < (right.chain, right.account)
    }
}

extension AccountKey: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("account", account)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(chain: try reader.read(), account: try reader.read())
    }
}

/// Signed bytes for one nonce, and what they are for. Its hash is always of its own bytes.
public struct SignedPayload: Hashable, Sendable {
    /// Longer ones are refused: no call of ours needs as much.
    public static let mostBytes = 16_384

    public enum Purpose: String, CanonicalName, Hashable, Sendable {
        case original
        /// The content of the one before it, for a higher fee.
        case bump
        /// Nothing to oneself, so that what came before can't happen any more.
        case cancel
    }

    public let envelope: TransactionEnvelope
    public let purpose: Purpose
    /// The same bytes go out again until then; afterwards the nonce is cancelled.
    public let until: Instant
    public let hash: TransactionHash

    public init(_ envelope: TransactionEnvelope, _ purpose: Purpose, until: Instant) {
        self.envelope = envelope
        self.purpose = purpose
        self.until = until
        hash = envelope.hash
    }

    public var nonce: UInt64 { envelope.transaction.call.nonce }
    public var fee: Fee { Fee(of: envelope.transaction) }

    /// Bound to this chain, of a sane length, and under a signature that nodes take.
    func isSound(on chain: ChainID) -> Bool {
        guard envelope.encoded.count <= Self.mostBytes else { return false }
        let bound: ChainID? =
            switch envelope.transaction {
            case .legacy(let transaction): transaction.chain
            case .accessList(let transaction): transaction.chain
            case .feeMarket(let transaction): transaction.chain
            }
        return bound == chain && envelope.signature.isProper
    }

    /// It does the same as the other, whatever it pays for it.
    func doesTheSame(as other: SignedPayload) -> Bool {
        let (own, others) = (envelope.transaction.call, other.envelope.transaction.call)
        return own.to == others.to && own.value == others.value && own.data == others.data
    }

    func doesNothing(for account: Address) -> Bool {
        let call = envelope.transaction.call
        return call.to == account && call.value.isZero && call.data.isEmpty
    }
}

extension SignedPayload: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("bytes", data: envelope.encoded)
        writer.field("purpose", purpose)
        writer.field("until", until)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let bytes = try reader.data()
        let envelope = try reader.whole(try? TransactionEnvelope(decoding: bytes), "transaction")
        self.init(envelope, try reader.read(), until: try reader.read())
    }
}
