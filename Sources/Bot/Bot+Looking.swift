import Contracts
import Execution
import Hashing
import Risk
import Routes
import Vocabulary
import Watch

// Asking the chains, and believing them.

extension Bot {
    /// Looks at every chain whose time has come, and says when to look again.
    mutating func wake() {
        let now = step.now
        let patience = (memory.settings?.timing ?? Timing()).answer
        for question in questions where question.askedAt.advanced(by: patience) < now {
            guard let desk = desk(question.endpoint.chain) else { continue }
            desks[desk].watch.failed(question.endpoint.index, at: now)
        }
        questions.removeAll { $0.askedAt.advanced(by: patience) < now }
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

    private static let shortestSleep = Interval(milliseconds: 1)

    private mutating func look(at index: Int) {
        let now = step.now
        desks[index].lastLook = now
        let chain = desks[index].chain.id
        for endpoint in desks[index].settings.endpoints.indices
        where !desks[index].watch.isIdentified(endpoint) && !isAsked(chain, endpoint, .identity) {
            ask(.identity, .identity, of: Endpoint(chain: chain, index: endpoint))
        }
        for endpoint in Quorum(desks[index].watch.preferred(at: now)).first
        where !isAsked(chain, endpoint, .look) {
            askForSight(.newest, index, of: endpoint)
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

    private mutating func askForSight(
        _ place: LookRequest.Place,
        _ index: Int,
        of endpoint: Int
    ) {
        let desk = desks[index]
        let request = LookRequest(
            place: place,
            plan: desk.plan,
            account: desk.chain.account,
            logs: desk.logsThrough.map {
                LookRequest.LogRequest(from: $0 + 1, contracts: desk.contracts)
            },
            transactions: desk.account.map(openHashes) ?? []
        )
        ask(.look(request), .look, of: Endpoint(chain: desk.chain.id, index: endpoint))
    }

    /// Everything signed for an account of which no block is final.
    private func openHashes(of account: AccountKey) -> [TransactionHash] {
        guard let lane = memory.lane(account) else { return [] }
        return lane.slots.flatMap { $0.payloads.map(\.hash) }
    }

    @discardableResult
    private mutating func ask(
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
            if outcome == .nothing { askForSight(.newest, index, of: endpoint) }
        case (.look, .sight(let sight)):
            see(sight, from: endpoint, at: index, after: elapsed(since: question.askedAt))
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
        case (.broadcast, _): break
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
        for other in others { askForSight(.block(seen.block.hash), index, of: other) }
    }

    private func elapsed(since then: Instant) -> Interval {
        let now = step.now.milliseconds
        return Interval(milliseconds: now > then.milliseconds ? now - then.milliseconds : 0)
    }

    private mutating func see(
        _ sight: Sight,
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
        var decoded: SnapshotAnswer?
        if desks[index].seen?.block.hash != block.hash {
            guard let answer = snapshot(of: sight, at: index) else {
                return desks[index].watch.failed(endpoint, at: step.now)
            }
            decoded = answer
            desks[index].seen = Desk.Seen(
                block: block,
                sight: sight,
                snapshot: answer.snapshot,
                ticks: answer.ticks,
                logsThrough: desks[index].logsThrough,
                quorum: Quorum(desks[index].watch.preferred(at: step.now))
            )
        }
        vote(sight, decoded, from: endpoint, at: index)
    }

    private func snapshot(of sight: Sight, at index: Int) -> SnapshotAnswer? {
        try? desks[index].plan.snapshot(
            sight.answers,
            at: sight.header.block,
            gasMoney: sight.gasMoney
        )
    }

    /// Two endpoints must show the same before it is acted on.
    private mutating func vote(
        _ sight: Sight,
        _ decoded: SnapshotAnswer?,
        from endpoint: Int,
        at index: Int
    ) {
        guard
            let seen = desks[index].seen, sight.header.hash == seen.sight.header.hash,
            !seen.voters.contains(endpoint)
        else { return }
        desks[index].seen?.voters.append(endpoint)
        guard let answer = decoded ?? snapshot(of: sight, at: index) else {
            return silence(of: endpoint, at: index)
        }
        let digest = desks[index].digest(sight, answer.snapshot, logsAfter: seen.logsThrough)
        guard let outcome = desks[index].seen?.quorum.take(digest, from: endpoint) else { return }
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
            for other in others { askForSight(.block(seen.block.hash), index, of: other) }
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
        let own = desks[index].digest(seen.sight, seen.snapshot, logsAfter: seen.logsThrough)
        let others = sight.receipts
        if own == digest {
            // Who was asked earlier may not have been asked for all: what only one has shown waits.
            seen.witnessed = seen.sight.receipts.filter { others.contains($0) }
        } else {
            // The first sight is the one that was outvoted.
            seen = Desk.Seen(
                block: seen.block,
                sight: sight,
                snapshot: answer.snapshot,
                ticks: answer.ticks,
                logsThrough: seen.logsThrough,
                quorum: seen.quorum
            )
        }
        seen.standing = .agreed
        desks[index].seen = seen
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
            tellFinality(at: index)
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
        let chain = desks[index].chain.id
        if let through = desks[index].logsThrough, through > fork {
            desks[index].logsThrough = fork
        }
        for view in views.indices { views[view].rewind(chain, to: fork) }
        if hasBusiness(on: chain) { record(.chain(chain, .reorganised(fork: fork))) }
    }

    /// What is final ends legs and transfers; without any, nobody needs to be told.
    private mutating func tellFinality(at index: Int) {
        let chain = desks[index].chain.id
        let headers = desks[index].watch.headers
        guard
            let final = headers.final, desks[index].told.map({ final > $0 }) ?? true,
            hasBusiness(on: chain), let block = headers.block(final)
        else { return }
        desks[index].told = final
        record(.chain(chain, .finalised(block)))
    }

    /// Whether a nonce or a transfer on this chain has not come to its end.
    private func hasBusiness(on chain: ChainID) -> Bool {
        memory.lanes.contains { $0.key.chain == chain && !$0.slots.isEmpty }
            || memory.gates.contains { gate in
                !gate.open.isEmpty
                    && (gate.lane.source.chain == chain || gate.lane.destination.chain == chain)
            }
    }
}
