public import Bot
import Contracts
public import Vocabulary

/// What a chain showed last of its head. A bot looks at a block several times and at several endpoints: the
/// calls it makes there have the same answers each time.
public struct ShownSight: Sendable {
    private var last: Shown?

    private struct Shown: Sendable {
        let head: BlockHash
        let plan: SnapshotPlan
        let account: Address?
        let sight: Sight

        func isAnswer(to request: LookRequest, at newest: BlockHash) -> Bool {
            guard head == newest else { return false }
            if case .block(let hash) = request.place, hash != head { return false }
            return request.account == account && request.plan == plan
        }
    }

    public init() {}

    /// What the chain's endpoint answers, of the head as it was answered before.
    public mutating func answer(
        _ query: Query,
        of chain: VirtualChain,
        genesis: BlockHash,
        lag: UInt64
    ) -> Answer {
        guard lag == 0, case .look(let request) = query else {
            return chain.answer(query, genesis: genesis, lag: lag)
        }
        let head = chain.headHash
        if last?.isAnswer(to: request, at: head) == true, let sight = last?.sight {
            return .sight(chain.sight(sight, again: request))
        }
        let answer = chain.answer(query, genesis: genesis, lag: lag)
        if case .sight(let sight) = answer, sight.header.hash == head {
            last = Shown(head: head, plan: request.plan, account: request.account, sight: sight)
        }
        return answer
    }
}
