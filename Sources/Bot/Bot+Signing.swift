import Watch
import Routes
import Ethereum
import Execution
import Ledger
import Numerics
import Parity
import Risk
import Vocabulary

// From signed bytes to the journal. The wire comes after it, like everything that is outstanding.

extension Bot {
    mutating func take(_ outcome: SigningOutcome, of number: SigningNumber) {
        // An answer to what was never asked, was given up, or was asked before a crash.
        guard let draft, draft.number == number else { return }
        self.draft = nil
        switch outcome {
        case .refused(let refusal): refuse(draft, refusal)
        case .signed(let envelopes):
            guard envelopes.map(\.transaction) == draft.requests.map(\.transaction) else {
                alert(.critical, "signer", "the signer signed something else than it was asked to")
                return halt(.global, because: .contradiction)
            }
            keep(draft, envelopes)
        }
    }

    private mutating func refuse(_ draft: Draft, _ refusal: SignerRefusal) {
        alert(.critical, "signer", "the signer refuses: \(refusal)")
        switch draft.purpose {
        case .trade(_, let plan, _, _, _): halt(.route(plan.route), because: .contradiction)
        case .second(let saga, _): record(.legGivenUp(saga: saga))
        case .mending(let saga, _): record(.parked(saga: saga, .noWay))
        case .sends(_, let saga?): record(.bridging(saga: saga, transfers: []))
        case .sends(_, nil), .replacement, .gap: break
        }
        pause(draft)
    }

    /// What was refused is not asked for again at once, so that the signer is free for the rest.
    private mutating func pause(_ draft: Draft) {
        let end = step.now.advanced(by: (memory.settings?.timing ?? Timing()).attempt)
        switch draft.purpose {
        case .trade, .second, .mending: break
        case .sends(let sendings, _):
            for sending in sendings {
                pauses.append(Pause(subject: .lane(sending.terms.lane), until: end))
            }
        case .replacement, .gap:
            for request in draft.requests {
                let nonce = request.transaction.call.nonce
                pauses.append(Pause(subject: .nonce(request.account, nonce), until: end))
            }
        }
    }

    private mutating func keep(_ draft: Draft, _ envelopes: [TransactionEnvelope]) {
        func signed(_ index: Int, _ purpose: SignedPayload.Purpose = .original) -> SignedFor {
            let payload = SignedPayload(envelopes[index], purpose, until: draft.until[index])
            return SignedFor(draft.requests[index].account, payload)
        }
        switch draft.purpose {
        case .trade(let judgement, let plan, let saga, let wish, let sides):
            guard isInTime(draft), isStillWanted(plan, wish) else {
                return alert(
                    .notice,
                    "late \(plan.route)",
                    "a plan of \(plan.route) was signed too late"
                )
            }
            var reservations: [Booking] = []
            var legs: [PlannedTrade.SignedLeg] = []
            for (index, side) in sides.enumerated() {
                let leg = side == .sell ? plan.sell : plan.buy
                let id = BookingID(memory.nextBooking.number + UInt64(index))
                guard let booking = reservation(id, of: leg) else { return }
                reservations.append(booking)
                legs.append(PlannedTrade.SignedLeg(side, signed(index), id))
            }
            guard takes(reservations, plan.route) else { return }
            record(.judged(judgement))
            book(reservations.map { .reserve($0) }, plan: saga)
            record(.planned(PlannedTrade(saga: saga, plan: plan, legs: legs, wish: wish)))
        case .second(let number, let side):
            // What no longer fits is dropped: whether it is asked for again is decided anew.
            guard
                let saga = memory.saga(number), case .opening(side.other, _) = saga.state,
                isInTime(draft), !isBlocked(saga.plan)
            else { return }
            guard
                let booking = reservation(memory.nextBooking, of: saga.planned(side)),
                takes([booking], saga.plan.route)
            else { return record(.legGivenUp(saga: number)) }
            book([.reserve(booking)], plan: number)
            record(.legSigned(saga: number, side, signed(0), booking.id))
        case .mending(let number, let attempt):
            guard
                let saga = memory.saga(number), case .naked = saga.state, isInTime(draft)
            else { return }
            guard
                let booking = reservation(memory.nextBooking, of: attempt.planned),
                takes([booking], saga.plan.route)
            else { return record(.parked(saga: number, .noWay)) }
            book([.reserve(booking)], plan: number)
            record(.attempted(saga: number, attempt, signed(0), booking.id))
        case .sends(let sendings, let number):
            if let number {
                guard case .filled? = memory.saga(number)?.state else { return }
            }
            keep(sendings, number, draft, signed)
        case .replacement(let purpose):
            guard mayReplace(signed(0, purpose)) else { return }
            record(.replaced(signed(0, purpose)))
        case .gap:
            guard isInTime(draft) else { return }
            record(.filledGap(signed(0)))
        }
    }

    private mutating func keep(
        _ sendings: [Draft.Sending],
        _ saga: UInt64?,
        _ draft: Draft,
        _ signed: (Int, SignedPayload.Purpose) -> SignedFor
    ) {
        var numbers: [UInt64] = []
        for (index, sending) in sendings.enumerated() {
            let terms = sending.terms
            guard
                isInTime(draft, index), mayMove(terms.lane),
                var gate = memory.gate(terms.lane),
                !gate.take(.begin(terms), at: step.now).contains(where: \.isRefusal),
                let entries = Self.departure(terms.lane, terms.amount),
                let booking = try? Booking(memory.nextBooking, entries),
                takes([booking], "lane \(terms.lane)")
            else { continue }
            book([.reserve(booking)], plan: saga)
            record(
                .sent(
                    SentTransfer(
                        terms: terms,
                        delivered: sending.delivered,
                        signed: signed(index, .original),
                        booking: booking.id
                    )
                )
            )
            numbers.append(terms.number)
            remember(terms.lane.source.chain)
            remember(terms.lane.destination.chain)
        }
        if let saga { record(.bridging(saga: saga, transfers: numbers)) }
    }

    /// A restart reads the bridge's logs from here on.
    private mutating func remember(_ chain: ChainID) {
        guard
            let index = desk(chain), let final = desks[index].watch.headers.final,
            let block = desks[index].watch.headers.block(final),
            memory.chains.first(where: { $0.chain == chain })?.memory.final != block
        else { return }
        record(.chain(chain, .finalised(block)))
    }

    /// Whether its nonces are still the ones that come next, and its time has not passed: a signature for
    /// another nonce than the lane gives out would be a leg that nobody follows.
    private func isInTime(_ draft: Draft) -> Bool {
        draft.requests.indices.allSatisfy { isInTime(draft, $0) }
    }

    private func isInTime(_ draft: Draft, _ index: Int) -> Bool {
        let request = draft.requests[index]
        return step.now <= draft.until[index]
            && memory.account(on: request.account.chain) == request.account
            && nextNonce(on: request.account.chain) == request.transaction.call.nonce
    }

    /// A halt, a spent purse or a failure elsewhere may have come while the signer was at it.
    private func isStillWanted(_ plan: Plan, _ wish: TradeWish) -> Bool {
        guard !isBlocked(plan), !isJournalShort, let limits = memory.route(plan.route)?.limits
        else { return false }
        if isPlanted(.ignoredLimits) { return true }
        return limits.refusal(of: wish, at: step.now, isLive: true, pools: memory.pools) == nil
    }

    /// Not where the nonce has been used meanwhile.
    private func mayReplace(_ signed: SignedFor) -> Bool {
        guard var lane = memory.lane(signed.account) else { return false }
        return lane.take(.signed(signed.payload)).contains(.record(signed.payload))
    }

    private func reservation(_ id: BookingID, of leg: PlannedLeg) -> Booking? {
        Self.entries(of: leg, on: memory.settings?.fleet, leg.amountIn, leg.minimumOut)
            .flatMap { try? Booking(id, $0) }
    }

    /// Whether the books have what is to be spent; they know of everything that is promised.
    private mutating func takes(_ bookings: [Booking], _ what: String) -> Bool {
        var books = memory.books
        for booking in bookings {
            do throws(BookRefusal) {
                _ = try books.apply(.reserve(booking))
            } catch {
                alert(
                    .warning,
                    "books \(what)",
                    "\(what): the books refuse a reservation: \(error)"
                )
                return false
            }
        }
        return true
    }
}
