import Bot
public import Contracts
import Ethereum
import Hashing
import Numerics
public import Routes
public import Vocabulary

/// An inspection as one batch, and its answers as the bot wants them.
public struct ContractInspection: Sendable {
    let plan: InspectionPlan
    let chain: Chain
    let block: BlockHash

    public init(plan: InspectionPlan, chain: Chain, block: BlockHash) {
        self.plan = plan
        self.chain = chain
        self.block = block
    }

    /// In one batch: which chain it is, every contract's code and proxy slots, then the calls.
    public var queries: [ChainQuery] {
        let reference = BlockReference.hash(block)
        var queries: [ChainQuery] = [.chainID]
        for contract in plan.contracts {
            queries.append(.code(contract, at: reference))
            for slot in InspectionPlan.slots {
                queries.append(.storage(contract, slot: slot, at: reference))
            }
        }
        if let multicall = chain.multicall {
            queries.append(
                .call(to: multicall, data: plan.aggregate, sender: nil, at: reference)
            )
        } else {
            for call in plan.calls {
                queries.append(.call(to: call.target, data: call.data, sender: nil, at: reference))
            }
        }
        return queries
    }

    /// `nil` also for a node that is of another chain.
    public func inspection(_ outcomes: [QueryOutcome]) -> Inspection? {
        try? read(outcomes) ?? nil
    }

    /// `nil` where the node has none of it: it may not have the block's state.
    func read(_ outcomes: [QueryOutcome]) throws(LookFault) -> Inspection? {
        var rest = outcomes[...]
        func next() -> QueryOutcome { rest.popFirst() ?? .missing }
        let id = next()
        guard case .answered(.chainID(let found)) = id else {
            throw LookFault(id, reading: .chainID)
        }
        guard found == UInt256(chain.id.value) else {
            throw LookFault(.wrongChain(expected: chain.id, found: found))
        }
        let contracts = plan.contracts.map { _ in
            ContractSight(
                code: Self.code(next()),
                slots: InspectionPlan.slots.map { _ in Self.word(next()) }
            )
        }
        guard contracts.contains(where: { $0.code.value != nil }) else { return nil }
        let answers =
            chain.multicall == nil
            ? plan.calls.map { _ in Self.answer(next()) }
            : CallAnswer.aggregated(Self.answer(next()), count: plan.calls.count)
        return Inspection(contracts: contracts, answers: answers)
    }

    private static func code(_ outcome: QueryOutcome) -> Reading<Digest?> {
        guard case .answered(.code(let sight)) = outcome else { return .unknown(.unasked) }
        return .known(sight.isEmpty ? nil : sight.hash)
    }

    private static func word(_ outcome: QueryOutcome) -> Reading<UInt256> {
        guard case .answered(.word(let word)) = outcome else { return .unknown(.unasked) }
        return .known(word)
    }

    private static func answer(_ outcome: QueryOutcome) -> CallAnswer {
        switch outcome {
        case .answered(.returned(let bytes)): CallAnswer(returned: bytes)
        case .refused(let failure): CallAnswer(JSONRPCAnswer.Outcome.error(failure))
        default: .unknown(.unasked)
        }
    }
}
