public import Vocabulary

/// A transaction as the signer is asked for it. The nonce is given out once.
public struct SigningRequest: Hashable, Sendable {
    public let chain: ChainID
    public let nonce: UInt64
    public let order: Order

    public init(chain: ChainID, nonce: UInt64, order: Order) {
        self.chain = chain
        self.nonce = nonce
        self.order = order
    }
}

/// Bytes that go on the wire as they are, now and after every restart.
public struct SignedTransaction: Hashable, Sendable {
    public let chain: ChainID
    public let nonce: UInt64
    public let hash: TransactionHash
    public let bytes: [UInt8]

    public init(chain: ChainID, nonce: UInt64, hash: TransactionHash, bytes: [UInt8]) {
        self.chain = chain
        self.nonce = nonce
        self.hash = hash
        self.bytes = bytes
    }
}
