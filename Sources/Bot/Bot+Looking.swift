import Contracts
import Execution
import Hashing
import Risk
import Routes
public import Vocabulary
import Watch

// Asking the chains, and believing them.

extension Bot {
    /// Looks at every chain whose time has come, and says when to look again.
    mutating func wake() {
        let now = step.now
        let patience = (memory.settings?.timing ?? Timing()).answer
        let late = questions.filter { $0.askedAt.advanced(by: patience) < now }
        questions.removeAll { $0.askedAt.advanced(by: patience) < now }
        for question in late {
            guard let desk = desk(question.endpoint.chain) else { continue }
            if case .inspection = question.subject {
                missInspection(from: question.endpoint.index, at: desk)
            } else {
                desks[desk].watch.failed(question.endpoint.index, at: now)
            }
        }
        hurry()
        var next = Instant(milliseconds: .max)
        for index in desks.indices {
            let poll = desks[index].settings.poll
            if desks[index].lastLook.map({ $0.advanced(by: poll) <= now || $0 > now }) ?? true {
                look(at: index)
            }
            next = min(next, desks[index].lastLook?.advanced(by: poll) ?? now)
        }
        if !desks.isEmpty { perform(.wake(at: max(next, now.advanced(by: Self.shortestSleep)))) }
        noticeStaleness()
    }

    /// Who takes longer than from one look to the next is not waited for, where there is another to ask.
    private mutating func hurry(after most: Interval = Interval(milliseconds: .max)) {
        for index in desks.indices where desks[index].isWaiting {
            guard
                let seen = desks[index].seen,
                step.now >= seen.since.advanced(by: min(desks[index].settings.poll, most)),
                let other = desks[index].seen?.quorum.hurry()
            else { continue }
            confirm(seen, index, with: other)
        }
    }

    /// Asks another endpoint the same of the same block.
    private mutating func confirm(_ seen: Desk.Seen, _ index: Int, with endpoint: Int) {
        let request = LookRequest(
            place: .block(seen.block.hash),
            plan: seen.request.plan,
            account: seen.request.account,
            logs: seen.request.logs,
            transactions: seen.request.transactions
        )
        ask(
            .look(request),
            .look(request),
            of: Endpoint(chain: desks[index].chain.id, index: endpoint)
        )
    }

    private static let shortestSleep = Interval(milliseconds: 1)

    private mutating func look(at index: Int) {
        let now = step.now
        desks[index].lastLook = now
        let chain = desks[index].chain.id
        for endpoint in desks[index].settings.endpoints.indices
        where !desks[index].watch.isIdentified(endpoint) && !isAsked(chain, endpoint, .identity) {
            ask(.identity, .identity, of: Endpoint(chain: chain, index: endpoint))
        }
        lookAround(at: index)
    }

    /// A look out of turn: who has not said yet which chain it is of is not asked any sooner for it.
    mutating func stir(_ chain: ChainID) {
        guard let index = desk(chain) else { return }
        hurry(after: Self.witnessPatience)
        lookAround(at: index)
    }

    /// A second endpoint has so long to show what the first has shown before a world that stirs the chain has
    /// a third one asked.
    public static let witnessPatience = Interval(milliseconds: 150)

    private mutating func lookAround(at index: Int) {
        let (now, chain) = (step.now, desks[index].chain.id)
        for endpoint in Quorum(desks[index].watch.preferred(at: now)).first
        where !isAsked(chain, endpoint, .look) {
            askForSight(index, of: endpoint)
        }
    }

    /// What is asked for a chain's logs from this block on, for whoever asks ahead.
    public func logRequest(on chain: ChainID, from block: UInt64) -> LookRequest.LogRequest? {
        desk(chain).map { desk in
            LookRequest.LogRequest(
                from: block,
                contracts: desks[desk].contracts,
                topics: desks[desk].topics
            )
        }
    }

    private enum Kind {
        case identity
        case look
    }

    private func isAsked(_ chain: ChainID, _ endpoint: Int, _ kind: Kind) -> Bool {
        questions.contains { question in
            guard question.endpoint == Endpoint(chain: chain, index: endpoint) else { return false }
            switch (question.subject, kind) {
            case (.identity, .identity), (.look, .look): return true
            default: return false
            }
        }
    }

    private mutating func askForSight(_ index: Int, of endpoint: Int) {
        var logs: LookRequest.LogRequest?
        if let through = desks[index].logsThrough {
            logs = LookRequest.LogRequest(
                from: through + 1,
                contracts: desks[index].contracts,
                topics: desks[index].topics
            )
        }
        var hashes: [TransactionHash] = []
        if let account = desks[index].account { hashes = openHashes(of: account) }
        let request = LookRequest(
            place: .newest,
            plan: desks[index].plan,
            account: desks[index].chain.account,
            logs: logs,
            transactions: hashes
        )
        let endpoint = Endpoint(chain: desks[index].chain.id, index: endpoint)
        ask(.look(request), .look(request), of: endpoint)
    }

    /// Everything signed for an account of which no block is final.
    private func openHashes(of account: AccountKey) -> [TransactionHash] {
        guard
            let index = memory.lanes.firstIndex(where: { $0.key == account }),
            !memory.lanes[index].slots.isEmpty
        else { return [] }
        return memory.lanes[index].slots.flatMap { $0.payloads.map(\.hash) }
    }

    @discardableResult
    mutating func ask(
        _ query: Query,
        _ subject: Question.Subject,
        of endpoint: Endpoint
    ) -> Bool {
        guard questions.count < Question.most else { return false }
        let number = QueryNumber(takeNumber())
        questions.append(
            Question(number: number, endpoint: endpoint, subject: subject, askedAt: step.now)
        )
        perform(.ask(number, endpoint, query))
        return true
    }

    mutating func take(_ answer: Answer, to number: QueryNumber) {
        // An answer to a question of before a crash, or to one that was given up.
        guard let place = questions.firstIndex(where: { $0.number == number }) else { return }
        let question = questions.remove(at: place)
        guard let index = desk(question.endpoint.chain) else { return }
        let endpoint = question.endpoint.index
        switch (question.subject, answer) {
        case (.identity, .identity(let id, let genesis)):
            let outcome = desks[index].watch.identify(endpoint, chainID: id, genesis: genesis)
            follow(outcome, at: index, endpoint)
            if outcome == .nothing { askForSight(index, of: endpoint) }
        case (.look(let request), .sight(let sight)):
            let time = elapsed(since: question.askedAt)
            see(sight, request, from: endpoint, at: index, after: time)
        case (.parole(let request, let block), .sight(let sight)):
            judge(sight, request, of: block, from: endpoint, at: index)
        case (.header(let hash), .header(let header)):
            guard header.hash == hash else {
                return desks[index].watch.failed(endpoint, at: step.now)
            }
            let outcome = desks[index].watch.take(
                header.block,
                proof: header.header,
                from: endpoint,
                after: elapsed(since: question.askedAt),
                now: step.now
            )
            follow(outcome, at: index, endpoint)
        case (.broadcast(let hash), .broadcast(let word)):
            hear(word, of: hash, from: question.endpoint)
        // Unknown: the bytes go out again in their time.
        case (.broadcast(let hash), _):
            if isPlanted(.unknownTakenForFailed) { takeForFailed(hash, on: desks[index].chain.id) }
        case (.inspection, .inspection(let inspection)):
            take(inspection, from: endpoint, at: index)
        // Whoever can't say what a contract is may be good for everything else.
        case (.inspection, _): missInspection(from: endpoint, at: index)
        case (.look, _):
            desks[index].watch.failed(endpoint, at: step.now)
            silence(of: endpoint, at: index)
        default: desks[index].watch.failed(endpoint, at: step.now)
        }
    }

    /// Who does not answer is no witness: another is asked.
    private mutating func silence(of endpoint: Int, at index: Int) {
        guard
            let seen = desks[index].seen, seen.standing == .waiting,
            case .ask(let others)? = desks[index].seen?.quorum.take(nil, from: endpoint)
        else { return }
        for other in others { confirm(seen, index, with: other) }
    }

    private func elapsed(since then: Instant) -> Interval {
        let now = step.now.milliseconds
        return Interval(milliseconds: now > then.milliseconds ? now - then.milliseconds : 0)
    }

    private mutating func see(
        _ sight: Sight,
        _ request: LookRequest,
        from endpoint: Int,
        at index: Int,
        after time: Interval
    ) {
        let block = sight.header.block
        let outcome = desks[index].watch.take(
            block,
            proof: sight.header.header,
            from: endpoint,
            after: time,
            now: step.now
        )
        follow(outcome, at: index, endpoint)
        guard desks[index].watch.headers.head?.hash == block.hash else { return }
        // The usual look at a block that is known well enough already.
        if desks[index].hasJudged(block.hash) { return }
        if let seen = desks[index].seen, seen.block.hash == block.hash,
            !seen.request.asksTheSame(as: request)
        {
            return confirm(seen, index, with: endpoint)
        }
        let answer =
            desks[index].heldSnapshot(of: sight, request)
            ?? (try? request.plan.snapshot(sight.answers, at: block, gasMoney: sight.gasMoney))
        guard let answer else { return desks[index].watch.failed(endpoint, at: step.now) }
        if desks[index].seen?.block.hash != block.hash {
            desks[index].seen = Desk.Seen(
                block: block,
                sight: sight,
                snapshot: answer.snapshot,
                ticks: answer.ticks,
                request: request,
                since: step.now,
                digest: block.hash.digest,
                quorum: Quorum(desks[index].watch.preferred(at: step.now))
            )
        }
        vote(sight, answer, from: endpoint, at: index)
    }

    /// Two endpoints must show the same before it is acted on.
    private mutating func vote(
        _ sight: Sight,
        _ answer: SnapshotAnswer,
        from endpoint: Int,
        at index: Int
    ) {
        guard var seen = desks[index].seen else { return }
        let digest = desks[index].digest(sight, answer.snapshot)
        if isPlanted(.oneWitness) { return agree(on: digest, sight, answer, at: index) }
        // At the start the first one is heard before the others have told which chain they are of.
        seen.quorum.join(desks[index].watch.preferred(at: step.now))
        let outcome = seen.quorum.take(digest, from: endpoint)
        desks[index].seen?.quorum = seen.quorum
        desks[index].watch.settle(outcome, block: seen.block.number, at: step.now)
        switch outcome {
        case .agreed(let digest, _, _): agree(on: digest, sight, answer, at: index)
        case .alone:
            // One that is left of several is no witness.
            guard desks[index].settings.endpoints.count == 1 else { return }
            desks[index].seen?.witnessed = sight.receipts
            desks[index].seen?.standing = .agreed
            believe(at: index)
        case .ask(let others):
            for other in others { confirm(seen, index, with: other) }
        case .disputed:
            desks[index].seen?.standing = .disputed
            dispute(at: index)
        case .waiting, .unknown, .late: break
        }
    }

    private mutating func agree(
        on digest: Digest,
        _ sight: Sight,
        _ answer: SnapshotAnswer,
        at index: Int
    ) {
        guard var seen = desks[index].seen else { return }
        let others = sight.receipts
        if seen.digest == digest {
            // Who was asked earlier may not have been asked for all: what only one has shown waits.
            seen.witnessed = seen.sight.receipts.filter { others.contains($0) }
        } else {
            // The first sight is the one that was outvoted.
            seen = Desk.Seen(
                block: seen.block,
                sight: sight,
                snapshot: answer.snapshot,
                ticks: answer.ticks,
                request: seen.request,
                since: seen.since,
                digest: digest,
                quorum: seen.quorum
            )
        }
        seen.standing = .agreed
        desks[index].seen = seen
        askParoled(at: index)
        believe(at: index)
    }

    private mutating func dispute(at index: Int) {
        let chain = desks[index].chain
        desks[index].wasDisputed = true
        record(.observed(.endpoints(chain.id, .disputed)))
        alert(
            .warning,
            "disputed \(chain.id)",
            "\(chain.name): endpoints disagree about block \(desks[index].seen?.block.number ?? 0)"
        )
    }

    private mutating func follow(_ outcome: ChainWatch.Outcome, at index: Int, _ endpoint: Int) {
        let chain = desks[index].chain.id
        switch outcome {
        case .nothing, .behind, .ahead: break
        case .head(let head, let fork):
            if let fork { rewind(to: fork, at: index) }
            if desks[index].seen?.block.hash != head.hash { desks[index].seen = nil }
        case .fetch(let hash):
            ask(.header(hash), .header(hash), of: Endpoint(chain: chain, index: endpoint))
        case .confirm(let hash, let besides):
            for other in desks[index].watch.preferred(at: step.now).filter({ $0 != besides })
                .prefix(1)
            {
                ask(.header(hash), .header(hash), of: Endpoint(chain: chain, index: other))
            }
        case .halted(let fault):
            record(.chain(chain, .faulted(fault)))
            record(.halted(Halt(.chain(chain), because: .contradiction, since: step.now)))
            alert(.critical, "halted \(chain)", "chain \(chain) is halted: \(fault)")
        }
    }

    private mutating func rewind(to fork: UInt64, at index: Int) {
        if isPlanted(.forgottenReorganisation) { return }
        let chain = desks[index].chain.id
        if let through = desks[index].logsThrough, through > fork {
            // With nothing final the fork may be the chain's beginning.
            desks[index].logsThrough = max(fork, desks[index].logsFloor ?? fork)
        }
        desks[index].unclaimed.removeAll { $0.block > fork }
        for view in views.indices { views[view].rewind(chain, to: fork) }
        if hasBusiness(on: chain) { record(.chain(chain, .reorganised(fork: fork))) }
    }
}
