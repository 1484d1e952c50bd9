import Execution
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

// What happened, as the books take it, and what people must know of it.

extension Bot {
    mutating func follow(_ consequence: Consequence) {
        switch consequence {
        case .lane(let account, let effect): follow(effect, of: account)
        case .ended(let errand): book(errand)
        case .gate(let lane, let effect): follow(effect, on: lane)
        case .stop(let effect): follow(effect)
        case .bookRefused(let refusal):
            alert(.critical, "books", "the books refuse an entry: \(refusal)")
            halt(.global, because: .contradiction)
        }
    }

    mutating func halt(_ scope: Halt.Scope, because cause: Halt.Cause) {
        guard !isHalted(by: cause, scope) else { return }
        record(.halted(Halt(scope, because: cause, since: step.now)))
    }

    private mutating func follow(_ effect: LaneEffect, of account: AccountKey) {
        switch effect {
        case .halted(let fault):
            alert(.critical, "nonces \(account.chain)", "\(account.account): \(fault)")
            halt(.chain(account.chain), because: .nonces)
        case .stopped(let refusal):
            alert(.critical, "nonces \(account.chain)", "\(account.account): \(refusal)")
            halt(.chain(account.chain), because: .chainAhead)
        case .warn(let warning):
            alert(.warning, "nonces \(account.chain)", "\(account.account): \(warning)")
        case .refused(let refusal):
            alert(.warning, "nonces \(account.chain)", "\(account.account) refused: \(refusal)")
        default: break
        }
    }

    private mutating func follow(_ effect: Stops.Effect) {
        switch effect {
        case .tripped(let trip):
            alert(.critical, "breaker \(trip.breaker.rawValue) \(trip.scope)", trip.description)
        case .healed(let breaker, let scope):
            alert(
                .notice,
                "breaker \(breaker.rawValue) \(scope)",
                "\(breaker.rawValue): well again"
            )
        case .widened: alert(.critical, "halts", "too many halts: everything is halted")
        case .refused(let refusal): alert(.warning, "breakers", "\(refusal)")
        }
    }

    mutating func book(_ events: [BookEvent], plan: UInt64?) {
        guard let entry = BooksEntry(at: step.now, plan: plan, events: events) else { return }
        record(.books(entry))
    }

    /// Under a new number, at once.
    mutating func settle(_ entries: [BookEntry], plan: UInt64?) {
        guard !entries.isEmpty else { return }
        do throws(BookRefusal) {
            book([.settle(try Booking(memory.nextBooking, entries))], plan: plan)
        } catch {
            follow(.bookRefused(error))
        }
    }

    /// Under the number of its reservation, as it happened.
    private mutating func settle(_ id: BookingID, _ entries: [BookEntry], plan: UInt64?) {
        do throws(BookRefusal) {
            book([.settle(try Booking(id, entries))], plan: plan)
        } catch {
            follow(.bookRefused(error))
        }
    }
}

// Transactions.

extension Bot {
    /// A nonce has come to its end: gas was paid, and what was reserved happened or never will.
    private mutating func book(_ errand: Errand) {
        let chain = errand.account.chain
        let plan = errand.saga
        if let gas = errand.landing?.gas, errand.landing?.deed != .foreign, !gas.value.isZero,
            let paid = Int256(magnitude: gas.value, isNegative: false),
            !isPlanted(.forgottenGas)
        {
            settle(
                [
                    BookEntry(Account(.native(chain), .crossChain), .zero &- paid),
                    BookEntry(Account(.native(chain), .gas), paid),
                ],
                plan: plan
            )
            if errand.landing?.deed.hasFilled != true { lose(gas, on: chain) }
        }
        guard let booking = errand.booking else { return }
        switch (errand.purpose, errand.landing?.deed) {
        case (.leg(let number, _), .traded(.filled(let fill))),
            (.mending(let number), .traded(.filled(let fill))):
            observe(.attempted(.filled))
            guard let entries = entries(of: fill, saga: number, errand) else { break }
            if isPlanted(.fillTwice) { settle(entries, plan: number) }
            return settle(booking, entries, plan: number)
        case (.leg, _), (.mending, _): observe(.attempted(.failed))
        case (.send(let lane, let number), .locked):
            return depart(booking, number, on: lane)
        case (.send, .withoutLock):
            // Tokens may be gone, and nobody knows where to: they stay reserved until a person has looked.
            return halt(.global, because: .bridge)
        case (.send, _), (.gap, _): break
        }
        book([.void(booking)], plan: plan)
    }

    mutating func observe(_ observation: Observation) {
        record(.observed(observation))
    }

    private func entries(of fill: LegFill, saga number: UInt64, _ errand: Errand) -> [BookEntry]? {
        guard let saga = memory.saga(number) else { return nil }
        let planned: PlannedLeg
        switch errand.purpose {
        case .leg(_, let side): planned = saga.planned(side)
        case .mending:
            switch saga.state {
            case .unwinding(_, let attempt, _): planned = attempt.planned
            case .ended(.unwound(_, let attempt, _)): planned = attempt.planned
            default: return nil
            }
        case .send, .gap: return nil
        }
        return Self.entries(of: planned, on: memory.settings?.fleet, fill.sold, fill.received)
    }

    /// Both of a swap's entries are booked against the deal in its base.
    static func entries(
        of planned: PlannedLeg,
        on fleet: Fleet?,
        _ sold: UInt256,
        _ received: UInt256
    ) -> [BookEntry]? {
        guard
            let given = Int256(magnitude: sold, isNegative: false),
            let taken = Int256(magnitude: received, isNegative: false),
            let places = fleet?.routes.flatMap({ [$0.first, $0.second] }),
            let place = places.first(where: { place in
                [place.base.key, place.quote.key].contains(planned.tokenIn)
                    && [place.base.key, place.quote.key].contains(planned.tokenOut)
            })
        else { return nil }
        let isSale = planned.tokenIn == place.base.key
        let deal = Deal(isSale ? .sold : .bought, base: place.base.key)
        let (into, out) = (Asset.token(planned.tokenIn), Asset.token(planned.tokenOut))
        return [
            BookEntry(Account(into, .crossChain), .zero &- given),
            BookEntry(Account(into, .profit(deal)), given),
            BookEntry(Account(out, .crossChain), taken),
            BookEntry(Account(out, .profit(deal)), .zero &- taken),
        ]
    }
}

extension Landing.Deed {
    /// Whether its gas is part of what a trade came to.
    fileprivate var hasFilled: Bool {
        if case .traded(.filled) = self { true } else { false }
    }
}

// Transfers.

extension Bot {
    static func departure(_ lane: LaneKey, _ amount: UInt256) -> [BookEntry]? {
        guard let amount = Int256(magnitude: amount, isNegative: false) else { return nil }
        let source = Asset.token(lane.source)
        let passage = Passage(source: lane.source, destination: lane.destination)
        return [
            BookEntry(Account(source, .crossChain), .zero &- amount),
            BookEntry(Account(source, .inFlight(passage)), amount),
        ]
    }

    private mutating func depart(_ booking: BookingID, _ number: UInt64, on lane: LaneKey) {
        book([.post(booking)], plan: nil)
        guard let transfer = memory.transfers.first(where: { $0.number == number }) else { return }
        let id = memory.nextBooking
        guard
            let entries = arrival(transfer, transfer.delivered, on: lane),
            let expected = try? Booking(id, entries)
        else { return }
        book([.reserve(expected)], plan: nil)
        record(.expecting(transfer: number, id))
        // It may have arrived before its departure was final.
        if let state = memory.gate(lane)?.transfer(number)?.state, state.isOver {
            follow(state, of: number, on: lane)
        }
    }

    /// A person has looked at a send that locked nothing: what it had reserved is free again, and whatever of
    /// it is gone is missing from now on.
    mutating func bury(_ number: UInt64, on lane: LaneKey) {
        let isUnderWay = memory.errands.contains { errand in
            if case .send(_, number) = errand.purpose { true } else { false }
        }
        guard
            let gate = memory.gate(lane), !isUnderWay,
            !gate.open.contains(where: { $0.terms.number == number }),
            case .failed(.withoutLock)? = gate.transfer(number)?.state,
            let transfer = memory.transfers.first(where: { $0.number == number })
        else { return }
        let entries = Self.departure(lane, transfer.amount)
        if let held = memory.books.open.first(where: { $0.entries == entries }) {
            book([.void(held.id)], plan: nil)
        }
        record(.transferOver(number))
    }

    /// What left one token becomes another; what is missing is the bridge's fee.
    private func arrival(
        _ transfer: Memory.TransferRecord,
        _ delivered: UInt256,
        on key: LaneKey
    ) -> [BookEntry]? {
        guard let lane = crossings.first(where: { $0.lane.key == key })?.lane else { return nil }
        let worth = Decimals.floor(
            delivered,
            from: lane.destination.decimals,
            to: lane.source.decimals
        )
        let crossed = min(worth, transfer.amount)
        guard
            let amount = Int256(magnitude: transfer.amount, isNegative: false),
            let kept = Int256(magnitude: transfer.amount - crossed, isNegative: false),
            let moved = Int256(magnitude: crossed, isNegative: false),
            let taken = Int256(magnitude: delivered, isNegative: false)
        else { return nil }
        let passage = Passage(source: key.source, destination: key.destination)
        let (source, destination) = (Asset.token(key.source), Asset.token(key.destination))
        var entries = [
            BookEntry(Account(source, .inFlight(passage)), .zero &- amount),
            BookEntry(Account(source, .crossing(passage)), moved),
            BookEntry(Account(destination, .crossing(passage)), .zero &- taken),
            BookEntry(Account(destination, .crossChain), taken),
        ]
        if kept != .zero { entries.append(BookEntry(Account(source, .bridgeFees), kept)) }
        return entries
    }

    private mutating func follow(_ effect: BridgeGate.Effect, on lane: LaneKey) {
        switch effect {
        case .begun, .opened: break
        case .transfer(_, .watch(let lock)): claim(lock, on: lane)
        case .refused(let refusal): alert(.warning, "lane \(lane)", "refused: \(refusal)")
        case .closed(let closure):
            alert(.critical, "lane \(lane)", "the bridge lane is closed: \(closure)")
        case .transfer(_, .fault(let fault)):
            alert(.critical, "lane \(lane)", "a transfer went wrong: \(fault.rawValue)")
            halt(.global, because: .bridge)
        case .transfer(let number, .became(let state)): follow(state, of: number, on: lane)
        }
    }

    private mutating func follow(
        _ state: BridgeTransfer.State,
        of number: UInt64,
        on lane: LaneKey
    ) {
        guard let transfer = memory.transfers.first(where: { $0.number == number }) else { return }
        // Until its departure is in the books its arrival has no place there.
        if transfer.arrival == nil, state.hasLeft { return }
        switch state {
        case .delivered(let amount), .short(let amount, _):
            guard
                let booking = transfer.arrival,
                let entries = arrival(transfer, amount, on: lane)
            else { break }
            if isPlanted(.deliveryTwice) { settle(entries, plan: nil) }
            settle(booking, entries, plan: nil)
        case .refunded(let amount):
            guard let booking = transfer.arrival else { break }
            comeBack(amount, transfer, booking)
        default: break
        }
        if state.isOver { record(.transferOver(number)) }
    }

    /// The tokens are where they were, less what the bridge kept.
    private mutating func comeBack(
        _ amount: UInt256,
        _ transfer: Memory.TransferRecord,
        _ booking: BookingID
    ) {
        let key = transfer.lane
        let passage = Passage(source: key.source, destination: key.destination)
        let source = Asset.token(key.source)
        let returned = min(amount, transfer.amount)
        guard
            let whole = Int256(magnitude: transfer.amount, isNegative: false),
            let back = Int256(magnitude: returned, isNegative: false)
        else { return }
        var entries = [
            BookEntry(Account(source, .inFlight(passage)), .zero &- whole),
            BookEntry(Account(source, .crossChain), back),
        ]
        let kept = whole &- back
        if kept != .zero { entries.append(BookEntry(Account(source, .bridgeFees), kept)) }
        settle(booking, entries, plan: nil)
    }
}
