/// The lines `make bench` prints.
enum Table {
    static let head = row("what", "ours", "limit", "ratio", "goal", "limit is")

    static func row(for comparison: Comparison, _ figures: Comparison.Figures) -> String {
        row(
            comparison.what,
            time(figures.nanoseconds),
            time(figures.limitNanoseconds),
            decimal(figures.ratio, 3),
            "<= " + decimal(comparison.goal, 3),
            comparison.limitName
        )
    }

    private static func row(_ columns: String...) -> String {
        let widths = [44, 11, 11, 8, 9, 0]
        return zip(columns, widths).enumerated().map { index, column in
            let space = String(repeating: " ", count: max(0, column.1 - column.0.count))
            return index == 0 || index == 5 ? column.0 + space : space + column.0
        }.joined(separator: "  ")
    }

    private static func time(_ nanoseconds: Double) -> String {
        if nanoseconds < 1_000 { return decimal(nanoseconds, 1) + " ns" }
        if nanoseconds < 1_000_000 { return decimal(nanoseconds / 1_000, 1) + " us" }
        return decimal(nanoseconds / 1_000_000, 2) + " ms"
    }

    private static func decimal(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let digits = String(Int((value * scale).rounded()))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return padded.dropLast(places) + "." + padded.suffix(places)
    }
}
