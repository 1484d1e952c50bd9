import Numerics
import Report
import TestSupport
import Testing
import Vocabulary

/// A page as a run of many hours makes one.
enum SamplePage {
    static let start = Instant(milliseconds: 1_750_000_000_000)

    static func page(samples: Int, routes: Int = 1) throws -> ReportPage {
        var chance = Chance(seed: 5)
        var sections: [ReportPage.Section] = []
        for route in 0..<routes {
            var (first, second) = (Curve("Chain 138"), Curve("Alltra"))
            var (deviation, cover) = (Curve("deviation"), Curve("minutes"))
            var (profit, fall, drawdown) = (Curve("profit"), Drawdown(), Curve("drawdown"))
            var ended = Bars(["settled", "unwound", "nothing filled", "left for a person"])
            var (left, right, earned) = (1.0, 1.0002, Worth.zero)
            for index in 0..<samples {
                let at = start.advanced(by: Interval(milliseconds: UInt64(index) * 2_000))
                left += (Double(Int.random(in: -50...50, using: &chance)) - (left - 1) * 800) / 1e6
                right +=
                    (Double(Int.random(in: -50...50, using: &chance)) - (right - 1) * 800) / 1e6
                first.add(left, at: at)
                second.add(right, at: at)
                deviation.add((left - right).magnitude * 10_000, at: at)
                cover.add(30 + Double((index * 7_919) % 23), at: at)
                if index % 40 == 7 {
                    let result = Int64.random(in: -2...6, using: &chance)
                    earned = try #require(earned.adding(Worth(result)))
                    ended.count(result == -2 ? 1 : result == -1 ? 2 : 0, at: at)
                }
                profit.add(earned, at: at)
                drawdown.add(fall.next(earned), at: at)
            }
            sections += [
                .chart(
                    Chart(
                        "Prices, route \(route + 1)",
                        unit: "USDT for one cUSDT",
                        decimals: 6,
                        curves: [first, second],
                        note: "Of the first pool on each chain, at the end of every block."
                    )
                ),
                .chart(
                    Chart(
                        "Deviation",
                        unit: "bps",
                        curves: [deviation],
                        thresholds: [
                            Threshold("target 50 bps", 50), Threshold("enter 15 bps", 15),
                        ],
                        fromZero: true
                    )
                ),
                .chart(Chart("Reserve", unit: "minutes of cover", curves: [cover], fromZero: true)),
                .chart(Chart("Profit", unit: "USD", curves: [profit])),
                .chart(Chart("Drawdown", unit: "USD", curves: [drawdown], fromZero: true)),
                .bars(BarChart("Trades by how they ended", ended)),
            ]
        }
        let rows = (0..<6).map { ["cUSDT <-> USDT \($0)", "\($0 * 37)", "\($0 * 3).40"] }
        sections.append(
            .table(
                ReportTable("By route", columns: ["route", "trades", "profit in USD"], rows: rows)
            )
        )
        return ReportPage(
            title: "A sample & its <report>",
            subtitle: "Two simulated chains, \(samples) blocks, seed 5",
            clock: .since(start),
            figures: [
                Figure("Profit", "+1,234.56 USD", .good), Figure("Trades", "312"),
                Figure("Win rate", "93.20 %"), Figure("Inside the target", "99.91 %", .good),
                Figure("Worst drawdown", "\u{2212}31.00 USD", .warning),
                Figure("Promises broken", "0", .good),
            ],
            sections: sections
        )
    }
}
