import Contracts
import Ethereum
import Execution
import Hashing
import Parity
import Routes
import Venues
import Vocabulary
import Watch

/// What the bot sees of one chain. A restart asks for all of it again.
struct Desk: Sendable {
    let chain: Chain
    let settings: ChainSettings
    let account: AccountKey?
    /// Whose logs are read: the executor, and the bridge's contracts here.
    let contracts: [Address]
    /// The first topics of what they log and is read.
    let topics: [Digest]
    var watch: ChainWatch
    var plan: SnapshotPlan
    var seen: Seen?
    /// Every log up to this block was read.
    var logsThrough: UInt64?
    /// Logs up to this block are nobody's business any more.
    var logsFloor: UInt64?
    /// Paid to us by a bridge for a transfer whose departure was not seen: chains are not read in step.
    var unclaimed: [BridgePayout] = []
    /// What was last said to be final.
    var told: UInt64?
    var lastLook: Instant?
    /// When the process began to look: before that nobody was there to see a block.
    let since: Instant
    /// The endpoints disagreed and have not agreed since.
    var wasDisputed = false

    var inspection = DeskInspection()

    /// What the account had when people were told that it is too little for gas.
    var toldShort: Wei?

    /// The oldest are forgotten: strangers may pay to us as well.
    static let mostUnclaimed = 64

    struct Seen: Sendable {
        let block: Block
        let sight: Sight
        let snapshot: Snapshot
        let ticks: [(pool: Address, knowledge: TickKnowledge)]
        /// What was asked: only answers to the same can be compared.
        let request: LookRequest
        let since: Instant
        /// Tells it from other answers to the same question: the block's own for the first of them.
        let digest: Digest
        var quorum: Quorum
        /// Receipts that may be acted on: those that as many endpoints have shown as must agree.
        var witnessed: [TransactionReceipt] = []
        var standing = Standing.waiting

        enum Standing: Hashable, Sendable {
            /// For another endpoint to say the same.
            case waiting
            case agreed
            case disputed
        }
    }

    init?(
        _ settings: ChainSettings,
        of fleet: Fleet,
        remembering memory: ChainMemory,
        since: Instant
    ) {
        guard
            let chain = fleet.chain(settings.chain),
            let plan = SnapshotPlan(fleet, chain: settings.chain)
        else { return nil }
        self.chain = chain
        self.settings = settings
        self.since = since
        self.plan = plan
        account = chain.account.map { AccountKey(chain: chain.id, account: $0) }
        watch = ChainWatch(
            chain,
            endpoints: settings.endpoints.count,
            genesis: settings.genesis,
            remembering: memory
        )
        logsThrough = memory.final?.number
        logsFloor = memory.final?.number
        var contracts = chain.executor.map { [$0] } ?? []
        var topics = LogFact.topics
        for lane in fleet.lanes {
            let witness = LaneWitness(lane, in: fleet)
            if lane.source.chain == chain.id {
                contracts.append(lane.entry)
                topics += witness.entry.topics
            }
            if lane.destination.chain == chain.id {
                contracts.append(lane.exit)
                topics += witness.exit.topics
            }
        }
        self.contracts = contracts.sortedOnce
        self.topics = topics.sortedOnce
    }

    /// The newest sight that may be acted on.
    var agreed: Seen? {
        seen.flatMap { $0.standing == .agreed && watch.isTrusted ? $0 : nil }
    }

    var isAgreed: Bool { seen?.standing == .agreed && watch.isTrusted }

    /// Whether what was seen waits for another endpoint to say the same.
    var isWaiting: Bool {
        guard let seen else { return false }
        return seen.standing == .waiting
    }

    /// Whether it is known of this block whether the endpoints agree on it.
    func hasJudged(_ block: BlockHash) -> Bool {
        guard let seen else { return false }
        return seen.block.hash == block && seen.standing != .waiting
    }

    /// What a sight comes to, where it is word for word the one that is held.
    func heldSnapshot(of other: Sight, _ asked: LookRequest) -> SnapshotAnswer? {
        guard
            let seen, other.header.hash == seen.block.hash, other.gasMoney == seen.sight.gasMoney,
            asked.plan == seen.request.plan, other.answers == seen.sight.answers
        else { return nil }
        return SnapshotAnswer(snapshot: seen.snapshot, ticks: seen.ticks)
    }

    /// What gas costs now, as far as it is known.
    func market(_ seen: Seen) -> FeeMarket? {
        switch settings.market {
        case .free: return .free
        case .legacy:
            return seen.sight.suggestedGas.value.map { .legacy(suggested: $0) }
        case .market:
            guard
                let baseFee = seen.block.baseFee, let tip = seen.sight.suggestedGas.value
            else { return nil }
            return .market(baseFee: baseFee, suggestedTip: tip)
        }
    }

    /// What a unit of gas will cost at most; above the ceiling too, so that the check says by how much.
    func gasPrice(_ seen: Seen) -> Reading<Wei> {
        guard let market = market(seen) else { return .unknown(.unasked) }
        do throws(FeePolicy.Refusal) {
            return .known(try settings.fees.first(in: market).cap)
        } catch {
            switch error {
            case .aboveCeiling(let asked, _): return .known(asked)
            case .unrepresentable: return .unknown(.contradictory)
            }
        }
    }

    /// Equal digests are equal sights, of whatever was asked beside. With a single endpoint nobody compares.
    ///
    /// What shows the same as the sight that is held shares its digest: bytes are made only of what differs.
    func digest(_ sight: Sight, _ snapshot: Snapshot) -> Digest {
        guard settings.endpoints.count > 1 else { return sight.header.hash.digest }
        if let seen, seen.shows(sight, snapshot) { return seen.digest }
        var writer = CanonicalWriter(.binary)
        writer.field("snapshot", snapshot)
        writer.field("counter", sight.counter)
        writer.field("logs", sight.logs.map { UInt64($0.count) })
        for log in sight.logs.value ?? [] { Self.write(log, to: &writer) }
        return Keccak256.hash(writer.bytes)
    }

    /// All that is read of a log: what is left out, one endpoint alone could make up.
    private static func write(_ log: EventLog, to writer: inout CanonicalWriter) {
        writer.field("transaction", log.transaction)
        writer.field("block", log.place.block)
        writer.field("address", log.address)
        writer.field("topics", UInt64(log.topics.count))
        for topic in log.topics { writer.field("topic", BlockHash(topic)) }
        writer.field("data", data: log.data)
    }

    /// The number of a block that a log names: one that is no longer on the line is older than it.
    func number(of hash: BlockHash) -> UInt64 {
        if let block = watch.headers.blocks.last(where: { $0.hash == hash }) { return block.number }
        return watch.headers.final ?? watch.headers.blocks.first?.number ?? 0
    }
}

extension Desk.Seen {
    /// Whether a sight of the same block has nothing else in it, by what `Desk.digest` makes bytes of.
    fileprivate func shows(_ other: Sight, _ snapshot: Snapshot) -> Bool {
        guard sight.counter == other.counter, self.snapshot == snapshot else { return false }
        switch (sight.logs, other.logs) {
        case (.known(let left), .known(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.says($1) }
        case (.unknown(let left), .unknown(let right)): return left == right
        default: return false
        }
    }
}

extension EventLog {
    fileprivate func says(_ other: EventLog) -> Bool {
        transaction == other.transaction && place.block == other.place.block
            && address == other.address && topics == other.topics && data == other.data
    }
}

extension Array where Element: Comparable {
    /// In order, each once.
    fileprivate var sortedOnce: [Element] {
        var distinct: [Element] = []
        for element in sorted() where distinct.last != element { distinct.append(element) }
        return distinct
    }
}
