public import Contracts
public import Ethereum
public import Hashing
import Numerics
public import Routes
public import Vocabulary

/// What the bot may ask of an endpoint.
public enum Query: Sendable {
    /// The chain's id and its first block.
    case identity
    /// Everything that is asked of a block at once.
    case look(LookRequest)
    case header(BlockHash)
    /// What stands at addresses, at one block: seldom, and beside the looks.
    case inspect(InspectionPlan, at: BlockHash)
}

/// One look at one block: one batch on the wire, however much is asked.
public struct LookRequest: Sendable {
    public enum Place: Hashable, Sendable {
        case newest
        case block(BlockHash)
    }

    public let place: Place
    /// Whose calls are to be answered.
    public let plan: SnapshotPlan
    /// Whose counter and coins are asked for.
    public let account: Address?
    /// Logs of these contracts from this block on, through the block that is looked at; `nil` for none.
    public let logs: LogRequest?
    /// What became of these transactions, by their hashes.
    public let transactions: [TransactionHash]

    public struct LogRequest: Hashable, Sendable {
        public let from: UInt64
        public let contracts: [Address]
        /// The first topics of the events that are read.
        public let topics: [Digest]

        /// A wider range is cut off at its new end: the rest is asked for next.
        public static let mostBlocks: UInt64 = 1_000

        public init(from: UInt64, contracts: [Address], topics: [Digest]) {
            self.from = from
            self.contracts = contracts
            self.topics = topics
        }
    }

    public init(
        place: Place,
        plan: SnapshotPlan,
        account: Address?,
        logs: LogRequest?,
        transactions: [TransactionHash]
    ) {
        self.place = place
        self.plan = plan
        self.account = account
        self.logs = logs
        self.transactions = transactions
    }

    /// Whether answers about one block can be held against each other.
    func asksTheSame(as other: LookRequest) -> Bool {
        logs == other.logs && account == other.account && plan == other.plan
    }
}

/// What came back.
public enum Answer: Sendable {
    case identity(chainID: UInt64, genesis: BlockHash)
    case sight(Sight)
    /// The block of the asked hash, hashed by whoever read it.
    case header(SeenHeader)
    case inspection(Inspection)
    /// The endpoint's word on the bytes it was handed.
    case broadcast(SendWord)
    /// An error, or nothing that is an answer: unknown.
    case failure
    case timeout
}

/// A header and its hash by the chain's own rule.
public struct SeenHeader: Hashable, Sendable {
    public let hash: BlockHash
    public let header: BlockHeader

    public init(hash: BlockHash, header: BlockHeader) {
        self.hash = hash
        self.header = header
    }

    public var block: Block {
        Block(
            number: header.number,
            hash: hash,
            parent: header.parentHash,
            time: Instant(milliseconds: header.timestamp.multipliedReportingOverflow(by: 1_000).0),
            baseFee: header.fork.baseFee.map { Wei($0) }
        )
    }
}

extension BlockHeader.Fork {
    fileprivate var baseFee: UInt256? {
        switch self {
        case .beforeLondon: nil
        case .london(let fee), .shanghai(let fee, _): fee
        case .cancun(let blobs), .prague(let blobs, _): blobs.baseFee
        }
    }
}

/// One block as one endpoint shows it.
public struct Sight: Sendable {
    public let header: SeenHeader
    /// In the order of the plan's calls.
    public let answers: [CallAnswer]
    /// Without an aggregator the account's coins come beside the calls.
    public let gasMoney: Reading<Wei>
    /// How many transactions the account has sent by the end of this block.
    public let counter: Reading<UInt64>
    /// What the node suggests for a unit of gas: the price, or with a fee market the tip.
    public let suggestedGas: Reading<Wei>
    public let logs: Reading<[EventLog]>
    /// In the order they were asked for.
    public let transactions: [TransactionSight]

    public init(
        header: SeenHeader,
        answers: [CallAnswer],
        gasMoney: Reading<Wei> = .unknown(.unasked),
        counter: Reading<UInt64>,
        suggestedGas: Reading<Wei>,
        logs: Reading<[EventLog]>,
        transactions: [TransactionSight]
    ) {
        self.header = header
        self.answers = answers
        self.gasMoney = gasMoney
        self.counter = counter
        self.suggestedGas = suggestedGas
        self.logs = logs
        self.transactions = transactions
    }
}

extension Sight {
    /// What was mined by the end of the block that is looked at: a receipt is of no block's state.
    var receipts: [TransactionReceipt] {
        transactions.compactMap { sight in
            guard case .mined(let receipt) = sight, receipt.number <= header.header.number else {
                return nil
            }
            return receipt
        }
    }
}

/// What an endpoint knows of a transaction.
public enum TransactionSight: Hashable, Sendable {
    case unknown
    /// It has never heard of it, or has dropped it.
    case absent
    case pending
    case mined(TransactionReceipt)
}

/// What an endpoint said to bytes it was handed.
public enum SendWord: Hashable, Sendable {
    case hash(TransactionHash)
    case failure(JSONRPCFailure)
    case unreadable
}
