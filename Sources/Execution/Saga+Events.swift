public import Vocabulary

/// What happens to a saga.
public enum SagaEvent: Hashable, Sendable {
    /// The leg that goes second was signed.
    case legSigned(LegSide, AccountKey, nonce: UInt64)
    /// It won't be signed: its time has passed.
    case legGivenUp
    /// About whatever was signed for this nonce.
    case leg(AccountKey, nonce: UInt64, Leg.Event)
    case attempted(Attempt, AccountKey, nonce: UInt64)
    /// These transfers belong to it; none settles it.
    case bridging([UInt64])
    case transferEnded(UInt64, isDelivered: Bool)
    case park(Ending.ParkReason)
}

extension Saga {
    /// Answers whether anything changed. `now` is the event's own time.
    @discardableResult
    public mutating func take(_ event: SagaEvent, at now: Instant) -> Bool {
        let before = state
        switch (state, event) {
        case (.ended, _): break
        case (.opening(let first, let leg), .legSigned(let side, let account, let nonce)):
            let other = Leg(account, nonce: nonce)
            guard side == first.other, !leg.uses(nonce, of: account), leg.outcome?.fill != nil
            else { break }
            state =
                first == .sell
                ? .trading(sell: leg, buy: other) : .trading(sell: other, buy: leg)
        case (.opening(let first, let leg), .legGivenUp):
            guard let fill = leg.outcome?.fill else { break }
            state = .naked(Naked(filled: first, fill, since: now))
        case (_, .leg(let account, let nonce, let event)):
            tell(event, ofNonce: nonce, of: account, at: now)
        case (.naked(let naked), .attempted(let attempt, let account, let nonce)):
            state = .unwinding(naked, attempt, Leg(account, nonce: nonce))
        case (.filled(let fill), .bridging(let transfers)):
            state =
                transfers.isEmpty
                ? .ended(.settled(fill))
                : .bridging(fill, transfers: Array(transfers.prefix(Self.mostTransfers)))
        case (.bridging(let fill, let transfers), .transferEnded(let number, let isDelivered)):
            guard transfers.contains(number) else { break }
            guard isDelivered else {
                state = .ended(.parked(nil, .transferFailed))
                break
            }
            let rest = transfers.filter { $0 != number }
            state =
                rest.isEmpty ? .ended(.settled(fill)) : .bridging(fill, transfers: rest)
        case (.naked(let naked), .park(let reason)): state = .ended(.parked(naked, reason))
        case (.bridging, .park(let reason)): state = .ended(.parked(nil, reason))
        default: break
        }
        return state != before
    }

    private mutating func tell(
        _ event: Leg.Event,
        ofNonce nonce: UInt64,
        of account: AccountKey,
        at now: Instant
    ) {
        switch state {
        case .opening(let side, var leg) where leg.uses(nonce, of: account):
            guard leg.take(event) else { return }
            state = .opening(side, leg)
            note(leg)
            switch leg.outcome {
            case nil, .filled: return
            case .contradictory: state = .ended(.parked(nil, .contradictory))
            case .reverted, .cancelled, .lost: state = .ended(.nothingFilled)
            }
        case .trading(var sell, var buy):
            if sell.uses(nonce, of: account) {
                guard sell.take(event) else { return }
                note(sell)
            } else if buy.uses(nonce, of: account) {
                guard buy.take(event) else { return }
                note(buy)
            } else {
                return
            }
            state = .trading(sell: sell, buy: buy)
            if let sell = sell.outcome, let buy = buy.outcome { close(sell, buy, at: now) }
        case .unwinding(var naked, let attempt, var leg) where leg.uses(nonce, of: account):
            guard leg.take(event) else { return }
            state = .unwinding(naked, attempt, leg)
            note(leg)
            switch leg.outcome {
            case nil: return
            case .filled(let fill): state = .ended(.unwound(naked, attempt, fill))
            case .contradictory: state = .ended(.parked(naked, .contradictory))
            case .reverted, .cancelled, .lost:
                naked.failures += 1
                state =
                    naked.failures < Naked.mostFailures
                    ? .naked(naked) : .ended(.parked(naked, .tooManyFailures))
            }
        default: return
        }
    }

    /// A leg that has just ended.
    private mutating func note(_ leg: Leg) {
        guard let outcome = leg.outcome, outcome.fill == nil, outcome.gas > .zero else { return }
        wasted.append(GasSpent(leg.account.chain, outcome.gas))
    }

    private mutating func close(_ sell: LegOutcome, _ buy: LegOutcome, at now: Instant) {
        switch (sell, buy) {
        case (.contradictory, _), (_, .contradictory):
            state = .ended(.parked(nil, .contradictory))
        case (.filled(let sold), .filled(let bought)):
            state = .filled(PairFill(sell: sold, buy: bought))
        case (.filled(let fill), _):
            state = .naked(Naked(filled: .sell, fill, since: now))
        case (_, .filled(let fill)):
            state = .naked(Naked(filled: .buy, fill, since: now))
        default: state = .ended(.nothingFilled)
        }
    }
}
