import Execution
import Routes
import Vocabulary
import Watch

// What the chains show of our nonces, sagas and transfers.

extension Memory {
    mutating func land(
        _ landing: Landing,
        _ inclusion: Inclusion,
        _ nonce: UInt64,
        on account: AccountKey,
        at now: Instant
    ) -> [Consequence] {
        guard let place = lanes.firstIndex(where: { $0.key == account }) else { return [] }
        var consequences: [Consequence] = []
        if let index = errands.firstIndex(where: { $0.nonce == nonce && $0.account == account }) {
            errands[index].landing = landing
            consequences += tell(errands[index], landing, inclusion, at: now)
        }
        let effects = lanes[place].take(.found(nonce: nonce, inclusion))
        return consequences + follow(effects, on: account, at: now)
    }

    /// What a landing means to whoever sent it.
    private mutating func tell(
        _ errand: Errand,
        _ landing: Landing,
        _ inclusion: Inclusion,
        at now: Instant
    ) -> [Consequence] {
        switch (errand.purpose, landing.deed) {
        case (.leg(let saga, _), .traded(let outcome)), (.mending(let saga), .traded(let outcome)):
            return tell(
                saga,
                .leg(errand.account, nonce: errand.nonce, .mined(outcome)),
                now
            )
        case (.leg(let saga, _), .nothing), (.mending(let saga), .nothing):
            let outcome = LegOutcome.cancelled(gas: landing.gas)
            return tell(
                saga,
                .leg(errand.account, nonce: errand.nonce, .mined(outcome)),
                now
            )
        case (.send(let lane, let number), .locked(let lock, let time)):
            return take(.about(number, .locked(lock, at: time)), on: lane, at: now)
        case (.send(let lane, let number), .sendReverted):
            return take(.about(number, .reverted(block: inclusion.block)), on: lane, at: now)
        case (.send(let lane, let number), .withoutLock):
            return take(.about(number, .withoutLock(block: inclusion.block)), on: lane, at: now)
        default: return []
        }
    }

    mutating func take(
        _ event: LaneEvent,
        on account: AccountKey,
        _ now: Instant
    ) -> [Consequence] {
        guard let place = lanes.firstIndex(where: { $0.key == account }) else { return [] }
        return follow(lanes[place].take(event), on: account, at: now)
    }

    /// Carries a lane's effects to whoever holds its nonces.
    private mutating func follow(
        _ effects: [LaneEffect],
        on account: AccountKey,
        at now: Instant
    ) -> [Consequence] {
        var consequences: [Consequence] = []
        for effect in effects {
            switch effect {
            case .returned(let nonce):
                guard let index = place(of: nonce, account) else { continue }
                errands[index].landing = nil
                if let saga = errands[index].saga {
                    consequences += tell(saga, .leg(account, nonce: nonce, .returned), now)
                }
            case .settled(let nonce, _, _): consequences += end(nonce, account, isLost: false, now)
            case .lost(let nonce): consequences += end(nonce, account, isLost: true, now)
            default: consequences += troubles([effect], on: account)
            }
        }
        return consequences
    }

    private func place(of nonce: UInt64, _ account: AccountKey) -> Int? {
        errands.firstIndex { $0.nonce == nonce && $0.account == account }
    }

    private mutating func end(
        _ nonce: UInt64,
        _ account: AccountKey,
        isLost: Bool,
        _ now: Instant
    ) -> [Consequence] {
        guard let index = place(of: nonce, account) else { return [] }
        var errand = errands.remove(at: index)
        if isLost { errand.landing = nil }
        tally(errand)
        var consequences: [Consequence] = [.ended(errand)]
        switch errand.purpose {
        case .leg(let saga, _), .mending(let saga):
            let event = Leg.Event.self
            consequences += tell(
                saga,
                .leg(account, nonce: nonce, isLost ? event.lost : event.final),
                now
            )
        case .send(let lane, let number):
            let isGone =
                switch errand.landing?.deed {
                case .locked, .sendReverted, .withoutLock: false
                case .nothing, .foreign, .traded, nil: true
                }
            if isGone { consequences += take(.about(number, .neverSent), on: lane, at: now) }
        case .gap: break
        }
        return consequences
    }

    /// What of a lane's effects a person must know; the rest is done already.
    func troubles(_ effects: [LaneEffect], on account: AccountKey) -> [Consequence] {
        var troubles: [Consequence] = []
        for effect in effects {
            switch effect {
            case .refused, .warn, .stopped, .halted: troubles.append(.lane(account, effect))
            case .reserved, .record, .broadcast, .mined, .returned, .settled, .lost, .lookUp: break
            }
        }
        return troubles
    }

    mutating func learn(
        _ fact: ChainFact,
        of chain: ChainID,
        at now: Instant
    ) -> [Consequence] {
        var consequences: [Consequence] = []
        switch fact {
        case .faulted(let fault):
            guard let index = chains.firstIndex(where: { $0.chain == chain }) else { break }
            chains[index].memory = ChainMemory(final: chains[index].memory.final, fault: fault)
        case .premised(let fresh):
            if !premises.contains(where: { $0.chain == chain }) {
                premises.append(ChainPremises(chain: chain))
            }
            for index in premises.indices where premises[index].chain == chain {
                for premise in fresh { premises[index].premises.take(premise) }
            }
        case .reorganised(let fork):
            for key in lanes.map(\.key) where key.chain == chain {
                consequences += take(.reorganised(fork: fork), on: key, now)
            }
            for lane in gates.map(\.lane) {
                if lane.source.chain == chain {
                    consequences += take(.all(.sourceReorganised(fork: fork)), on: lane, at: now)
                }
                if lane.destination.chain == chain {
                    let event = TransferEvent.destinationReorganised(fork: fork)
                    consequences += take(.all(event), on: lane, at: now)
                }
            }
        case .finalised(let final):
            let block = final.number
            if let index = chains.firstIndex(where: { $0.chain == chain }) {
                let fault = chains[index].memory.fault
                chains[index].memory = ChainMemory(final: final, fault: fault)
            }
            for key in lanes.map(\.key) where key.chain == chain {
                consequences += take(.finalised(through: block), on: key, now)
            }
            for lane in gates.map(\.lane) {
                if lane.source.chain == chain {
                    consequences += take(.all(.sourceFinal(through: block)), on: lane, at: now)
                }
                if lane.destination.chain == chain {
                    let event = TransferEvent.destinationFinal(through: block)
                    consequences += take(.all(event), on: lane, at: now)
                }
            }
        }
        return consequences
    }

    mutating func take(
        _ event: BridgeGate.Event,
        on lane: LaneKey,
        at now: Instant
    ) -> [Consequence] {
        guard let index = gates.firstIndex(where: { $0.lane == lane }) else { return [] }
        var consequences: [Consequence] = []
        for effect in gates[index].take(event, at: now) {
            consequences.append(.gate(lane, effect))
            guard
                case .transfer(let number, .became(let state)) = effect,
                let isDelivered = state.isDelivered
            else { continue }
            for saga in sagas.map(\.number) {
                consequences += tell(
                    saga,
                    .transferEnded(number, isDelivered: isDelivered),
                    now
                )
            }
        }
        return consequences
    }

    mutating func tell(
        _ number: UInt64,
        _ event: SagaEvent,
        _ now: Instant
    ) -> [Consequence] {
        guard let index = sagas.firstIndex(where: { $0.number == number }) else { return [] }
        sagas[index].take(event, at: now)
        return []
    }
}

extension Errand {
    var saga: UInt64? {
        switch purpose {
        case .leg(let saga, _), .mending(let saga): saga
        case .send, .gap: nil
        }
    }
}

extension BridgeTransfer.State {
    /// Whether nothing of it is missing: it arrived whole or never left; `nil` while it may still.
    var isDelivered: Bool? {
        switch self {
        case .delivered: true
        // What never left is where it was: the inventory's band sees to it.
        case .failed(.reverted), .failed(.neverSent): true
        case .short, .refunded, .failed, .paidWrongly: false
        case .requested, .initiated, .inFlight, .overdue, .arriving, .refunding: nil
        }
    }

    /// Whether tokens went into the bridge and came out of it.
    var hasLeft: Bool {
        switch self {
        case .delivered, .short, .refunded: true
        default: false
        }
    }

    /// Whether nothing more is expected of it.
    var isOver: Bool {
        switch self {
        case .delivered, .short, .refunded, .failed(.reverted), .failed(.neverSent): true
        default: false
        }
    }
}
