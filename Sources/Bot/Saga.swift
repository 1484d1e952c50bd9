public import Numerics
public import Venues

/// A paired trade from the moment its bytes may be on the wire until it is over.
///
///     trading ──┬── both filled ─────────────────────────► settled
///               ├── none filled ─────────────────────────► nothing filled
///               └── one filled ── unwinding ──┬── filled ─► unwound
///                                             └── not ───► parked
///
/// 1. A leg's outcome is known only from its receipt; a missing receipt means unknown.
/// 2. Nothing is unwound before the other leg is provably dead.
public enum Saga: Hashable, Sendable {
    case trading(Plan, sell: Leg, buy: Leg)
    case unwinding(Plan, filled: LegName, reversal: Order, Leg)
}

/// One transaction of a saga.
public struct Leg: Hashable, Sendable {
    public let transaction: SignedTransaction
    public internal(set) var state: State

    public enum State: Hashable, Sendable {
        case underWay
        case ended(LegOutcome)
    }

    init(_ transaction: SignedTransaction) {
        self.transaction = transaction
        state = .underWay
    }
}

public enum LegOutcome: Hashable, Sendable {
    case filled(amountOut: UInt256)
    case reverted
}

/// How a saga is over. There is no other way.
public enum Ending: Hashable, Sendable {
    /// Quote received for the base sold and quote paid for the base bought.
    case settled(received: UInt256, paid: UInt256)
    case nothingFilled
    /// What was given away and what came back of it, both in the same asset.
    case unwound(Side, given: UInt256, returned: UInt256)
    /// Left for a person, with the reason.
    case parked(reason: String)
}

extension Saga {
    var plan: Plan {
        switch self {
        case .trading(let plan, _, _), .unwinding(let plan, _, _, _): plan
        }
    }

    /// Transactions of which it isn't known what became of them.
    var underWay: [SignedTransaction] {
        let legs =
            switch self {
            case .trading(_, let sell, let buy): [sell, buy]
            case .unwinding(_, _, _, let leg): [leg]
            }
        return legs.filter { $0.state == .underWay }.map(\.transaction)
    }

    /// What the plan's only filled leg has put us into, once the other leg is provably dead.
    var nakedLeg: (side: LegName, order: Order, amountOut: UInt256)? {
        guard case .trading(let plan, let sell, let buy) = self else { return nil }
        switch (sell.state, buy.state) {
        case (.ended(.filled(let amountOut)), .ended(.reverted)):
            return (.sell, plan.sell, amountOut)
        case (.ended(.reverted), .ended(.filled(let amountOut))):
            return (.buy, plan.buy, amountOut)
        default: return nil
        }
    }

    /// How it ended, if it has.
    var ending: Ending? {
        switch self {
        case .trading(let plan, let sell, let buy):
            switch (sell.state, buy.state) {
            case (.ended(.filled(let received)), .ended(.filled)):
                .settled(received: received, paid: plan.buy.amount)
            case (.ended(.reverted), .ended(.reverted)): .nothingFilled
            default: nil
            }
        case .unwinding(let plan, let filled, let reversal, let leg):
            switch leg.state {
            case .underWay: nil
            case .ended(.reverted): .parked(reason: "the reversal was reverted")
            case .ended(.filled(let returned)):
                .unwound(
                    reversal.selling.other,
                    given: filled == .sell ? plan.sell.amount : plan.buy.amount,
                    returned: returned
                )
            }
        }
    }
}
