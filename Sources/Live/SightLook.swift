import Bot
import Contracts
import Ethereum
import Numerics
import Routes
import Vocabulary

/// Everything the bot asks of one block, in one batch: which chain it is, the header, all reads, logs, the
/// account's counter, what gas costs, and what became of transactions.
struct SightLook: Sendable {
    let chain: ChainID
    let request: LookRequest
    let reference: BlockReference
    let price: GasQuestion
    /// A counter that is not asked for stays unknown, and nothing is signed without it.
    let countsTransactions: Bool
    private let reads: PlanText
    private let question: LogQuestion?
    private let range: LogRange?

    enum GasQuestion: Sendable {
        case none
        case gasPrice
        case tip
    }

    /// A plan's calls as nodes take them: long, and the same at every block.
    struct PlanText: Sendable {
        let plan: SnapshotPlan
        fileprivate let calls: [Read]
        fileprivate let isAggregated: Bool
        fileprivate let account: Address?

        fileprivate struct Read: Sendable {
            let target: Address
            let data: HexadecimalText
        }

        init(_ plan: SnapshotPlan, of chain: Chain) {
            self.plan = plan
            if let multicall = chain.multicall {
                calls = [Read(target: multicall, data: HexadecimalText(plan.aggregate))]
                isAggregated = true
                account = nil
            } else {
                calls = plan.calls.map { Read(target: $0.target, data: HexadecimalText($0.data)) }
                isAggregated = false
                account = chain.account
            }
        }
    }

    /// More transactions at once are not asked for: they stay unknown.
    static let mostTransactions = 256
    /// Blocks that may come while a node puts its answer together.
    private static let mostMoves: UInt64 = 8

    /// `head` is how far the chain is known to have come. `nil` for more than fits into a batch.
    init?(
        _ request: LookRequest,
        _ reads: PlanText,
        of chain: ChainID,
        at reference: BlockReference,
        head: UInt64,
        price: GasQuestion,
        countsTransactions: Bool,
        questions: LogQuestions
    ) {
        let transactions = min(request.transactions.count, Self.mostTransactions)
        guard reads.calls.count + 2 * transactions + 6 <= CallBatch.mostCalls else { return nil }
        self.chain = chain
        self.request = request
        self.reference = reference
        self.price = price
        self.countsTransactions = countsTransactions
        self.reads = reads
        if let logs = request.logs, let question = questions.question(of: logs) {
            self.question = question
            let last = Self.last(of: logs)
            range = head > last ? .numbers(logs.from...last) : .since(logs.from)
        } else {
            question = nil
            range = nil
        }
    }

    private static func last(of logs: LookRequest.LogRequest) -> UInt64 {
        let (last, overflow) = logs.from.addingReportingOverflow(
            LookRequest.LogRequest.mostBlocks - 1
        )
        return overflow ? .max : last
    }

    private var transactions: ArraySlice<TransactionHash> {
        request.transactions.prefix(Self.mostTransactions)
    }

    /// How many calls it takes of a batch.
    var count: Int { 2 + reads.calls.count + rest.count }

    func write(to batch: inout CallBatch) {
        var fits = ChainQuery.chainID.write(to: &batch)
        fits = ChainQuery.header(reference).write(to: &batch) && fits
        for read in reads.calls {
            let isTaken = batch.append("eth_call") { call in
                call.object { call in
                    call.member("to") { $0.address(read.target) }
                    call.member("data") { $0.data(read.data) }
                }
                call.block(reference)
            }
            fits = isTaken && fits
        }
        for query in rest { fits = query.write(to: &batch) && fits }
        precondition(fits, "a look's calls were counted when it was made")
    }

    /// What is asked behind the reads, in this order.
    private var rest: [ChainQuery] {
        var queries: [ChainQuery] = []
        if let account = reads.account { queries.append(.balance(account, at: reference)) }
        if let question, let range { queries.append(.logs(question, range)) }
        if countsTransactions, let account = request.account {
            queries.append(.nonce(account, at: reference))
        }
        switch price {
        case .none: break
        case .gasPrice: queries.append(.gasPrice)
        case .tip: queries.append(.priorityFee)
        }
        for hash in transactions { queries += [.receipt(hash), .transaction(hash)] }
        return queries
    }

    /// Puts the outcomes together, in the order they were written. The first thing that can't be is named.
    func read(
        _ outcomes: ArraySlice<CallOutcome>,
        _ readings: Readings
    ) throws(LookFault) -> Sight {
        var left = outcomes
        func next() -> CallOutcome { left.popFirst() ?? .missing }
        let id = ChainQuery.chainID.read(next())
        guard case .answered(.chainID(let found)) = id else {
            throw LookFault(id, reading: .chainID)
        }
        guard found == UInt256(chain.value) else {
            throw LookFault(.wrongChain(expected: chain, found: found))
        }
        let header = try self.header(next(), readings)
        let answers = try self.answers(reads.calls.map { _ in next() })
        var money = Reading<Wei>.unknown(.unasked)
        if let account = reads.account,
            case .answered(.balance(let amount)) =
                ChainQuery.balance(account, at: reference).read(next())
        {
            money = .known(amount)
        }
        try prove(answers, header, money)
        var logs = Reading<[EventLog]>.unknown(.unasked)
        if question != nil { logs = try self.logs(next(), header) }
        var counter = Reading<UInt64>.unknown(.unasked)
        if countsTransactions, let account = request.account,
            case .answered(.nonce(let count)) =
                ChainQuery.nonce(account, at: reference).read(next())
        {
            counter = .known(count)
        }
        var suggested = Reading<Wei>.unknown(.unasked)
        if price != .none, case .answered(.gasPrice(let wei)) = ChainQuery.gasPrice.read(next()) {
            suggested = .known(wei)
        }
        var fates: [Fate] = []
        for hash in transactions { fates.append(try fate(of: hash, next(), next())) }
        let unasked = request.transactions.count - transactions.count
        return Sight(
            header: SeenHeader(hash: header.block.hash, header: header.header),
            answers: answers,
            gasMoney: money,
            counter: counter,
            suggestedGas: suggested,
            logs: logs,
            transactions: fates + Array(repeating: .unknown, count: unasked)
        )
    }

    private func header(
        _ outcome: CallOutcome,
        _ readings: Readings
    ) throws(LookFault) -> HeaderSight {
        let outcome = ChainQuery.header(reference).read(outcome, readings)
        guard case .answered(.header(let sight)) = outcome else {
            throw LookFault(outcome, reading: .header)
        }
        guard reference != .latest || sight.block.number > 0 else {
            throw LookFault(.genesisAsLatest)
        }
        return sight
    }

    private func answers(_ outcomes: [CallOutcome]) throws(LookFault) -> [CallAnswer] {
        guard reads.isAggregated else { return outcomes.map(CallAnswer.init) }
        switch outcomes[0] {
        case .value(let fragment) where !fragment.isNull:
            return CallAnswer.aggregated(.result(fragment), count: reads.plan.calls.count)
        case .value: throw LookFault(.unread(.aggregate, .absent))
        case .refused(let failure): throw LookFault(.nodeError(failure))
        case .missing: throw LookFault(.unread(.aggregate, .missing))
        }
    }

    /// The read's own word on its block must be the header's.
    private func prove(
        _ answers: [CallAnswer],
        _ sight: HeaderSight,
        _ money: Reading<Wei>
    ) throws(LookFault) {
        do throws(SnapshotError) {
            _ = try reads.plan.snapshot(answers, at: sight.block, gasMoney: money)
        } catch {
            guard reference == .latest, case .otherBlock(_, let answered) = error else {
                throw LookFault(.snapshot(error))
            }
            let number = UInt256(sight.block.number)
            let moves = answered > number ? answered - number : number - answered
            guard !moves.isZero, moves <= UInt256(Self.mostMoves) else {
                throw LookFault(.snapshot(error))
            }
            throw LookFault(.movedOn(header: sight.block.number, aggregate: answered))
        }
    }
}

/// The question for all that a bridge and an executor log, made once for what it is asked of: the same at
/// every block.
final class LogQuestions {
    private var last: (request: LookRequest.LogRequest, question: LogQuestion?)?

    func question(of request: LookRequest.LogRequest) -> LogQuestion? {
        if let last, last.request.contracts == request.contracts,
            last.request.topics == request.topics
        {
            return last.question
        }
        let question = LogQuestion(addresses: request.contracts, topics: request.topics)
        last = (request, question)
        return question
    }
}

// Logs of a range of blocks.

extension SightLook {
    /// Unknown where the node refuses, or has not read the newest block's logs yet.
    private func logs(
        _ outcome: CallOutcome,
        _ sight: HeaderSight
    ) throws(LookFault) -> Reading<[EventLog]> {
        guard let wanted = request.logs, let question else { return .unknown(.unasked) }
        // Nothing has come since what was read before.
        guard wanted.from <= sight.block.number else { return .known([]) }
        guard case .value(let fragment) = outcome, !fragment.isNull else {
            return .unknown(.unasked)
        }
        let found: [(number: UInt64, log: EventLog)]
        do throws(JSONReadingError) {
            let elements = try fragment.readElements()
            guard elements.count <= ChainQuery.mostLogs else { return .unknown(.contradictory) }
            found = try Self.numbered(elements)
        } catch {
            throw LookFault(.unread(.logs, .malformed(error)))
        }
        let last = min(sight.block.number, Self.last(of: wanted))
        var logs: [EventLog] = []
        var isNewestRead = false
        for (number, log) in found {
            guard question.includes(log), number >= wanted.from else {
                throw LookFault(.contradictory(.foreignLog))
            }
            guard number <= last else { continue }
            if number == sight.block.number {
                guard log.place.block == sight.block.hash else {
                    throw LookFault(.contradictory(.foreignLog))
                }
                isNewestRead = true
            }
            logs.append(log)
        }
        let isPossible = question.isPossible(in: sight.header.logsBloom)
        if isNewestRead, !isPossible { throw LookFault(.contradictory(.logOutsideBloom)) }
        let isNewestWanted = last == sight.block.number
        return isNewestWanted && isPossible && !isNewestRead ? .unknown(.unasked) : .known(logs)
    }

    private static func numbered(
        _ elements: [JSONFragment]
    ) throws(JSONReadingError) -> [(number: UInt64, log: EventLog)] {
        var logs: [(number: UInt64, log: EventLog)] = []
        for element in elements {
            do throws(LogError) {
                logs.append((0, try EventLog(element)))
            } catch {
                throw error.reason
            }
            logs[logs.count - 1].number = try element.member("blockNumber").readShortQuantity()
        }
        return logs
    }
}
