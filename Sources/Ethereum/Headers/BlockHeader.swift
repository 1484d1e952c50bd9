public import Hashing
public import Numerics
public import Vocabulary

/// A block's header, every field as served.
public struct BlockHeader: Hashable, Sendable {
    public var parentHash: BlockHash
    public var ommersHash: Digest
    public var coinbase: Address
    public var stateRoot: Digest
    public var transactionsRoot: Digest
    public var receiptsRoot: Digest
    /// 256 bytes.
    public var logsBloom: [UInt8]
    public var difficulty: UInt256
    public var number: UInt64
    public var gasLimit: UInt64
    public var gasUsed: UInt64
    public var timestamp: UInt64
    public var extraData: [UInt8]
    public var mixHash: Digest
    /// Eight bytes, big-endian.
    public var nonce: UInt64
    public var fork: Fork

    /// What later forks have appended, each all of the one before.
    public indirect enum Fork: Hashable, Sendable {
        case beforeLondon
        case london(baseFee: UInt256)
        case shanghai(baseFee: UInt256, withdrawalsRoot: Digest)
        case cancun(Fork.Blobs)
        case prague(Fork.Blobs, requestsHash: Digest)

        public struct Blobs: Hashable, Sendable {
            public var baseFee: UInt256
            public var withdrawalsRoot: Digest
            public var blobGasUsed: UInt64
            public var excessBlobGas: UInt64
            public var parentBeaconBlockRoot: Digest

            public init(
                baseFee: UInt256,
                withdrawalsRoot: Digest,
                blobGasUsed: UInt64,
                excessBlobGas: UInt64,
                parentBeaconBlockRoot: Digest
            ) {
                self.baseFee = baseFee
                self.withdrawalsRoot = withdrawalsRoot
                self.blobGasUsed = blobGasUsed
                self.excessBlobGas = excessBlobGas
                self.parentBeaconBlockRoot = parentBeaconBlockRoot
            }
        }
    }

    public init(
        parentHash: BlockHash,
        ommersHash: Digest,
        coinbase: Address,
        stateRoot: Digest,
        transactionsRoot: Digest,
        receiptsRoot: Digest,
        logsBloom: [UInt8],
        difficulty: UInt256,
        number: UInt64,
        gasLimit: UInt64,
        gasUsed: UInt64,
        timestamp: UInt64,
        extraData: [UInt8],
        mixHash: Digest,
        nonce: UInt64,
        fork: Fork
    ) {
        self.parentHash = parentHash
        self.ommersHash = ommersHash
        self.coinbase = coinbase
        self.stateRoot = stateRoot
        self.transactionsRoot = transactionsRoot
        self.receiptsRoot = receiptsRoot
        self.logsBloom = logsBloom
        self.difficulty = difficulty
        self.number = number
        self.gasLimit = gasLimit
        self.gasUsed = gasUsed
        self.timestamp = timestamp
        self.extraData = extraData
        self.mixHash = mixHash
        self.nonce = nonce
        self.fork = fork
    }

    /// The hash of the header as it stands: the block's, except on chains with BFT seals in the header.
    public var plainHash: Digest { hash(extraData: extraData) }

    func hash(extraData: [UInt8]) -> Digest {
        var header = RLPWriter(reservingCapacity: 768 + extraData.count)
        header.appendList { fields in
            fields.append(parentHash.digest)
            fields.append(ommersHash)
            fields.append(coinbase)
            fields.append(stateRoot)
            fields.append(transactionsRoot)
            fields.append(receiptsRoot)
            fields.append(logsBloom)
            fields.append(difficulty)
            fields.append(number)
            fields.append(gasLimit)
            fields.append(gasUsed)
            fields.append(timestamp)
            fields.append(extraData)
            fields.append(mixHash)
            fields.append(UInt256(nonce).bigEndianBytes.suffix(8))
            fields.append(fork)
        }
        return Keccak256.hash(header.bytes)
    }
}

extension RLPWriter {
    fileprivate mutating func append(_ fork: BlockHeader.Fork) {
        switch fork {
        case .beforeLondon: break
        case .london(let baseFee): append(baseFee)
        case .shanghai(let baseFee, let withdrawalsRoot):
            append(baseFee)
            append(withdrawalsRoot)
        case .cancun(let blobs): append(blobs)
        case .prague(let blobs, let requestsHash):
            append(blobs)
            append(requestsHash)
        }
    }

    private mutating func append(_ blobs: BlockHeader.Fork.Blobs) {
        append(blobs.baseFee)
        append(blobs.withdrawalsRoot)
        append(blobs.blobGasUsed)
        append(blobs.excessBlobGas)
        append(blobs.parentBeaconBlockRoot)
    }
}
