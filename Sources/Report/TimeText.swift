import Vocabulary

/// Moments as an axis shows them, as finely as its span asks for.
struct TimeText {
    let clock: ReportClock
    /// Of the whole axis, in milliseconds.
    let span: UInt64

    private static let minute: UInt64 = 60_000
    private static let hour: UInt64 = 3_600_000
    private static let day: UInt64 = 86_400_000

    /// Marks at round times, at most about six.
    func marks(_ range: ClosedRange<UInt64>) -> [UInt64] {
        let steps: [UInt64] =
            [1_000, 2_000, 5_000, 10_000, 15_000, 30_000]
            + [1, 2, 5, 10, 15, 30].map { $0 * Self.minute }
            + [1, 2, 3, 6, 12].map { $0 * Self.hour }
            + [1, 2, 5, 7, 14, 30, 60, 91, 182, 365, 730, 3_650].map { $0 * Self.day }
        let length = range.upperBound - range.lowerBound
        let step = steps.first { length / $0 <= 6 } ?? max(1, length / 6)
        let origin: UInt64 = if case .since(let start) = clock { start.milliseconds } else { 0 }
        guard range.upperBound >= origin else { return [] }
        let first = max(range.lowerBound, origin)
        var mark = origin + (first - origin + step - 1) / step * step
        var marks: [UInt64] = []
        while mark <= range.upperBound, marks.count < 16 {
            marks.append(mark)
            mark += step
        }
        return marks
    }

    func text(_ time: UInt64) -> String {
        switch clock {
        case .since(let start):
            let seconds = (time - min(time, start.milliseconds)) / 1_000
            let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400)
            if span >= 3 * Self.day {
                return "\(days) d" + (hours % 24 > 0 ? " \(hours % 24) h" : "")
            }
            let clock = "\(hours):\(Self.two(minutes % 60))"
            return span >= 10 * Self.minute ? clock : clock + ":\(Self.two(seconds % 60))"
        case .utc:
            let seconds = time / 1_000
            let (date, rest) = (Self.date(seconds / 86_400), seconds % 86_400)
            if span >= 6 * Self.day { return date }
            let clock = "\(Self.two(rest / 3_600)):\(Self.two(rest / 60 % 60))"
            if span >= Self.day { return date.dropFirst(5) + " " + clock }
            return span >= 10 * Self.minute ? clock : clock + ":\(Self.two(rest % 60))"
        }
    }

    private static func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Of a day since 1970-01-01, by the calendar's own arithmetic of 400 years.
    private static func date(_ days: UInt64) -> String {
        let shifted = days + 719_468
        let (era, dayOfEra) = (shifted / 146_097, shifted % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marched = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marched + 2) / 5 + 1
        let month = marched < 10 ? marched + 3 : marched - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(two(month))-\(two(day))"
    }
}
