import Parity
import Execution
import Ledger
import Risk
import Routes
import Vocabulary
import Watch

// The one function that changes what is remembered. A restart reads the journal with it.

extension Memory {
    mutating func apply(_ entry: Entry) -> [Consequence] {
        switch entry.fact {
        case .configured(let settings):
            configure(settings)
            return []
        case .began: return restart()
        case .judged(let judgement):
            if let index = routes.firstIndex(where: { $0.name == judgement.route }) {
                routes[index].verdict = VerdictKind(judgement.assessment.verdict)
            }
            return []
        case .planned(let trade): return plan(trade, at: entry.at)
        case .legSigned(let saga, let side, let signed, let booking):
            return sign(signed, .leg(saga: saga, side), booking)
                + tell(
                    saga,
                    .legSigned(side, signed.account, nonce: signed.payload.nonce),
                    entry.at
                )
        case .legGivenUp(let saga): return tell(saga, .legGivenUp, entry.at)
        case .attempted(let saga, let attempt, let signed, let booking):
            return sign(signed, .mending(saga: saga), booking)
                + tell(
                    saga,
                    .attempted(attempt, signed.account, nonce: signed.payload.nonce),
                    entry.at
                )
        case .sent(let transfer): return send(transfer, at: entry.at)
        case .replaced(let signed):
            return take(.signed(signed.payload), on: signed.account, entry.at)
        case .filledGap(let signed): return sign(signed, .gap, nil)
        case .landed(let account, let nonce, let inclusion, let landing):
            return land(landing, inclusion, nonce, on: account, at: entry.at)
        case .lane(let account, let event): return take(event, on: account, entry.at)
        case .chain(let chain, let fact): return learn(fact, of: chain, at: entry.at)
        case .bridge(let lane, let event): return take(event, on: lane, at: entry.at)
        case .expecting(let transfer, let booking):
            if let index = transfers.firstIndex(where: { $0.number == transfer }) {
                transfers[index].arrival = booking
            }
            return []
        case .transferOver(let number):
            transfers.removeAll { $0.number == number }
            return []
        case .books(let entry): return book(entry.events)
        case .bridging(let saga, let transfers): return tell(saga, .bridging(transfers), entry.at)
        case .parked(let saga, let reason): return tell(saga, .park(reason), entry.at)
        case .closed(let trade):
            close(trade, at: entry.at)
            return []
        case .halted(let halt):
            _ = stops?.halt(halt)
            return []
        case .resumed(let scope, let name): return resume(scope, by: name, at: entry.at)
        case .observed(let observation):
            return (stops?.observe(observation, at: entry.at) ?? []).map { .stop($0) }
        case .expired:
            _ = stops?.expire(at: entry.at)
            return []
        case .ordered(let command):
            switch command {
            case .halt(_, let now): wantsCancel = wantsCancel || now
            case .resume: wantsCancel = false
            default: break
            }
            return []
        case .told: return []
        }
    }

    private mutating func configure(_ settings: Settings) {
        self.settings = settings
        for chain in settings.fleet.chains {
            if !chains.contains(where: { $0.chain == chain.id }) {
                chains.append(RememberedChain(chain: chain.id))
            }
            guard let account = chain.account else { continue }
            let key = AccountKey(chain: chain.id, account: account)
            if lane(key) == nil { lanes.append(NonceLane(key)) }
        }
        for lane in settings.lanes where gate(lane.lane) == nil {
            if let gate = BridgeGate(lane: lane.lane, cap: lane.cap, dust: lane.dust) {
                gates.append(gate)
            }
        }
        for route in settings.fleet.routes {
            if let index = routes.firstIndex(where: { $0.name == route.name }) {
                routes[index].limits.configure(route.parameters, settings.limits)
            } else {
                let limits = RouteLimits(route.parameters, settings.limits)
                routes.append(RememberedRoute(name: route.name, limits: limits))
            }
        }
        if stops == nil {
            stops = try? Stops(settings.breakers)
        } else {
            try? stops?.configure(settings.breakers)
        }
    }

    private mutating func restart() -> [Consequence] {
        for index in lanes.indices { _ = lanes[index].take(.restarted) }
        return []
    }

    private mutating func plan(_ trade: PlannedTrade, at now: Instant) -> [Consequence] {
        var consequences: [Consequence] = []
        for leg in trade.legs {
            let purpose = Errand.Purpose.leg(saga: trade.saga, leg.side)
            consequences += sign(leg.signed, purpose, leg.booking)
        }
        func leg(_ side: LegSide) -> Leg? {
            trade.legs.first { $0.side == side }
                .map { Leg($0.signed.account, nonce: $0.signed.payload.nonce) }
        }
        switch (leg(.sell), leg(.buy)) {
        case (let sell?, let buy?):
            sagas.append(Saga(trade.saga, trade.plan, sell: sell, buy: buy, at: now))
        case (let sell?, nil):
            sagas.append(Saga(trade.saga, trade.plan, first: .sell, sell, at: now))
        case (nil, let buy?):
            sagas.append(Saga(trade.saga, trade.plan, first: .buy, buy, at: now))
        case (nil, nil): break
        }
        tallies.append(SagaTally(trade.saga, trade.plan))
        nextSaga = max(nextSaga, trade.saga + 1)
        if let index = routes.firstIndex(where: { $0.name == trade.plan.route }) {
            // What is signed counts, also where a limit was passed in between.
            try? routes[index].limits.take(trade.wish, at: now, isLive: true, pools: &pools)
        }
        return consequences
    }

    /// A nonce is given out and what was signed for it recorded, in one.
    private mutating func sign(
        _ signed: SignedFor,
        _ purpose: Errand.Purpose,
        _ booking: BookingID?
    ) -> [Consequence] {
        guard let index = lanes.firstIndex(where: { $0.key == signed.account }) else { return [] }
        let effects = lanes[index].take(.reserve) + lanes[index].take(.signed(signed.payload))
        errands.append(
            Errand(
                account: signed.account,
                nonce: signed.payload.nonce,
                purpose: purpose,
                booking: booking
            )
        )
        return troubles(effects, on: signed.account)
    }

    private mutating func send(_ transfer: SentTransfer, at now: Instant) -> [Consequence] {
        let terms = transfer.terms
        transfers.append(
            TransferRecord(
                number: terms.number,
                lane: terms.lane,
                amount: terms.amount,
                delivered: transfer.delivered,
                since: now
            )
        )
        nextTransfer = max(nextTransfer, terms.number + 1)
        if let index = lastSent.firstIndex(where: { $0.lane == terms.lane }) {
            lastSent[index].at = now
        } else {
            lastSent.append(LastSent(lane: terms.lane, at: now))
        }
        let purpose = Errand.Purpose.send(terms.lane, transfer: terms.number)
        return sign(transfer.signed, purpose, transfer.booking)
            + take(.begin(terms), on: terms.lane, at: now)
    }

    private mutating func book(_ events: [BookEvent]) -> [Consequence] {
        var consequences: [Consequence] = []
        for event in events {
            do throws(BookRefusal) {
                _ = try books.apply(event)
            } catch {
                consequences.append(.bookRefused(error))
            }
        }
        return consequences
    }

    private mutating func close(_ trade: ClosedTrade, at now: Instant) {
        guard let place = sagas.firstIndex(where: { $0.number == trade.saga }) else { return }
        let saga = sagas.remove(at: place)
        tallies.removeAll { $0.saga == saga.number }
        guard let index = routes.firstIndex(where: { $0.name == saga.plan.route }) else { return }
        switch trade.ending {
        case .settled:
            routes[index].limits.settled(saga.number, isLive: true)
            // What was planned is taken already; more than that was given for the peg too.
            if saga.plan.mission == .parity, let given = trade.realised?.negated {
                let planned = max(saga.plan.net.negated, .zero)
                routes[index].limits.gave(
                    max(given, planned),
                    insteadOf: planned,
                    takenAt: saga.openedAt,
                    at: now
                )
            }
        case .nothingFilled: routes[index].limits.failed(at: now)
        case .unwound, .parked:
            routes[index].limits.failed(at: now)
            let loss = trade.realised?.negated ?? saga.plan.worstCase.worth
            routes[index].limits.unwound(costing: loss, at: now)
        }
    }

    private mutating func resume(
        _ scope: Halt.Scope,
        by name: String,
        at now: Instant
    ) -> [Consequence] {
        _ = try? stops?.resume(scope, by: name, at: now)
        if case .chain(let id) = scope, let index = chains.firstIndex(where: { $0.chain == id }) {
            chains[index].memory = ChainMemory()
        }
        return []
    }
}
