import Ethereum
import Hashing
import Vocabulary

/// A block that was made, with everything that may be asked of it.
struct BlockRecord: Hashable, Sendable {
    let header: BlockHeader
    let hash: BlockHash
    let transactions: [TransactionRecord]
}

/// Something that happened in a block: a transaction, or an act in its place.
struct TransactionRecord: Hashable, Sendable {
    enum Origin: Hashable, Sendable {
        case signed(PooledTransaction)
        case act(QueuedAct, ActOutcome)
    }

    let hash: TransactionHash
    let origin: Origin
    let outcome: Transition.Outcome
    let logs: [ChainLog]
    /// The place of its first log in the block.
    let firstLog: UInt64
}

/// An act that waits for a block.
struct QueuedAct: Hashable, Sendable {
    let hash: TransactionHash
    let act: ChainAct
    let position: ChainAct.Position
}

/// The newest blocks of a virtual chain, by number, by hash and by what is in them.
struct ChainHistory: Sendable {
    /// Older blocks are pruned, some at a time.
    static let mostBlocks = 8_192

    private(set) var blocks: [BlockRecord] = []
    /// The oldest block that is kept.
    private(set) var first: UInt64 = 0
    private var numbers: [BlockHash: UInt64] = [:]
    private var places: [TransactionHash: Place] = [:]

    struct Place: Hashable, Sendable {
        let number: UInt64
        let index: Int
    }

    init(genesis: BlockRecord) {
        first = genesis.header.number
        append(genesis)
    }

    var head: BlockRecord { blocks[blocks.count - 1] }
    var headHash: BlockHash { blocks[blocks.count - 1].hash }

    mutating func append(_ block: BlockRecord) {
        if blocks.count >= Self.mostBlocks { prune(Self.mostBlocks / 4) }
        numbers[block.hash] = block.header.number
        for (index, transaction) in block.transactions.enumerated() {
            places[transaction.hash] = Place(number: block.header.number, index: index)
        }
        blocks.append(block)
    }

    private mutating func prune(_ count: Int) {
        for block in blocks.prefix(count) { forget(block) }
        blocks.removeFirst(count)
        first += UInt64(count)
    }

    private mutating func forget(_ block: BlockRecord) {
        numbers[block.hash] = nil
        for transaction in block.transactions { places[transaction.hash] = nil }
    }

    /// Takes the head back. The genesis stays.
    mutating func dropHead() -> BlockRecord? {
        guard blocks.count > 1, let block = blocks.popLast() else { return nil }
        forget(block)
        return block
    }

    func block(_ number: UInt64) -> BlockRecord? {
        guard number >= first, number - first < UInt64(blocks.count) else { return nil }
        return blocks[Int(number - first)]
    }

    func block(_ hash: BlockHash) -> BlockRecord? { numbers[hash].flatMap { block($0) } }

    func isPruned(_ number: UInt64) -> Bool { number < first }

    func place(_ hash: TransactionHash) -> Place? { places[hash] }
}
