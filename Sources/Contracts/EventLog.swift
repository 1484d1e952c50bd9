public import Ethereum
public import Hashing
public import Vocabulary

/// One log of a block, as a node gives it.
public struct EventLog: Hashable, Sendable {
    public let address: Address
    public let topics: [Digest]
    public let data: [UInt8]
    public let place: LogPlace
    public let transaction: TransactionHash

    public init(
        address: Address,
        topics: [Digest],
        data: [UInt8],
        place: LogPlace,
        transaction: TransactionHash
    ) {
        self.address = address
        self.topics = topics
        self.data = data
        self.place = place
        self.transaction = transaction
    }

    /// More topics than the machine has are no log's.
    static let mostTopics = 4

    /// Reads a node's object. A log that was taken back, or is of no block yet, is refused.
    public init(_ fragment: JSONFragment) throws(LogError) {
        do throws(JSONReadingError) {
            if let removed = try fragment.optionalMember("removed"), try removed.readFlag() {
                throw .expected(.flag, at: removed.offset)
            }
            let address = try fragment.member("address").readData(count: 20)
            var topics: [Digest] = []
            for topic in try fragment.member("topics").readElements() {
                let bytes = try topic.readData(count: 32)
                guard topics.count < Self.mostTopics, let digest = Digest(bytes: bytes) else {
                    throw .expected(.array, at: topic.offset)
                }
                topics.append(digest)
            }
            let block = try fragment.member("blockHash").readData(count: 32)
            let transaction = try fragment.member("transactionHash").readData(count: 32)
            guard
                let address = Address(bytes: address), let block = Digest(bytes: block),
                let transaction = Digest(bytes: transaction)
            else { throw .expected(.data, at: fragment.offset) }
            self.init(
                address: address,
                topics: topics,
                data: try fragment.member("data").readData(),
                place: LogPlace(
                    block: BlockHash(block),
                    index: try fragment.member("logIndex").readShortQuantity()
                ),
                transaction: TransactionHash(transaction)
            )
        } catch {
            throw LogError(error)
        }
    }
}

/// Why an object is no log that counts.
public struct LogError: Error, Hashable, Sendable {
    public let reason: JSONReadingError

    init(_ reason: JSONReadingError) {
        self.reason = reason
    }
}

/// Which log: after a reorganisation the same transaction's logs have other places.
public struct LogPlace: Hashable, Sendable {
    public let block: BlockHash
    public let index: UInt64

    public init(block: BlockHash, index: UInt64) {
        self.block = block
        self.index = index
    }
}
