public import Vocabulary

/// A moment on the calendar, in UTC: what books of account are dated by.
public struct CalendarTime: Hashable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int
    private let milliseconds: UInt64

    /// Fails behind the year 9999, which neither format can date.
    public init?(_ instant: Instant) {
        let daily: UInt64 = 86_400_000
        let days = instant.milliseconds / daily
        guard days <= 2_932_896 else { return nil }
        // Years are counted from March, so that a leap day is a year's last; an era is 400 of them.
        let shifted = Int(days) + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * march + 2) / 5 + 1
        month = march < 10 ? march + 3 : march - 9
        year = 400 * era + yearOfEra + (month <= 2 ? 1 : 0)
        milliseconds = instant.milliseconds % daily
    }

    /// `2026-11-21`
    public var date: String {
        "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// `2026-11-21T08:00:00.000Z`
    public var text: String {
        let seconds = Int(milliseconds / 1_000)
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
            .map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(date)T\(clock).\(Self.padded(Int(milliseconds % 1_000), 3))Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
