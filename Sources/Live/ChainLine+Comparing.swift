import Bot
import Contracts
import Ethereum
import Routes
import Vocabulary

// What endpoints have shown, held against each other and against what is asked again.

extension ChainLine {
    /// What the same endpoint has answered to the same: no block is looked at twice for one answer.
    func known(
        _ question: Waiting,
        _ request: LookRequest,
        at reference: BlockReference
    ) -> Sight? {
        guard case .hash(let hash) = reference else { return nil }
        return sights.last { seen in
            seen.sight.header.hash == hash && seen.endpoint == question.endpoint
                && seen.request.isSame(as: request)
        }?.sight
    }

    /// Whether the same endpoint is being asked the same.
    func isAwaited(
        _ question: Waiting,
        _ request: LookRequest,
        at reference: BlockReference
    ) -> Bool {
        guard reference.isHash else { return false }
        let twin = asked.first { other in
            guard case .look(let first, let place, _, let ahead) = other.subject,
                first.endpoint == question.endpoint, case .look(let earlier) = first.query
            else { return false }
            if place == reference { return earlier.isSame(as: request) }
            return ahead.contains { step in
                reference == .hash(step.block) && step.request.isSame(as: request)
            }
        }
        guard let twin else { return false }
        twins.append((twin.id, question))
        return true
    }

    /// Two endpoints that show the same block with other contents are named; whom to believe is the bot's to say.
    func compare(_ sight: Sight, _ question: Waiting) {
        guard case .look(let request) = question.query else { return }
        let answer = try? request.plan.snapshot(
            sight.answers,
            at: sight.header.block,
            gasMoney: sight.gasMoney
        )
        let seen = Seen(
            endpoint: question.endpoint,
            request: request,
            sight: sight,
            snapshot: answer?.snapshot
        )
        for other in sights
        where other.sight.header.hash == sight.header.hash && other.endpoint != seen.endpoint
            && other.request.plan == request.plan && other.snapshot != seen.snapshot
        {
            notices.append(
                .disagreement(
                    chain.id,
                    sight.header.header.number,
                    reader.name(of: other.endpoint),
                    reader.name(of: seen.endpoint)
                )
            )
        }
        if sights.count == Self.mostSights { sights.removeFirst() }
        sights.append(seen)
    }
}

extension LookRequest {
    func isSame(as other: LookRequest) -> Bool {
        plan == other.plan && logs == other.logs && account == other.account
            && transactions == other.transactions
    }
}
