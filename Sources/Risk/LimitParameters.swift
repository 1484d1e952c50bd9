public import Vocabulary

/// What routes don't say of their limits, with the defaults that are shipped. This is their only place.
public struct LimitParameters: Hashable, Sendable {
    /// What unwinding may cost a route in any twenty-four hours. Whoever makes our legs fail on purpose
    /// gets this much out of a day, and not more.
    public var unwindPerDay = Worth(100)
    /// Live trades a new route makes at its least size.
    public var rampTrades: UInt8 = 10

    public init() {}
}

public enum LimitFault: Error, Hashable, Sendable {
    case unwindBudgetNegative(Worth)
    /// Without a ramp the first live trade could be the largest.
    case noRamp
}

extension LimitParameters {
    public var fault: LimitFault? {
        guard !unwindPerDay.isNegative else { return .unwindBudgetNegative(unwindPerDay) }
        return rampTrades > 0 ? nil : .noRamp
    }
}
