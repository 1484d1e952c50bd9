public import Contracts
public import Ethereum
public import Hashing
public import Numerics
public import Vocabulary

/// One question to a node.
public enum ChainQuery: Hashable, Sendable {
    case chainID
    case header(BlockReference)
    /// Runs a contract's code and changes nothing; `sender` is who calls, nobody if not said.
    case call(to: Address, data: [UInt8], sender: Address?, at: BlockReference)
    case logs(LogQuestion, LogRange)
    case receipt(TransactionHash)
    case transaction(TransactionHash)
    /// How many transactions of the account are in blocks.
    case nonce(Address, at: BlockReference)
    /// The same with those that wait at this node, as far as they are in a row.
    case pendingNonce(Address)
    case balance(Address, at: BlockReference)
    case code(Address, at: BlockReference)
    /// A word of a contract's storage.
    case storage(Address, slot: UInt256, at: BlockReference)
    case gasPrice
    case priorityFee
    /// The base fees of this many blocks up to the latest, and of the one behind it.
    case baseFees(blocks: UInt64)
    /// Signed bytes. Whatever is answered, only a receipt proves anything.
    case send([UInt8])
}

/// Which logs: of any of these contracts, with any of these first topics.
public struct LogQuestion: Hashable, Sendable {
    public let addresses: [Address]
    public let topics: [Digest]
    let addressBits: [BloomBits]
    let topicBits: [BloomBits]

    public static let mostAddresses = 256
    public static let mostTopics = 64

    /// `nil` without an address or a topic, which would ask for every log there is, and for too many.
    public init?(addresses: [Address], topics: [Digest]) {
        guard (1...Self.mostAddresses).contains(addresses.count),
            (1...Self.mostTopics).contains(topics.count)
        else { return nil }
        self.addresses = addresses
        self.topics = topics
        addressBits = addresses.map { BloomBits($0.bytes) }
        topicBits = topics.map { BloomBits($0.bytes) }
    }

    func includes(_ log: EventLog) -> Bool {
        addresses.contains(log.address) && log.topics.first.map(topics.contains) ?? false
    }
}

/// In which blocks.
public enum LogRange: Hashable, Sendable {
    /// The only form without a race: a range's end may be a block the node has not seen.
    case block(BlockHash)
    case numbers(ClosedRange<UInt64>)
    /// From this block to the latest.
    case since(UInt64)
    case latest
}

/// What an answer says.
public enum ChainAnswer: Hashable, Sendable {
    case chainID(UInt256)
    case header(HeaderSight)
    /// Everything a contract returned; nothing at all is what an address without code returns.
    case returned([UInt8])
    case logs([EventLog])
    case receipt(TransactionReceipt)
    case transaction(TransactionSight)
    case nonce(UInt64)
    case balance(Wei)
    case code(CodeSight)
    case word(UInt256)
    case gasPrice(Wei)
    case baseFees(BaseFees)
    /// The hash the node answered with: another one than that of the bytes is no acceptance.
    case sent(TransactionHash)
}

/// What became of one question.
public enum QueryOutcome: Hashable, Sendable {
    case answered(ChainAnswer)
    /// The node has no such thing, or not the block it was asked at: unknown, never zero and never failed.
    case absent
    case refused(JSONRPCFailure)
    case missing
    case malformed(JSONReadingError)
    case contradictory(EndpointFailure.Contradiction)
}

/// A transaction as a node knows it.
public struct TransactionSight: Hashable, Sendable {
    public let hash: TransactionHash
    public let sender: Address
    public let nonce: UInt64
    public let place: Place

    public enum Place: Hashable, Sendable {
        case waiting
        case mined(block: BlockHash, number: UInt64)
    }
}

/// What stands at an address.
public struct CodeSight: Hashable, Sendable {
    public let bytes: [UInt8]
    /// The hash of the code, as `EXTCODEHASH` has it where there is some.
    public let hash: Digest

    init(_ fragment: JSONFragment) throws(JSONReadingError) {
        bytes = try fragment.readData()
        hash = Keccak256.hash(bytes)
    }

    public var count: Int { bytes.count }
    public var isEmpty: Bool { bytes.isEmpty }

    /// Whether a function's selector stands anywhere in it: a proxy's code has none of what it can do.
    public func names(_ selector: [UInt8]) -> Bool {
        bytes.contains(Array(selector.drop { $0 == 0 }))
    }
}

/// Base fees of blocks in a row, the last one that of the block to come.
public struct BaseFees: Hashable, Sendable {
    public let oldest: UInt64
    public let fees: [Wei]
}
