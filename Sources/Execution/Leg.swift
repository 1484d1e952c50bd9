public import Numerics
public import Vocabulary

/// Which half of a paired trade.
public enum LegSide: String, CanonicalName, Hashable, Sendable {
    case sell
    case buy

    public var other: LegSide { self == .sell ? .buy : .sell }
}

/// What a leg took and brought, by the executor's own logs.
public struct LegFill: Hashable, Sendable {
    public let sold: UInt256
    public let received: UInt256
    /// What the transaction cost, in the chain's coin.
    public let gas: Wei

    public init(sold: UInt256, received: UInt256, gas: Wei) {
        self.sold = sold
        self.received = received
        self.gas = gas
    }
}

/// What a block says became of a leg.
public enum LegOutcome: Hashable, Sendable {
    case filled(LegFill)
    case reverted(gas: Wei)
    /// Its nonce went to the cancel.
    case cancelled(gas: Wei)
    /// Its nonce went to somebody else's transaction.
    case lost
    /// The transaction succeeded without the logs it must have written, or with others.
    case contradictory

    public var gas: Wei {
        switch self {
        case .filled(let fill): fill.gas
        case .reverted(let gas), .cancelled(let gas): gas
        case .lost, .contradictory: .zero
        }
    }

    public var fill: LegFill? {
        if case .filled(let fill) = self { fill } else { nil }
    }
}

/// One transaction of a saga, by the nonce that was given out for it: whatever is signed for the nonce, at
/// most one of it lands.
///
///     underWay ── mined ── ended
///         └─────────┘
///
/// Only what is final ends it, so that nothing is unwound that may still be filled.
public struct Leg: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case underWay
        /// In a block that can be taken back.
        case mined(LegOutcome)
        case ended(LegOutcome)
    }

    public enum Event: Hashable, Sendable {
        case mined(LegOutcome)
        /// Its block was taken back.
        case returned
        /// What was mined can't be taken back any more.
        case final
        /// Its nonce is somebody else's for good.
        case lost
    }

    public let account: AccountKey
    public let nonce: UInt64
    public internal(set) var state: State

    public init(_ account: AccountKey, nonce: UInt64, state: State = .underWay) {
        self.account = account
        self.nonce = nonce
        self.state = state
    }

    public func uses(_ nonce: UInt64, of account: AccountKey) -> Bool {
        self.nonce == nonce && self.account == account
    }

    /// What is certain of it.
    public var outcome: LegOutcome? {
        if case .ended(let outcome) = state { outcome } else { nil }
    }

    /// `false` when nothing changed.
    mutating func take(_ event: Event) -> Bool {
        let before = state
        switch (state, event) {
        case (.ended, _): break
        case (_, .mined(let outcome)): state = .mined(outcome)
        case (.mined, .returned): state = .underWay
        case (.mined(let outcome), .final): state = .ended(outcome)
        case (_, .lost): state = .ended(.lost)
        case (.underWay, .returned), (.underWay, .final): break
        }
        return state != before
    }
}
