extension Instant {
    /// As in `2026-11-21T14:05:09.120Z`, for a clock that counts from the beginning of 1970.
    public var utc: String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        let (days, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let clock = [second / 3_600, second / 60 % 60, second % 60].map { Self.text($0, 2) }
        return Self.date(days) + "T" + clock.joined(separator: ":") + "." + Self.text(rest, 3) + "Z"
    }

    private static func text(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Of a day since 1970-01-01, by the calendar's own arithmetic of 400 years.
    private static func date(_ days: UInt64) -> String {
        let shifted = days + 719_468
        let (era, day) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marched = (5 * dayOfYear + 2) / 153
        let month = marched < 10 ? marched + 3 : marched - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let parts = [month, dayOfYear - (153 * marched + 2) / 5 + 1].map { text($0, 2) }
        return ([text(year, 4)] + parts).joined(separator: "-")
    }
}
