public import Hashing
public import Numerics
public import Vocabulary

/// What shall be signed: one case for each kind of transaction, with exactly the fields it has.
public enum Transaction: Hashable, Sendable {
    case legacy(LegacyTransaction)
    /// EIP-2930.
    case accessList(AccessListTransaction)
    /// EIP-1559.
    case feeMarket(FeeMarketTransaction)
}

/// What every transaction says, whatever its fees are.
public struct TransactionCall: Hashable, Sendable {
    public var nonce: UInt64
    public var gasLimit: UInt64
    /// Nobody: the transaction creates a contract.
    public var to: Address?
    public var value: UInt256
    public var data: [UInt8]

    public init(nonce: UInt64, gasLimit: UInt64, to: Address?, value: UInt256, data: [UInt8]) {
        self.nonce = nonce
        self.gasLimit = gasLimit
        self.to = to
        self.value = value
        self.data = data
    }
}

public struct LegacyTransaction: Hashable, Sendable {
    public var call: TransactionCall
    public var gasPrice: UInt256
    /// The chain it is bound to (EIP-155); without one it can be replayed on any chain.
    public var chain: ChainID?

    public init(call: TransactionCall, gasPrice: UInt256, chain: ChainID?) {
        self.call = call
        self.gasPrice = gasPrice
        self.chain = chain
    }
}

public struct AccessListTransaction: Hashable, Sendable {
    public var call: TransactionCall
    public var gasPrice: UInt256
    public var accessList: [AccessListEntry]
    public var chain: ChainID

    public init(
        call: TransactionCall,
        gasPrice: UInt256,
        accessList: [AccessListEntry],
        chain: ChainID
    ) {
        self.call = call
        self.gasPrice = gasPrice
        self.accessList = accessList
        self.chain = chain
    }
}

public struct FeeMarketTransaction: Hashable, Sendable {
    public var call: TransactionCall
    public var maximumPriorityFee: UInt256
    public var maximumFee: UInt256
    public var accessList: [AccessListEntry]
    public var chain: ChainID

    public init(
        call: TransactionCall,
        maximumPriorityFee: UInt256,
        maximumFee: UInt256,
        accessList: [AccessListEntry] = [],
        chain: ChainID
    ) {
        self.call = call
        self.maximumPriorityFee = maximumPriorityFee
        self.maximumFee = maximumFee
        self.accessList = accessList
        self.chain = chain
    }
}

/// Storage that a transaction announces to touch.
public struct AccessListEntry: Hashable, Sendable {
    public let address: Address
    public let storageKeys: [Digest]

    public init(address: Address, storageKeys: [Digest]) {
        self.address = address
        self.storageKeys = storageKeys
    }
}

/// A transaction and its signature: what goes on the wire.
public struct TransactionEnvelope: Hashable, Sendable {
    public let transaction: Transaction
    public let signature: Signature

    /// The bytes nodes take.
    public let encoded: [UInt8]

    public init(transaction: Transaction, signature: Signature) {
        self.init(transaction, signature, fields: transaction.fields)
    }

    /// `fields` are the transaction's own, written once for the signature and for the wire.
    fileprivate init(_ transaction: Transaction, _ signature: Signature, fields: RLPWriter) {
        self.transaction = transaction
        self.signature = signature
        encoded = transaction.signedBytes(of: fields, signature)
    }

    public var hash: TransactionHash { TransactionHash(Keccak256.hash(encoded)) }

    /// Who signed it; `nil` when nobody did.
    public var sender: Address? { signature.signer(of: transaction.signingHash) }
}

extension Transaction {
    public func signed(with key: borrowing SecretKey) -> TransactionEnvelope {
        let fields = fields
        let signature = key.sign(Keccak256.hash(unsignedBytes(of: fields)))
        return TransactionEnvelope(self, signature, fields: fields)
    }

    public var call: TransactionCall {
        switch self {
        case .legacy(let transaction): transaction.call
        case .accessList(let transaction): transaction.call
        case .feeMarket(let transaction): transaction.call
        }
    }
}
