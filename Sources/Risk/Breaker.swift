public import Vocabulary

/// What stops the bot by a number.
public enum Breaker: String, CanonicalName, Hashable, Sendable {
    case dailyLoss = "daily loss"
    case drawdown = "drawdown"
    case winRate = "win rate"
    case errorRate = "error rate"
    case staleChain = "head age"
    case endpoints = "endpoints disagree in a row"
    case journal = "journal writes that failed"

    /// Whether it closes by itself when what it watches is well again.
    ///
    /// What a chain or an endpoint does passes; what was lost stays lost until a person has looked.
    public var healsItself: Bool { self == .staleChain || self == .endpoints }
}

/// A breaker that has opened, and the two numbers that made it.
public struct Trip: Hashable, Sendable {
    public let breaker: Breaker
    public let scope: Halt.Scope
    /// What was measured.
    public let left: Figure
    public let relation: Relation
    /// What is allowed.
    public let right: Figure
    /// What the measure rests on: trades, attempts, observations.
    public let sample: UInt64
    public let at: Instant

    /// How the measured stands to the allowed.
    public enum Relation: String, CanonicalName, Hashable, Sendable {
        case above = ">"
        case atLeast = ">="
        case below = "<"
    }
}

/// A number with its unit.
public enum Figure: Hashable, Sendable {
    case worth(Worth)
    case share(BasisPoints)
    case time(Interval)
    case count(UInt64)

    public var unit: String {
        switch self {
        case .worth: "numeraire"
        case .share: "bps"
        case .time: "ms"
        case .count: "count"
        }
    }
}

extension Figure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .worth(let worth): worth.description
        case .share(let share): share.description
        case .time(let interval): interval.description
        case .count(let count): String(count)
        }
    }
}

extension Trip: CustomStringConvertible {
    public var description: String {
        "\(breaker.rawValue): \(left) \(relation.rawValue) \(right), sample \(sample)"
    }
}
