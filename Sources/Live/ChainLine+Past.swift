import Bot
import Contracts
import Ethereum
import Routes
import Vocabulary

// The last blocks, one after the other: asked for together, shown each in its turn.

extension ChainLine {
    /// A block that the bot will be shown, and what it will ask of it as far as can be told.
    struct Ahead {
        let block: BlockHash
        let request: LookRequest
    }

    /// Whoever has not told its newest block is waited for no longer than this, where two others have.
    private static let patienceForHeads = Interval(milliseconds: 250)
    /// Calls for several blocks in one batch; the other blocks are asked for when these are shown.
    private static let mostCallsTogether = 50

    /// What comes behind the oldest block. Logs are read on from it, and nothing else of the request changes
    /// as a rule: where the bot asks something else after all, it is asked for anew.
    func ahead(of request: LookRequest) -> [Ahead] {
        guard let blocks = past?.blocksAhead else { return [] }
        return zip(blocks, blocks.dropFirst()).map { block, next in
            // A number may be anything a node has made up.
            let logs = logs.map {
                LookRequest.LogRequest(
                    from: block.number &+ 1,
                    contracts: $0.contracts,
                    topics: $0.topics
                )
            }
            return Ahead(
                block: next.hash,
                request: LookRequest(
                    place: .newest,
                    plan: request.plan,
                    account: request.account,
                    logs: logs,
                    transactions: request.transactions
                )
            )
        }
    }

    /// The first look, and as many of the others as one batch may hold with it.
    func together(_ first: SightLook, _ ahead: [Ahead]) -> (looks: [SightLook], ahead: [Ahead]) {
        var (looks, steps) = ([first], [] as [Ahead])
        var calls = first.count
        for step in ahead {
            guard let look = makeLook(step.request, at: .hash(step.block)) else { break }
            calls += look.count
            guard calls <= Self.mostCallsTogether else { break }
            looks.append(look)
            steps.append(step)
        }
        return (looks, steps)
    }

    /// Hands the bot what an endpoint has shown.
    func show(_ sight: Sight, _ question: Waiting, since took: Interval) {
        head = max(head, sight.header.header.number)
        past?.spend(question.endpoint, on: sight.header.block)
        compare(sight, question)
        remember(sight, question, since: took)
        answers.append((question.number, .sight(sight)))
    }

    /// Asks for the headers behind the newest block that two endpoints can have, once it is known.
    func goBack() {
        guard let (numbers, endpoint) = past?.takeRange() else {
            let isAwaited =
                pauses[Self.everybody] != nil
                || wantedPauses.contains { $0.endpoint == Self.everybody }
            if past?.isWaitingForMore == true, !isAwaited {
                wantedPauses.append((Self.everybody, Self.patienceForHeads))
            }
            return
        }
        guard !numbers.isEmpty else {
            past?.begin(with: [])
            return release()
        }
        start(numbers.map { .header(.number($0)) }, .pastHeaders, endpoint)
    }

    /// Takes the headers behind the newest block, as far as the endpoint has them.
    func begin(with outcomes: [QueryOutcome], _ endpoint: Int) {
        let blocks = outcomes.indices.compactMap { index in
            try? header(outcomes, index, endpoint).block
        }
        past?.begin(with: blocks)
        release()
    }
}

/// What endpoints have shown of the past before the bot has asked: nothing is believed for it.
struct Foresight {
    private var heads: [Int: Block] = [:]
    private var sights: [Foreseen] = []

    struct Foreseen {
        let endpoint: Int
        let request: LookRequest
        let sight: Sight
        let took: Interval
    }

    /// More blocks of more endpoints are not kept: they are asked for in their turn.
    private static let most = 64

    mutating func keepHead(_ block: Block, of endpoint: Int) {
        // A node that has no state yet shows the genesis: it is asked again, and found out.
        if block.number > 0 { heads[endpoint] = block }
    }

    mutating func takeHead(of endpoint: Int) -> Block? { heads.removeValue(forKey: endpoint) }

    mutating func keep(
        _ sight: Sight,
        of step: ChainLine.Ahead,
        by endpoint: Int,
        after took: Interval
    ) {
        guard sights.count < Self.most else { return }
        sights.append(
            Foreseen(endpoint: endpoint, request: step.request, sight: sight, took: took)
        )
    }

    mutating func take(
        _ request: LookRequest,
        of endpoint: Int,
        at reference: BlockReference
    ) -> Foreseen? {
        guard case .hash(let hash) = reference else { return nil }
        let place = sights.firstIndex { seen in
            seen.endpoint == endpoint && seen.sight.header.hash == hash
                && seen.request.isSame(as: request)
        }
        return place.map { sights.remove(at: $0) }
    }
}
