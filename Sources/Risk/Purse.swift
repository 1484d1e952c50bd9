public import Vocabulary

/// What a day's money may be for.
public enum Budget: String, CanonicalName, Hashable, Sendable {
    case volume = "daily volume"
    case subsidy = "subsidy"
    case unwinding = "unwinding"
}

/// So much for any twenty-four hours, and what is left of it.
public struct Purse: Hashable, Sendable {
    public let budget: Budget
    public internal(set) var limit: Worth
    private(set) var day: DaySum

    public init(_ budget: Budget, limit: Worth) {
        self.budget = budget
        self.limit = limit
        day = DaySum()
    }

    public func spent(at now: Instant) -> Worth { day.sum(at: now) }

    public func left(at now: Instant) -> Worth {
        let left = limit.subtracting(spent(at: now)) ?? .zero
        return max(left, .zero)
    }

    /// Why this much can't be taken; `nil` if it can. Nothing can always be taken.
    public func refusal(of amount: Worth, at now: Instant) -> PurseRefusal? {
        guard !amount.isNegative else { return .negative(budget, amount) }
        let left = left(at: now)
        guard amount > left, amount > .zero else { return nil }
        return .full(budget, wanted: amount, left: left, limit: limit)
    }

    /// All of it or nothing.
    public mutating func take(_ amount: Worth, at now: Instant) throws(PurseRefusal) {
        if let refusal = refusal(of: amount, at: now) { throw refusal }
        day.note(amount, at: now)
    }

    /// What turned out to have been spent, whether it was allowed or not. Gains fill no purse.
    public mutating func note(_ amount: Worth, at now: Instant) {
        if amount > .zero { day.note(amount, at: now) }
    }

    /// What was taken for something that was never sent.
    public mutating func giveBack(_ amount: Worth, takenAt time: Instant) {
        if amount > .zero { day.takeBack(amount, notedAt: time) }
    }

    init(read budget: Budget, limit: Worth, day: DaySum) {
        self.budget = budget
        self.limit = limit
        self.day = day
    }
}

/// Why a purse gives nothing.
public enum PurseRefusal: Error, Hashable, Sendable {
    case full(Budget, wanted: Worth, left: Worth, limit: Worth)
    case negative(Budget, Worth)
}
