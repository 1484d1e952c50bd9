public import Hashing
public import Numerics
public import Vocabulary

/// What the source chain's log says was locked.
public struct BridgeLock: Hashable, Sendable {
    /// The bridge's own name for the transfer.
    public let id: Digest
    public let block: UInt64
    /// What the bridge owes by this log, in the destination token's base units.
    public let owed: UInt256

    public init(id: Digest, block: UInt64, owed: UInt256) {
        self.id = id
        self.block = block
        self.owed = owed
    }
}

/// Tokens that came out of the bridge: at the destination, or back at the source.
public struct BridgePayout: Hashable, Sendable {
    /// The transaction that paid, and which of its payouts for this transfer it is: where the log stands
    /// in its block changes when the block is taken back.
    public struct Place: Hashable, Sendable {
        public let transaction: TransactionHash
        public let ordinal: UInt8

        public init(transaction: TransactionHash, ordinal: UInt8) {
            self.transaction = transaction
            self.ordinal = ordinal
        }
    }

    public let id: Digest
    public let place: Place
    public let token: ContractKey
    public let recipient: Address
    public let amount: UInt256
    public let block: UInt64

    public init(
        id: Digest,
        place: Place,
        token: ContractKey,
        recipient: Address,
        amount: UInt256,
        block: UInt64
    ) {
        self.id = id
        self.place = place
        self.token = token
        self.recipient = recipient
        self.amount = amount
        self.block = block
    }
}

/// What is learnt about a transfer: facts of the two chains, never what a relayer says.
public enum TransferEvent: Hashable, Sendable {
    case locked(BridgeLock, at: Instant)
    case reverted(block: UInt64)
    /// It succeeded, and the bridge logged no lock.
    case withoutLock(block: UInt64)
    /// Its nonce was used for something else, for good: nothing ever left.
    case neverSent
    case paid(BridgePayout)
    case refunded(BridgePayout)
    /// Blocks of the source chain above `fork` were taken back; or up to this one no longer can be.
    case sourceReorganised(fork: UInt64)
    case sourceFinal(through: UInt64)
    case destinationReorganised(fork: UInt64)
    case destinationFinal(through: UInt64)
    case time(Instant)
}

public enum TransferFault: String, Error, CanonicalName, Hashable, Sendable {
    /// Tokens may be gone, and no log says where to.
    case withoutLock
    case paidTwice
    case paidMoreThanSent
    /// Paid, and refunded or never locked.
    case paidForNothing
    /// Its own id, but another token or recipient.
    case paidOtherwise
    case lockedTwice
    case finalUndone
    /// More payouts than are remembered.
    case tooManyPayouts
}

extension BridgeLock: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("id", id)
        writer.field("block", block)
        writer.field("owed", owed)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(id: try reader.read(), block: try reader.read(), owed: try reader.read())
    }
}

extension BridgePayout.Place: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("transaction", transaction)
        writer.field("ordinal", ordinal)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(transaction: try reader.read(), ordinal: try reader.read())
    }
}

extension BridgePayout: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("id", id)
        writer.field("place", place)
        writer.field("token", token)
        writer.field("recipient", recipient)
        writer.field("amount", amount)
        writer.field("block", block)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            id: try reader.read(),
            place: try reader.read(),
            token: try reader.read(),
            recipient: try reader.read(),
            amount: try reader.read(),
            block: try reader.read()
        )
    }
}
