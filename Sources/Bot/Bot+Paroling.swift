import Contracts
import Routes
public import Vocabulary
public import Watch

// Endpoints that have lied, and their way back.

extension Bot {
    /// Has those who have lied say what they see of a block that is agreed on without them. Nothing waits for
    /// it, and whatever they say changes nothing but what is thought of them.
    mutating func askParoled(at index: Int) {
        guard let seen = desks[index].seen else { return }
        let chain = desks[index].chain.id
        for endpoint in desks[index].watch.paroled(at: step.now)
        where !seen.quorum.asks(endpoint) && !isOnTrial(chain, endpoint) {
            let request = LookRequest(
                place: .block(seen.block.hash),
                plan: seen.request.plan,
                account: seen.request.account,
                logs: seen.request.logs,
                transactions: []
            )
            ask(
                .look(request),
                .parole(request, of: seen.block.hash),
                of: Endpoint(chain: chain, index: endpoint)
            )
        }
    }

    private func isOnTrial(_ chain: ChainID, _ endpoint: Int) -> Bool {
        questions.contains { question in
            guard question.endpoint == Endpoint(chain: chain, index: endpoint) else { return false }
            if case .parole = question.subject { return true }
            return false
        }
    }

    /// Holds what it said against what was agreed on. Of a block that is no longer the newest nobody can tell.
    mutating func judge(
        _ sight: Sight,
        _ request: LookRequest,
        of block: BlockHash,
        from endpoint: Int,
        at index: Int
    ) {
        guard
            let seen = desks[index].seen, seen.standing == .agreed, seen.block.hash == block
        else { return }
        guard
            sight.header.hash == block,
            let answer = desks[index].heldSnapshot(of: sight, request)
                ?? (try? request.plan.snapshot(
                    sight.answers,
                    at: seen.block,
                    gasMoney: sight.gasMoney
                ))
        else { return desks[index].watch.failed(endpoint, at: step.now) }
        desks[index].watch.hear(
            endpoint,
            agrees: desks[index].digest(sight, answer.snapshot) == seen.digest,
            block: seen.block.number,
            at: step.now
        )
    }
}

// For those who only look.

extension Bot {
    /// How an endpoint has behaved, by its place in the settings.
    public func score(of endpoint: Int, on chain: ChainID) -> EndpointScore? {
        guard let index = desk(chain), desks[index].watch.scores.indices.contains(endpoint) else {
            return nil
        }
        return desks[index].watch.scores[endpoint]
    }

    /// Whether everything a chain's routes rely on was looked at since the process, a person's word, or other
    /// settings last asked for it.
    public func hasInspected(_ chain: ChainID) -> Bool {
        desk(chain).map { desks[$0].inspection.hasPassed } ?? false
    }
}
