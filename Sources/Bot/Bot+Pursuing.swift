import Watch
import Execution
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

// What is outstanding, by memory alone: the same after every event and after every restart.

extension Bot {
    mutating func pursue() {
        forgetLateDraft()
        pauses.removeAll { step.now >= $0.until }
        stuck.removeAll { memory.saga($0.saga) == nil }
        noticeOverdue()
        for index in memory.lanes.indices { pursue(memory.lanes[index].key) }
        guard !memory.sagas.isEmpty else { return }
        for number in memory.sagas.map(\.number) { pursue(saga: number) }
    }

    private mutating func forgetLateDraft() {
        guard let asked = draft?.askedAt, let timing = memory.settings?.timing else { return }
        guard step.now >= asked.advanced(by: timing.signature) else { return }
        draft = nil
        alert(.critical, "signer silent", "the signer has not answered in time")
    }

    /// Time alone makes a transfer overdue.
    private mutating func noticeOverdue() {
        for index in memory.gates.indices where !memory.gates[index].open.isEmpty {
            let isDue = memory.gates[index].open.contains { $0.isLate(at: step.now) }
            if isDue { record(.bridge(memory.gates[index].lane, .all(.time(step.now)))) }
        }
    }
}

// Nonces.

extension Bot {
    private mutating func pursue(_ account: AccountKey) {
        guard
            let index = memory.lanes.firstIndex(where: { $0.key == account }),
            !memory.lanes[index].slots.isEmpty || !wires.isEmpty
        else { return }
        let lane = memory.lanes[index]
        wires.removeAll { $0.account == account && lane.slot($0.nonce)?.holds($0.hash) != true }
        guard !lane.slots.isEmpty else { return }
        for obligation in lane.obligations(at: step.now) {
            switch obligation {
            case .broadcast(let nonce, let hash): pursue(nonce, hash, lane)
            case .cancel(let nonce):
                if !isPlanted(.forgottenCancel) { replace(nonce, lane, .cancel) }
            case .fill(let nonce): fill(nonce, lane)
            // Every look asks for all of them.
            case .lookUp: break
            }
        }
    }

    private mutating func pursue(_ nonce: UInt64, _ hash: TransactionHash, _ lane: NonceLane) {
        guard
            let index = desk(lane.key.chain),
            let payload = lane.slot(nonce)?.payloads.last, payload.hash == hash
        else { return }
        let timing = memory.settings?.timing ?? Timing()
        let isCancel = payload.purpose == .cancel
        if memory.wantsCancel, !isCancel, isUnwanted(nonce, of: lane.key),
            replace(nonce, lane, .cancel)
        {
            return
        }
        guard let place = wires.firstIndex(where: { $0.hash == hash }) else {
            return broadcast(payload, lane.key, at: index)
        }
        let wire = wires[place]
        if wire.isUnderpriced || step.now >= wire.firstSent.advanced(by: timing.attempt) {
            if replace(nonce, lane, isCancel ? .cancel : .bump) { return }
        }
        // Handed over again once a block has passed without it: the same bytes do no harm.
        let interval = desks[index].chain.blockInterval
        if step.now >= wire.lastSent.advanced(by: interval) {
            broadcast(payload, lane.key, at: index)
        }
    }

    /// Whether a halt blocks what the nonce was given out for. What mends a naked leg is wanted all the same.
    private func isUnwanted(_ nonce: UInt64, of account: AccountKey) -> Bool {
        switch memory.errand(account, nonce)?.purpose {
        case .leg(let number, _): memory.saga(number).map { isBlocked($0.plan) } ?? true
        case .send(let lane, _): !mayMove(lane)
        case .mending, .gap, nil: false
        }
    }

    /// To the private endpoint where there is one, else to the two best.
    private mutating func broadcast(_ payload: SignedPayload, _ account: AccountKey, at index: Int)
    {
        let endpoints = desks[index].settings.endpoints
        var targets = endpoints.indices.filter { endpoints[$0].isPrivate }
        if targets.isEmpty {
            targets = Array(desks[index].watch.preferred(at: step.now).prefix(2))
        }
        // Before any endpoint has said which chain it is of, none is trusted with bytes.
        guard !targets.isEmpty else { return }
        for target in targets where questions.count < Question.most {
            let number = QueryNumber(takeNumber())
            let endpoint = Endpoint(chain: account.chain, index: target)
            questions.append(
                Question(
                    number: number,
                    endpoint: endpoint,
                    subject: .broadcast(payload.hash),
                    askedAt: step.now
                )
            )
            perform(.broadcast(number, endpoint, payload))
        }
        if let place = wires.firstIndex(where: { $0.hash == payload.hash }) {
            wires[place].lastSent = step.now
        } else {
            wires.append(
                Wire(
                    account: account,
                    nonce: payload.nonce,
                    hash: payload.hash,
                    firstSent: step.now,
                    lastSent: step.now
                )
            )
        }
    }

    /// What an endpoint says of bytes tells what to do next, and proves nothing.
    mutating func hear(_ word: SendWord, of hash: TransactionHash, from endpoint: Endpoint) {
        guard let index = desk(endpoint.chain) else { return }
        let client = desks[index].settings.endpoints[endpoint.index].client
        let answer: NodeAnswer =
            switch word {
            case .hash(let returned): NodeAnswer(returned: returned, for: hash)
            case .failure(let failure): NodeAnswer(failure, from: client)
            case .unreadable: .unknown
            }
        let name = desks[index].chain.name
        switch answer {
        case .accepted, .known, .nonceTooLow, .transient, .unknown: break
        case .underpriced:
            if let place = wires.firstIndex(where: { $0.hash == hash }) {
                wires[place].isUnderpriced = true
            }
        case .insufficientFunds: tellShortOfGas(at: index)
        case .wouldRevert, .rejected, .otherHash:
            // The same bytes go out at every block.
            guard let place = wires.firstIndex(where: { $0.hash == hash }) else { return }
            guard !wires[place].isRefusalTold else { return }
            wires[place].isRefusalTold = true
            alert(.warning, "refused \(endpoint.chain)", "\(name): an endpoint answered \(answer)")
        }
    }
}

// Sagas.

extension Bot {
    private mutating func pursue(saga number: UInt64) {
        guard let saga = memory.saga(number) else { return }
        switch saga.state {
        case .opening(let first, let leg):
            guard leg.outcome?.fill != nil else { return }
            let second = saga.planned(first.other)
            let last = lastBeginning(ofSecond: second, after: saga.planned(first))
            if step.now < last, !isBlocked(saga.plan) {
                // Gas may have become dear since the plan was made, and cheap again before its deadline.
                if isAffordable(second, of: saga) { signSecond(saga, first.other) }
            } else {
                record(.legGivenUp(saga: number))
                pursue(saga: number)
            }
        case .naked(let naked): if !isPlanted(.forgottenUnwinding) { unwind(saga, naked) }
        case .filled: bridge(saga)
        case .ended(let ending): close(saga, ending)
        case .trading, .unwinding, .bridging: break
        }
    }

    /// Whether an operator or a breaker wants no more of it; what is naked is mended all the same.
    func isBlocked(_ plan: Plan) -> Bool {
        if isPlanted(.unheededHalt) { return false }
        return memory.stops?.blocks(
            route: plan.route,
            chains: [plan.sell.chain, plan.buy.chain],
            at: step.now
        ) != nil
    }

    private mutating func unwind(_ saga: Saga, _ naked: Naked) {
        guard draft == nil, let view = views.first(where: { $0.route.name == saga.plan.route })
        else { return }
        guard let scene = scene() else { return wait(saga, .blind) }
        let budget = unwindBudget(for: saga)
        let closed = [view.route.first.chain, view.route.second.chain].filter { !canSign(on: $0) }
        let unwinder = Unwinder(
            naked,
            of: saga.plan,
            on: view.route,
            in: scene,
            wasted: saga.wasted,
            closed: closed,
            budget: budget
        )
        switch unwinder.choice {
        case .trade(let option):
            guard sign(option.attempt, for: saga) else { return wait(saga, .unable) }
            stuck.removeAll { $0.saga == saga.number }
        // What is closed may open again, and what costs too much may cost less in a moment.
        case .park where !closed.isEmpty: return wait(saga, .unable)
        case .park(.beyondBudget): record(.parked(saga: saga.number, .beyondBudget))
        case .park(let reason): return wait(saga, reason)
        case .wait: return wait(saga, .blind)
        }
        if memory.saga(saga.number)?.ending != nil { pursue(saga: saga.number) }
    }

    /// Between two blocks nothing is known for a moment, and a fee may be too dear for a while: what lasts is
    /// left to a person.
    private mutating func wait(_ saga: Saga, _ reason: Ending.ParkReason) {
        guard isOutOfPatience(with: saga) else { return }
        record(.parked(saga: saga.number, reason))
        pursue(saga: saga.number)
    }

    private mutating func isOutOfPatience(with saga: Saga) -> Bool {
        guard let since = stuck.first(where: { $0.saga == saga.number })?.since else {
            stuck.append((saga.number, step.now))
            return false
        }
        return step.now >= since.advanced(by: (memory.settings?.timing ?? Timing()).patience)
    }

    /// What is left of the day's budget once every other unwinding of the route has cost its worst.
    private func unwindBudget(for saga: Saga) -> Worth {
        var left = memory.route(saga.plan.route)?.limits.unwinding.left(at: step.now) ?? .zero
        for other in memory.sagas
        where other.number != saga.number && other.plan.route == saga.plan.route {
            guard case .unwinding = other.state else { continue }
            left = left.subtracting(other.plan.worstCase.worth) ?? .zero
        }
        return max(left, .zero)
    }

    /// The plan's transfers, as far as the lanes take them now; the rest is left to the inventory's band.
    private mutating func bridge(_ saga: Saga) {
        guard draft == nil else { return }
        let sendings =
            isBlocked(saga.plan)
            ? []
            : saga.plan.transfers.compactMap { decision -> Wanted? in
                guard case .goes(let amount, _) = decision.outcome else { return nil }
                // What was sent since the plan was made was not in its reckoning.
                if let last = memory.lastSent(on: decision.lane), last >= saga.openedAt {
                    return nil
                }
                return Wanted(lane: decision.lane, amount: amount)
            }
        guard !sendings.isEmpty, sign(sendings, saga: saga.number) else {
            record(.bridging(saga: saga.number, transfers: []))
            return pursue(saga: saga.number)
        }
    }

    private mutating func close(_ saga: Saga, _ ending: Ending) {
        let realised = realised(ending, of: saga)
        // Between two blocks a price may be unknown for a moment; what a trade came to can wait for it.
        if realised == nil, ending.isMeasured, !isOutOfPatience(with: saga) { return }
        let route = saga.plan.route
        if let realised { observe(.traded(outcome(of: saga, realised: realised))) }
        if let told = self.record(of: saga, ending, realised: realised) { record(.told(told)) }
        record(.closed(ClosedTrade(saga: saga.number, ending: ending, realised: realised)))
        switch ending {
        case .settled, .nothingFilled: break
        case .unwound(_, let attempt, _):
            alert(
                .warning,
                "unwound \(route)",
                "trade \(saga.number) of \(route): one leg failed, mended by \(attempt.way.rawValue)"
            )
        case .parked(_, let reason):
            alert(
                .critical,
                "parked \(route)",
                "trade \(saga.number) of \(route) is left for a person: \(reason.rawValue)"
            )
            halt(reason == .contradictory ? .global : .route(route), because: reason.cause)
        }
    }
}

extension Ending {
    /// Whether it has a result: what is parked has none yet.
    fileprivate var isMeasured: Bool {
        if case .parked = self { false } else { true }
    }
}

extension Ending.ParkReason {
    var cause: Halt.Cause {
        switch self {
        case .contradictory: .contradiction
        case .transferFailed: .bridge
        default: .unwinding
        }
    }
}

// The inventory.

extension Bot {
    struct Wanted: Hashable {
        let lane: LaneKey
        let amount: UInt256
    }

    /// Proves lanes that no transfer has proved, and refills what is out of its band.
    mutating func tendInventory(_ scene: Scene) {
        guard draft == nil, !isJournalShort, let settings = memory.settings else { return }
        for gate in memory.gates where gate.standing == .unproved && gate.isDestinationAble {
            guard
                mayBegin(gate.lane), mayProve(gate.lane), holds(gate.dust, for: gate.lane, scene)
            else { continue }
            if sign([Wanted(lane: gate.lane, amount: gate.dust)], saga: nil) { return }
        }
        for route in settings.fleet.routes where !isHalted(route) && !isTrading(route) {
            for decision in route.refills(scene) {
                guard case .goes(let amount, _) = decision.outcome, mayBegin(decision.lane) else {
                    continue
                }
                if sign([Wanted(lane: decision.lane, amount: amount)], saga: nil) { return }
            }
        }
    }

    /// A trade under way has transfers of its own in its plan.
    private func isTrading(_ route: Route) -> Bool {
        memory.sagas.contains { saga in
            guard saga.plan.route == route.name else { return false }
            if case .filled = saga.state { return true }
            return saga.isTrading
        }
    }

    private func holds(_ amount: UInt256, for lane: LaneKey, _ scene: Scene) -> Bool {
        guard
            case .known(let held)? = scene.chain(lane.source.chain)?
                .holding(of: lane.source.address)
        else { return false }
        return held >= amount
    }

    /// Dust that did not go is not sent again and again: each costs gas.
    private func mayProve(_ lane: LaneKey) -> Bool {
        guard let last = memory.lastSent(on: lane) else { return true }
        let pause = memory.settings?.fleet.routes
            .first { $0.lanes.all.contains { $0.key == lane } }?.parameters.bridge.pause
        return step.now >= last.advanced(by: pause ?? Interval(milliseconds: 900_000))
    }

    private func isHalted(_ route: Route) -> Bool {
        let chains = [route.first.chain, route.second.chain]
        return memory.stops?.blocks(route: route.name, chains: chains, at: step.now) != nil
    }

    func mayMove(_ lane: LaneKey) -> Bool {
        let chains = [lane.source.chain, lane.destination.chain]
        return memory.stops?.blocks(route: "", chains: chains, at: step.now) == nil
            && !isCondemned(lane)
    }

    /// Nothing is begun before it is known that contracts are what they were.
    private func mayBegin(_ lane: LaneKey) -> Bool {
        mayMove(lane) && hasInspected([lane.source.chain, lane.destination.chain])
    }
}
