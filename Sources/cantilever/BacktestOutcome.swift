import Accounts
import Bot
import Ledger
import Paper
import Recording
import Report
import Risk
import Routes
import Vocabulary

/// What a backtest has come to. No wall time is in it: the same file and options, the same text.
struct BacktestOutcome {
    let name: String
    let origin: RecordingHeader.Origin
    /// Where the recording ended before it should.
    let cut: RecordingCut?
    let score: PaperScore
    let world: PaperWorld

    var fleet: Fleet { world.settings.fleet }

    var text: String {
        var parts = [
            span, table([Self.head] + routeRows),
            titled("What stood, of the blocks seen", verdictRows),
            titled(moneyTitle, moneyRows ?? [("not every price is fixed", "")]),
        ]
        if !hints.isEmpty {
            parts.append(
                titled("Hint", hints.flatMap { $0.lines }.map { ("", $0) })
            )
        }
        if !world.bot.halts.isEmpty {
            parts.append(
                titled("Halted at the end", world.bot.halts.map { ("", $0.reason) })
            )
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// For the routes that hardly traded.
    var hints: [BacktestHint] {
        score.routes.compactMap { BacktestHint.about($0, world.settings, origin) }
    }

    private var span: String {
        var rows: [(String, String)] = []
        if let from = score.from, let through = score.through {
            rows.append(("from", CalendarTime(from)?.text ?? "\(from.milliseconds)"))
            rows.append(
                (
                    "through",
                    (CalendarTime(through)?.text ?? "\(through.milliseconds)") + ", "
                        + PaperText.clock(from: from, to: through) + " hours"
                )
            )
        }
        rows += [
            ("blocks seen", "\(score.sightings)"),
            ("not traded on", "\(world.ignored)"),
            ("legs filled", "\(score.fills)"),
            ("legs refused", "\(score.reverts)"),
            ("bridge transfers", "\(score.transfers)"),
            ("halts", "\(score.halts)"),
        ]
        if let cut { rows.append(("the recording", "\(cut)")) }
        return titled(name, rows)
    }

    private static let head = [
        "route", "trades", "settled", "unwound", "nothing", "parked", "won", "result", "best",
        "worst", "in target", "widest",
    ]

    private var routeRows: [[String]] {
        score.routes.map { row -> [String] in
            [
                row.route.name, "\(row.closed)", "\(row.settled)", "\(row.unwound)",
                "\(row.nothingFilled)", "\(row.parked)",
                PaperText.percent(row.won, of: row.won + row.lost),
                PaperText.signed(row.realised), optional(row.best), optional(row.worst),
                PaperText.percent(row.inside, of: row.looks), PaperText.share(row.widest),
            ]
        }
    }

    private func optional(_ worth: Worth?) -> String { worth.map(PaperText.signed) ?? "-" }

    /// Why it traded or did not, by how many of the blocks seen.
    private var verdictRows: [(String, String)] {
        var rows: [(String, String)] = []
        for row in score.routes {
            let all = row.looks + row.blind
            for standing in row.verdicts.sorted(by: { $0.looks > $1.looks }) {
                let share = PaperText.percent(standing.looks, of: all)
                rows.append(("\(row.route.name): \(standing.verdict)", share))
            }
            if row.blind > 0 {
                let share = PaperText.percent(row.blind, of: all)
                rows.append(("\(row.route.name): a price is not known", share))
            }
        }
        return rows
    }

    /// `nil` where not every price is fixed.
    private var moneyRows: [(String, String)]? {
        guard let causes = score.causes(world.bot.books), let profit = score.profit else {
            return nil
        }
        var rows = PaperAccounts.causes(causes).filter { PaperText.isVisible($0.worth) }
            .map { ($0.name, PaperText.signed($0.worth)) }
        rows.append(("together", PaperText.signed(profit)))
        rows.append(
            (
                "deepest fall",
                PaperText.worth(score.drawdown) + " (of \(score.booked) bookings)"
            )
        )
        return rows
    }

    private var moneyTitle: String {
        "Profit by cause, in \(fleet.numeraire), pools' fees paid"
    }

    private func titled(_ title: String, _ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return ([title] + rows.map { "  \(PaperText.padded($0.0, to: width))  \($0.1)" })
            .joined(separator: "\n")
    }

    private func table(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == 0
                    ? PaperText.padded(cell, to: widths[column])
                    : PaperText.indented(cell, to: widths[column])
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

// The same for a page.

extension BacktestOutcome {
    var figures: [Report.Figure] {
        let closed = score.routes.reduce(0) { $0 + $1.closed }
        let (won, lost) = score.routes.reduce((UInt64(0), UInt64(0))) { sum, row in
            (sum.0 + row.won, sum.1 + row.lost)
        }
        return [
            Report.Figure("trades", "\(closed)"),
            Report.Figure("won", PaperText.percent(won, of: won + lost)),
            Report.Figure(
                "profit",
                score.profit.map(PaperText.signed) ?? "unknown",
                score.profit.map { $0.isNegative ? .bad : .good } ?? .warning
            ),
            Report.Figure("deepest fall", PaperText.worth(score.drawdown)),
            Report.Figure(
                "legs refused",
                "\(score.reverts)",
                score.reverts == 0 ? .plain : .warning
            ),
            Report.Figure("halts", "\(score.halts)", score.halts == 0 ? .plain : .bad),
        ]
    }

    var routeTable: ReportTable {
        ReportTable("Routes", columns: Self.head, rows: routeRows)
    }

    var verdictTable: ReportTable {
        ReportTable(
            "What stood, of the blocks seen",
            columns: ["verdict", "share"],
            rows: verdictRows.map { [$0.0, $0.1] }
        )
    }

    var moneyTable: ReportTable {
        ReportTable(
            moneyTitle,
            columns: ["cause", fleet.numeraire],
            rows: (moneyRows ?? []).map { [$0.0, $0.1] },
            note: moneyRows == nil ? "Not every price is fixed." : ""
        )
    }
}
