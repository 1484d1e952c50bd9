import Vocabulary

/// Moments as tables write them: the column's name says how, so that seconds are never read as milliseconds.
enum TableTime {
    static func instant(_ text: String, _ clock: TableHeading.Clock) -> Instant? {
        switch clock {
        case .seconds:
            guard let seconds = UInt64(text), seconds < 1 << 40 else { return nil }
            return Instant(milliseconds: seconds * 1_000)
        case .milliseconds: return UInt64(text).map { Instant(milliseconds: $0) }
        case .calendar: return calendar(text)
        }
    }

    static func expected(_ clock: TableHeading.Clock) -> String {
        switch clock {
        case .seconds: "whole seconds since 1970"
        case .milliseconds: "whole milliseconds since 1970"
        case .calendar: "a moment in UTC such as 2026-11-21T08:00:00Z"
        }
    }

    /// `2026-11-21T08:00:00Z`, a space for the T, up to three decimals of a second.
    private static func calendar(_ text: String) -> Instant? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == 0x5A, bytes[10] == 0x54 || bytes[10] == 0x20 else {
            return nil
        }
        guard
            let year = number(bytes, 0..<4), let month = number(bytes, 5..<7),
            let day = number(bytes, 8..<10), let hour = number(bytes, 11..<13),
            let minute = number(bytes, 14..<16), let second = number(bytes, 17..<19),
            bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[13] == 0x3A, bytes[16] == 0x3A,
            year >= 1970, (1...12).contains(month),
            day >= 1, day <= length(of: month, year), hour < 24, minute < 60, second < 60,
            let fraction = fraction(bytes[19..<(bytes.count - 1)])
        else { return nil }
        let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
        return Instant(milliseconds: seconds * 1_000 + fraction)
    }

    private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64? {
        var value: UInt64 = 0
        for byte in bytes[range] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + UInt64(byte - 0x30)
        }
        return value
    }

    /// Milliseconds.
    private static func fraction(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        guard let point = bytes.first else { return 0 }
        guard point == 0x2E, (2...4).contains(bytes.count) else { return nil }
        let digits = Array(bytes.dropFirst())
        guard let value = number(digits, 0..<digits.count) else { return nil }
        return value * [100, 10, 1][digits.count - 1]
    }

    private static func isLeap(_ year: UInt64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func length(of month: UInt64, _ year: UInt64) -> UInt64 {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Since 1970-01-01; years are counted from March, so that a leap day is a year's last.
    private static func days(_ year: UInt64, _ month: UInt64, _ day: UInt64) -> UInt64 {
        let marched = month > 2 ? month - 3 : month + 9
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * marched + 2) / 5 + day - 1
        let yearOfEra = year % 400
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return year / 400 * 146_097 + dayOfEra - 719_468
    }
}
