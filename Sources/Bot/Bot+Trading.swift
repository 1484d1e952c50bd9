import Numerics
import Venues
import Vocabulary

// From signed bytes to the end of a saga.

extension Bot {
    /// First the journal, then the wire: a crash between the two loses nothing that anybody has seen.
    mutating func send(
        _ number: SigningNumber,
        _ transactions: [SignedTransaction]
    ) -> [Effect] {
        switch sight.draft {
        case .plan(number, let plan) where transactions.count == 2:
            sight.draft = .none
            let entry = Entry.planned(plan, sell: transactions[0], buy: transactions[1])
            return record([entry]) + broadcasts(of: transactions)
        case .reversal(number, let plan, let order) where transactions.count == 1:
            sight.draft = .none
            let entry = Entry.unwinding(plan.number, order, transactions[0])
            return record([entry]) + broadcasts(of: transactions)
        default:
            // An answer to a question that was never asked, or asked before a crash.
            return []
        }
    }

    mutating func drop(_ number: SigningNumber, because reason: String) -> [Effect] {
        switch sight.draft {
        case .plan(number, _):
            sight.draft = .none
            return [.alert("the signer refused a plan: \(reason)")]
        case .reversal(number, let plan, _):
            sight.draft = .none
            return end(plan.number, .parked(reason: "the signer refused the reversal: \(reason)"))
        default: return []
        }
    }

    /// Learns what became of a transaction. A receipt that was already taken changes nothing.
    mutating func take(_ receipt: Receipt) -> [Effect] {
        guard let saga = memory.saga, let entry = saga.entry(for: receipt) else { return [] }
        let effects = record([entry])
        guard let ending = memory.saga?.ending else { return effects + unwindNakedLeg() }
        return effects + end(saga.plan.number, ending)
    }

    /// Takes back the only filled leg, at a price read from the newest snapshot of its chain.
    mutating func unwindNakedLeg() -> [Effect] {
        guard
            let configuration = memory.configuration, sight.draft == .none,
            let saga = memory.saga, let naked = saga.nakedLeg,
            let snapshot = sight.snapshot(of: naked.order.chain)
        else { return [] }
        let back = naked.order.selling.other
        guard
            let quoted = try? snapshot.pool.quote(selling: naked.amountOut, of: back),
            let order = Order(
                selling: back,
                amount: naked.amountOut,
                quoted: quoted.received,
                in: snapshot,
                under: configuration
            )
        else { return end(saga.plan.number, .parked(reason: "the pool can't take it back")) }
        let number = SigningNumber(takeNumber())
        sight.draft = .reversal(number, saga.plan, order)
        return [.sign(number, [request(for: order)])]
    }

    private mutating func end(_ number: PlanNumber, _ ending: Ending) -> [Effect] {
        let effects = record([.sagaEnded(number, ending)])
        guard case .parked(let reason) = ending else { return effects }
        return effects + [.alert("trade \(number.value) is left for a person: \(reason)")]
    }
}

extension Bot.Sight {
    fileprivate func snapshot(of chain: ChainID) -> Snapshot? {
        for case .seen(let snapshot) in [first, second] where snapshot.chain == chain {
            return snapshot
        }
        return nil
    }
}

extension Saga {
    /// What the journal must remember of a receipt; `nil` when it is of no leg under way.
    fileprivate func entry(for receipt: Receipt) -> Entry? {
        switch self {
        case .trading(let plan, let sell, _) where sell.awaits(receipt):
            .legEnded(plan.number, .sell, receipt.outcome)
        case .trading(let plan, _, let buy) where buy.awaits(receipt):
            .legEnded(plan.number, .buy, receipt.outcome)
        case .unwinding(let plan, _, _, let leg) where leg.awaits(receipt):
            .reversalEnded(plan.number, receipt.outcome)
        default: nil
        }
    }
}

extension Leg {
    fileprivate func awaits(_ receipt: Receipt) -> Bool {
        state == .underWay && transaction.hash == receipt.hash
    }
}

extension Receipt {
    fileprivate var outcome: LegOutcome {
        guard let amountOut else { return .reverted }
        return .filled(amountOut: amountOut)
    }
}
