import Bot
import Contracts
import Routes
import Vocabulary

/// What a chain showed last of its head: whoever asks the same of the same block is shown the same, and
/// most who ask do, since a block is looked at several times by several endpoints' clients.
struct ShownSight: Sendable {
    private let head: BlockHash
    private let plan: SnapshotPlan
    private let account: Address?
    private let logs: LookRequest.LogRequest?
    /// What becomes of gas before the next block is no part of the head.
    private let gasPrice: Wei
    private let sight: Sight

    /// `nil` for what must be looked up each time: transactions wait beside the blocks.
    init?(_ sight: Sight, of chain: VirtualChain, to request: LookRequest) {
        guard sight.header.hash == chain.head.hash, request.transactions.isEmpty else { return nil }
        head = sight.header.hash
        plan = request.plan
        account = request.account
        logs = request.logs
        gasPrice = chain.gasPrice
        self.sight = sight
    }

    /// The same again, where it still is the answer.
    func answer(_ query: Query, of chain: VirtualChain, lag: UInt64) -> Answer? {
        guard
            lag == 0, case .look(let request) = query, chain.head.hash == head,
            request.transactions.isEmpty, request.account == account, request.logs == logs,
            request.plan == plan, chain.gasPrice == gasPrice
        else { return nil }
        switch request.place {
        case .newest: return .sight(sight)
        case .block(let hash): return hash == head ? .sight(sight) : nil
        }
    }
}
