import Numerics
public import Vocabulary

/// What the breakers are told.
public enum Observation: Hashable, Sendable {
    /// A trade is over: settled or unwound, with every cost. Nothing else is a loss here: neither what a
    /// pool's mid has done to something still held, nor what has not come back yet.
    case traded(TradeOutcome)
    /// What was paid for no trade: the gas of a cancelled nonce, the fee of a bridge.
    case paid(Worth)
    case attempted(AttemptOutcome)
    /// What the private and the cross-chain buckets are worth at reference prices, never at the mid of a
    /// pool of our own, and all deposits into the two less all withdrawals. `nil` where it is not known.
    case equity(Worth?, capital: Worth)
    /// How old a chain's newest head is, and how old it may be.
    case head(ChainID, age: Interval, limit: Interval)
    case endpoints(ChainID, EndpointsOutcome)
    /// The journal did not take an entry: nothing may be done that it would not remember.
    case journalFailed
}

/// What came of a trade.
public struct TradeOutcome: Hashable, Sendable {
    public let route: String
    public let purpose: Purpose
    public let size: Worth
    /// What the plan said would be left after every cost.
    public let planned: Worth
    /// What was left.
    public let realised: Worth

    public enum Purpose: String, CanonicalName, Hashable, Sendable {
        case profit
        /// For the peg, at an agreed cost: it is no failure of the strategy, and the subsidy has its purse.
        case parity
    }

    public init(
        route: String,
        purpose: Purpose,
        size: Worth,
        planned: Worth,
        realised: Worth
    ) {
        self.route = route
        self.purpose = purpose
        self.size = size
        self.planned = planned
        self.realised = realised
    }

    /// What it adds to the day: a subsidy that was agreed to is no loss, what was lost beyond it is.
    public var result: Worth {
        guard purpose == .parity, planned.isNegative else { return realised }
        return realised.saturated(adding: planned.opposite)
    }

    /// Whether it came out as planned, up to a share of its size, rounded down.
    public func isWin(within tolerance: BasisPoints) -> Bool {
        let slack = max(size, .zero).share(tolerance, rounding: .down) ?? .zero
        let least = planned.saturated(adding: slack.negated)
        return realised >= least
    }
}

/// What came of sending a transaction.
public enum AttemptOutcome: String, CanonicalName, Hashable, Sendable {
    case filled
    /// Reverted, expired or refused, for certain.
    case failed
    /// Not known yet: it counts as neither, until it is told again.
    case unknown
}

/// What came of asking several endpoints the same.
public enum EndpointsOutcome: String, CanonicalName, Hashable, Sendable {
    /// Or there is just one to ask.
    case agreed
    case disputed
    /// Nobody answered: that is silence, which the head's age shows, and no dispute.
    case unknown
}

/// What the breakers answer.
public enum BreakerEffect: Hashable, Sendable {
    case tripped(Trip)
    /// What it watches is well again.
    case healed(Breaker, Halt.Scope)
    case refused(BreakerRefusal)
}

public enum BreakerRefusal: Error, Hashable, Sendable {
    case tooManyRoutes(String)
    case tooManyChains(ChainID)
}
