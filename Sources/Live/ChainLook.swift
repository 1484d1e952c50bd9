public import Contracts
import Ethereum
public import Numerics
public import Routes
public import Vocabulary

/// One look at a chain: which chain it is, a header, everything a snapshot needs, and logs, in one batch.
///
/// Made once and sent with every block: the long text of the aggregated call is written only once.
public struct ChainLook: Sendable {
    public let chain: ChainID
    private let plan: SnapshotPlan
    private let reads: [Read]
    private let isAggregated: Bool
    private let account: Address?
    private let question: LogQuestion?

    private struct Read: Sendable {
        let target: Address
        let data: HexadecimalText
    }

    /// Blocks that may come while a node puts its answer together.
    private static let mostMoves: UInt64 = 8

    /// `nil` when the plan is of another chain, or has more calls than fit into a batch beside the rest.
    public init?(_ plan: SnapshotPlan, of chain: Chain, logs question: LogQuestion? = nil) {
        guard plan.chain == chain.id else { return nil }
        self.chain = chain.id
        self.plan = plan
        self.question = question
        if let multicall = chain.multicall {
            reads = [Read(target: multicall, data: HexadecimalText(plan.aggregate))]
            isAggregated = true
            account = nil
        } else {
            guard plan.calls.count + 4 <= CallBatch.mostCalls else { return nil }
            reads = plan.calls.map { Read(target: $0.target, data: HexadecimalText($0.data)) }
            isAggregated = false
            account = chain.account
        }
    }

    /// Whether the latest block can be looked at before its hash is known: only an aggregator says at which
    /// block it was asked.
    public var canReadLatest: Bool { isAggregated }

    func write(to batch: inout CallBatch, at reference: BlockReference) {
        var fits = ChainQuery.chainID.write(to: &batch)
        fits = ChainQuery.header(reference).write(to: &batch) && fits
        for read in reads {
            let isTaken = batch.append("eth_call") { call in
                call.object { call in
                    call.member("to") { $0.address(read.target) }
                    call.member("data") { $0.data(read.data) }
                }
                call.block(reference)
            }
            fits = isTaken && fits
        }
        if let account {
            fits = ChainQuery.balance(account, at: reference).write(to: &batch) && fits
        }
        if let logs = logs(at: reference) { fits = logs.write(to: &batch) && fits }
        precondition(fits, "a look's calls were counted when it was made")
    }

    private func logs(at reference: BlockReference) -> ChainQuery? {
        guard let question else { return nil }
        switch reference {
        case .latest: return .logs(question, .latest)
        case .number(let number): return .logs(question, .numbers(number...number))
        case .hash(let hash): return .logs(question, .block(hash))
        }
    }

    /// What transfers under way will take out of each vault.
    public typealias Pending = [(token: Address, exit: Address, amount: Reading<UInt256>)]

    /// Puts the outcomes together, in the order they were written. The first thing that can't be is named.
    func read(
        _ outcomes: [CallOutcome],
        at reference: BlockReference,
        pending: Pending
    ) throws(LookFault) -> LookAnswer {
        var rest = outcomes[...]
        func next() -> CallOutcome { rest.popFirst() ?? .missing }
        try check(ChainQuery.chainID.read(next()))
        let sight = try header(next(), at: reference)
        let answers = try snapshotAnswers((0..<reads.count).map { _ in next() })
        var gasMoney = Reading<Wei>.unknown(.unasked)
        if let account {
            let balance = ChainQuery.balance(account, at: reference).read(next())
            if case .answered(.balance(let amount)) = balance { gasMoney = .known(amount) }
        }
        let logs = try logs(at: reference).map { query throws(LookFault) in
            try readLogs(next(), query, sight)
        }
        do throws(SnapshotError) {
            let snapshot = try plan.snapshot(
                answers,
                at: sight.block,
                pending: pending,
                gasMoney: gasMoney
            )
            return LookAnswer(
                sight: sight,
                snapshot: snapshot.snapshot,
                ticks: snapshot.ticks,
                logs: logs
            )
        } catch {
            throw LookFault(Self.cause(error, reference, sight.block.number))
        }
    }

    private func check(_ outcome: QueryOutcome) throws(LookFault) {
        guard case .answered(.chainID(let found)) = outcome else {
            throw LookFault(outcome, reading: .chainID)
        }
        guard found == UInt256(chain.value) else {
            throw LookFault(.wrongChain(expected: chain, found: found))
        }
    }

    private func header(
        _ outcome: CallOutcome,
        at reference: BlockReference
    ) throws(LookFault) -> HeaderSight {
        let outcome = ChainQuery.header(reference).read(outcome)
        guard case .answered(.header(let sight)) = outcome else {
            throw LookFault(outcome, reading: .header)
        }
        guard reference != .latest || sight.block.number > 0 else {
            throw LookFault(.genesisAsLatest)
        }
        return sight
    }

    private func snapshotAnswers(_ outcomes: [CallOutcome]) throws(LookFault) -> [CallAnswer] {
        guard isAggregated else { return outcomes.map(CallAnswer.init) }
        switch outcomes[0] {
        case .value(let fragment) where !fragment.isNull:
            return CallAnswer.aggregated(.result(fragment), count: plan.calls.count)
        case .value: throw LookFault(.unread(.aggregate, .absent))
        case .refused(let failure): throw LookFault(.nodeError(failure))
        case .missing: throw LookFault(.unread(.aggregate, .missing))
        }
    }

    private func readLogs(
        _ outcome: CallOutcome,
        _ query: ChainQuery,
        _ sight: HeaderSight
    ) throws(LookFault) -> LogsSight {
        let outcome = query.read(outcome)
        guard case .answered(.logs(let logs)) = outcome else {
            throw LookFault(outcome, reading: .logs)
        }
        guard logs.allSatisfy({ $0.place.block == sight.block.hash }) else {
            throw LookFault(.contradictory(.foreignLog))
        }
        let isPossible = question?.isPossible(in: sight.header.logsBloom) ?? true
        guard isPossible || logs.isEmpty else {
            throw LookFault(.contradictory(.logOutsideBloom))
        }
        if !logs.isEmpty { return .found(logs) }
        return isPossible ? .unproven : .none
    }

    /// At the latest block a small difference is a block that came in between, and no lie.
    private static func cause(
        _ error: SnapshotError,
        _ reference: BlockReference,
        _ number: UInt64
    ) -> EndpointFailure.Cause {
        guard reference == .latest, case .otherBlock(_, let answered) = error else {
            return .snapshot(error)
        }
        let difference =
            answered > UInt256(number) ? answered - UInt256(number) : UInt256(number) - answered
        guard difference > .zero, difference <= UInt256(mostMoves) else { return .snapshot(error) }
        return .movedOn(header: number, aggregate: answered)
    }
}

/// What one look has seen, all of it at one block.
public struct LookAnswer: Sendable {
    public let sight: HeaderSight
    public let snapshot: Snapshot
    public let ticks: [(pool: Address, knowledge: TickKnowledge)]
    /// `nil` where none were asked for.
    public let logs: LogsSight?
}

/// What a look fails for, before it is said at whose endpoint.
struct LookFault: Error {
    let cause: EndpointFailure.Cause

    init(_ cause: EndpointFailure.Cause) {
        self.cause = cause
    }

    /// An outcome that is no answer of the kind that was asked for.
    init(_ outcome: QueryOutcome, reading what: EndpointFailure.What) {
        switch outcome {
        case .refused(let failure): cause = .nodeError(failure)
        case .contradictory(let contradiction): cause = .contradictory(contradiction)
        case .malformed(let error): cause = .unread(what, .malformed(error))
        case .absent: cause = .unread(what, .absent)
        case .missing, .answered: cause = .unread(what, .missing)
        }
    }
}

extension CallAnswer {
    init(_ outcome: CallOutcome) {
        switch outcome {
        case .value(let fragment): self.init(JSONRPCAnswer.Outcome.result(fragment))
        case .refused(let failure): self.init(JSONRPCAnswer.Outcome.error(failure))
        case .missing: self = .unknown(.unasked)
        }
    }
}
