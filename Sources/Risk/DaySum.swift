import Numerics
public import Vocabulary

/// What the last twenty-four hours add up to, by the hour.
///
/// The day slides. With a calendar's day twice the limit could go in the two hours around midnight, and
/// whoever wants to drain the bot would wait for it. The oldest hour counts as a whole where it counts
/// against us, so that no stretch of twenty-four hours is ever missed. A clock that leaps ahead ends a
/// day: whoever sees a `TimeJump` must halt before noting anything.
public struct DaySum: Hashable, Sendable {
    /// Twenty-four and the one that is under way.
    public static let mostHours = 25
    private static let hour: UInt64 = 3_600_000

    private(set) var hours: [Hour] = []

    struct Hour: Hashable, Sendable {
        let number: UInt64
        var sum: Worth
    }

    public init() {}

    /// Late news counts in its own hour; older than the day it no longer counts.
    public mutating func note(_ worth: Worth, at time: Instant) {
        let number = Self.number(of: time)
        if let newest = hours.last?.number, Self.isPast(number, at: newest) { return }
        let place = hours.firstIndex { $0.number >= number } ?? hours.endIndex
        if place == hours.endIndex || hours[place].number != number {
            hours.insert(Hour(number: number, sum: .zero), at: place)
        }
        hours[place].sum = hours[place].sum.saturated(adding: worth)
        let newest = hours[hours.count - 1].number
        if Self.isPast(hours[0].number, at: newest) {
            hours.removeAll { Self.isPast($0.number, at: newest) }
        }
    }

    /// Takes back what was noted at a time, as far as it is still remembered.
    mutating func takeBack(_ worth: Worth, notedAt time: Instant) {
        let number = Self.number(of: time)
        guard let place = hours.firstIndex(where: { $0.number == number }) else { return }
        let left = hours[place].sum.subtracting(worth) ?? .zero
        hours[place].sum = max(left, .zero)
    }

    /// All of it, the oldest hour whole. What lies in the future counts: a clock that was set back frees
    /// nothing.
    public func sum(at now: Instant) -> Worth {
        let present = Self.number(of: now)
        return hours.reduce(.zero) { sum, hour in
            Self.isPast(hour.number, at: present) ? sum : sum.saturated(adding: hour.sum)
        }
    }

    /// The sum where gains and losses meet: the oldest hour, of which a part is past, only as a loss.
    public func worst(at now: Instant) -> Worth {
        let present = Self.number(of: now)
        return hours.reduce(.zero) { sum, hour in
            let isOldest = hour.number + UInt64(Self.mostHours) - 1 == present
            guard !Self.isPast(hour.number, at: present), !isOldest || hour.sum.isNegative else {
                return sum
            }
            return sum.saturated(adding: hour.sum)
        }
    }

    private static func number(of time: Instant) -> UInt64 { time.milliseconds / hour }

    private static func isPast(_ number: UInt64, at present: UInt64) -> Bool {
        number + UInt64(mostHours) - 1 < present
    }

    init?(read hours: [Hour]) {
        let isOrdered = zip(hours, hours.dropFirst()).allSatisfy { $0.number < $1.number }
        guard let (first, last) = hours.first.map({ ($0, hours[hours.count - 1]) }) else { return }
        let longest = UInt64.max / Self.hour
        guard isOrdered, last.number <= longest, !Self.isPast(first.number, at: last.number) else {
            return nil
        }
        self.hours = hours
    }
}

extension Worth {
    /// The most or the least there is, rather than a wrap.
    func saturated(adding other: Worth) -> Worth {
        if let sum = adding(other) { return sum }
        return Worth(units: isNegative ? Int256.min : Int256.max)
    }

    /// The least there is has no counterpart: the most there is stands for it.
    var opposite: Worth {
        units == Int256.min ? Worth(units: .max) : negated
    }
}
