public import Parity
public import Vocabulary

/// A paired trade, from the signature of its first leg to its end.
///
///     opening ──► trading ──► filled ──► bridging ──► settled
///        │           │           └────────────────────► settled
///        │           ├──────────────────────────► nothing filled
///        └─► naked ◄─┘
///             │  ▲
///             ▼  │
///          unwinding ──► unwound            naked, bridging ──► parked
///
/// 1. A leg counts once it is final, and a leg that is not dead for good is never replaced by another trade.
/// 2. While one leg is filled and the other dead, exactly one transaction at a time mends it.
/// 3. It ends settled, unwound, parked, or without a trade; what has ended changes no more.
/// 4. Events about nonces that are not its own, and repeated ones, change nothing.
public struct Saga: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// Only the leg that goes first was signed.
        case opening(LegSide, Leg)
        case trading(sell: Leg, buy: Leg)
        /// Both legs are filled; what crosses the bridge is yet to be said.
        case filled(PairFill)
        /// Waits for these transfers.
        case bridging(PairFill, transfers: [UInt64])
        case naked(Naked)
        case unwinding(Naked, Attempt, Leg)
        case ended(Ending)
    }

    /// More transfers than two tokens have lanes are none of a plan's.
    public static let mostTransfers = 4

    public let number: UInt64
    public let plan: Plan
    public let openedAt: Instant
    public internal(set) var state: State
    /// What its dead transactions have burnt: at most one for each leg and each failed attempt.
    public internal(set) var wasted: [GasSpent] = []

    /// Both legs were signed together.
    public init(_ number: UInt64, _ plan: Plan, sell: Leg, buy: Leg, at openedAt: Instant) {
        self.number = number
        self.plan = plan
        self.openedAt = openedAt
        state = .trading(sell: sell, buy: buy)
    }

    /// The leg that goes first was signed.
    public init(_ number: UInt64, _ plan: Plan, first: LegSide, _ leg: Leg, at openedAt: Instant) {
        self.number = number
        self.plan = plan
        self.openedAt = openedAt
        state = .opening(first, leg)
    }

    public var ending: Ending? {
        if case .ended(let ending) = state { ending } else { nil }
    }

    /// Whether a leg or a mending transaction may still change what we hold.
    public var isTrading: Bool {
        switch state {
        case .opening, .trading, .naked, .unwinding: true
        case .filled, .bridging, .ended: false
        }
    }

    public func planned(_ side: LegSide) -> PlannedLeg {
        side == .sell ? plan.sell : plan.buy
    }

    /// The legs and mending transactions that are not final yet.
    public var underWay: [(leg: Leg, planned: PlannedLeg)] {
        let all: [(leg: Leg, planned: PlannedLeg)] =
            switch state {
            case .opening(let side, let leg): [(leg, planned(side))]
            case .trading(let sell, let buy): [(sell, plan.sell), (buy, plan.buy)]
            case .unwinding(_, let attempt, let leg): [(leg, attempt.planned)]
            case .filled, .bridging, .naked, .ended: []
            }
        return all.filter { $0.leg.outcome == nil }
    }
}

/// Gas that brought nothing.
public struct GasSpent: Hashable, Sendable {
    public let chain: ChainID
    public let gas: Wei

    public init(_ chain: ChainID, _ gas: Wei) {
        self.chain = chain
        self.gas = gas
    }
}

/// What both legs did.
public struct PairFill: Hashable, Sendable {
    public let sell: LegFill
    public let buy: LegFill

    public init(sell: LegFill, buy: LegFill) {
        self.sell = sell
        self.buy = buy
    }
}

/// One leg is filled and the other is dead for good.
public struct Naked: Hashable, Sendable {
    public let filled: LegSide
    public let fill: LegFill
    public let since: Instant
    /// Transactions that were to mend it and died.
    public internal(set) var failures: UInt8 = 0

    /// More are not tried: it is parked.
    public static let mostFailures: UInt8 = 3

    public init(filled: LegSide, _ fill: LegFill, since: Instant) {
        self.filled = filled
        self.fill = fill
        self.since = since
    }
}

/// A transaction that mends a naked leg, and by which way.
public struct Attempt: Hashable, Sendable {
    public enum Way: String, CanonicalName, Hashable, Sendable {
        /// The missing leg in a pool of the plan, at a fresh quote.
        case retry
        /// The missing leg in another pool.
        case otherPool = "other pool"
        /// The filled leg taken back.
        case reverse
    }

    public let way: Way
    public let planned: PlannedLeg

    public init(_ way: Way, _ planned: PlannedLeg) {
        self.way = way
        self.planned = planned
    }
}

/// How a saga ended.
public enum Ending: Hashable, Sendable {
    case settled(PairFill)
    /// The naked leg and what mended it.
    case unwound(Naked, Attempt, LegFill)
    case nothingFilled
    /// A person must look.
    case parked(Naked?, ParkReason)

    /// Why the bot does nothing more about it.
    public enum ParkReason: String, CanonicalName, Hashable, Sendable {
        case contradictory = "a transaction succeeded without its logs"
        case tooManyFailures = "too many transactions that should have mended it failed"
        case cheaperToHold = "every way out costs more than holding is expected to"
        case beyondWorstCase = "every way out costs more than the plan's worst case"
        case beyondBudget = "the route's unwind budget of the day is spent"
        case noWay = "no pool takes it"
        case blind = "what must be known was unknown for too long"
        case unable = "nothing that mends it could be signed for too long"
        case transferFailed = "a transfer did not arrive as it should"
        case operatorChose = "an operator decided so"
    }
}
