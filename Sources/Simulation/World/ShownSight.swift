import Bot
import Contracts
import Routes
import Vocabulary

/// What a chain showed last of its head: whoever asks the same of the same block is shown the same, and
/// most who ask do, since a bot looks several times a block, at several endpoints.
struct ShownSight: Sendable {
    private var last: Shown?

    private struct Shown: Sendable {
        let head: BlockHash
        let request: LookRequest
        /// What gas costs next is no part of the head.
        let gasPrice: Wei
        let sight: Sight

        func isAnswer(to other: LookRequest) -> Bool {
            if case .block(let hash) = other.place, hash != head { return false }
            return request.account == other.account && request.logs == other.logs
                && request.plan == other.plan
        }
    }

    mutating func answer(
        _ query: Query,
        of chain: VirtualChain,
        genesis: BlockHash,
        lag: UInt64
    ) -> Answer {
        // Transactions wait beside the blocks: what becomes of them is looked up each time.
        guard lag == 0, case .look(let request) = query, request.transactions.isEmpty else {
            return chain.answer(query, genesis: genesis, lag: lag)
        }
        let head = chain.headHash
        if let last, last.head == head, last.isAnswer(to: request), last.gasPrice == chain.gasPrice
        {
            return .sight(last.sight)
        }
        let answer = chain.answer(query, genesis: genesis, lag: lag)
        if case .sight(let sight) = answer, sight.header.hash == head {
            last = Shown(head: head, request: request, gasPrice: chain.gasPrice, sight: sight)
        }
        return answer
    }
}
