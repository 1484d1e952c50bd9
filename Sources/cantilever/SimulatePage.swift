import Bot
import Parity
import Report
import Routes
import Simulation
import Vocabulary

/// A simulated run as a page: its first run's plots, and every run's numbers.
enum SimulatePage {
    static func page(_ report: SimulateReport, _ plots: WorldPlots) -> ReportPage {
        let wish = report.wish
        let tally = report.outcomes.first?.tally ?? WorldTally()
        let runs = report.outcomes.count
        return ReportPage(
            title: "Simulated run, seed \(wish.first.seed)",
            subtitle:
                "\(wish.command(wish.first.seed)): people, money and time are made up; contracts, "
                + "transactions and the bot's decisions are exact."
                + (runs > 1 ? " The plots are of the first of \(runs) runs." : ""),
            clock: .since(plots.start),
            figures: figures(report, tally, plots),
            sections: markets(plots) + money(plots) + tables(report, plots)
        )
    }

    private static func figures(
        _ report: SimulateReport,
        _ tally: WorldTally,
        _ plots: WorldPlots
    ) -> [Figure] {
        let result = tally.result ?? .zero
        let trades = tally.settled + tally.unwound
        let broken = report.outcomes.first?.violations.count ?? 0
        return [
            Figure(
                "Trades' result",
                PaperText.signed(result) + " " + plots.fleet.numeraire,
                result.isNegative ? .warning : .good
            ),
            Figure("Deepest fall", PaperText.worth(plots.deepest) + " " + plots.fleet.numeraire),
            Figure("Trades settled", "\(tally.settled)"),
            Figure("Trades unwound", "\(tally.unwound)", tally.unwound > 0 ? .warning : .plain),
            Figure("Settled of filled", SimulateReport.percent(tally.settled, of: trades)),
            Figure(
                "Inside the target",
                SimulateReport.percent(tally.insideTarget, of: tally.measured)
            ),
            Figure(
                "Widest beyond the target",
                tally.insideTarget == tally.measured ? "never" : PaperText.share(tally.widest)
            ),
            Figure("Bridge transfers", "\(tally.transfers)"),
            Figure("Crashes survived", "\(tally.crashes)"),
            Figure("Promises broken", "\(broken)", broken == 0 ? .good : .bad),
        ]
    }

    private static func markets(_ plots: WorldPlots) -> [ReportPage.Section] {
        plots.routes.flatMap { curves -> [ReportPage.Section] in
            let (route, parity) = (curves.route, curves.route.parameters.parity)
            func line(_ name: String, _ share: BasisPoints) -> Threshold {
                Threshold("\(name) \(share)", Double(share.millionths) / 1_000_000)
            }
            let pair = "\(route.first.quote.symbol) for one \(route.first.base.symbol)"
            return [
                .chart(
                    Chart(
                        "Prices",
                        unit: pair,
                        decimals: 6,
                        curves: [curves.first, curves.second],
                        note: "Of the first pool on each chain, at the end of every block."
                    )
                ),
                .chart(
                    Chart(
                        "Deviation",
                        unit: "bps",
                        curves: [curves.deviation],
                        thresholds: [
                            line("target", parity.target), line("enter", parity.enter),
                        ],
                        fromZero: true,
                        note: "How far the two prices are apart, whatever the bot knows of them."
                    )
                ),
            ]
        }
    }

    private static func money(_ plots: WorldPlots) -> [ReportPage.Section] {
        let unit = plots.fleet.numeraire
        return [
            .chart(
                Chart(
                    "Profit",
                    unit: unit,
                    curves: [plots.profit],
                    note: "What closed trades have left after every cost, added up."
                )
            ),
            .chart(Chart("Drawdown", unit: unit, curves: [plots.drawdown], fromZero: true)),
            .chart(
                Chart("Inventories", unit: "whole tokens", decimals: 0, curves: plots.inventories)
            ),
            .chart(
                Chart(
                    "In flight over the bridge",
                    unit: "whole tokens",
                    decimals: 0,
                    curves: plots.inFlight,
                    fromZero: true
                )
            ),
            .chart(
                Chart(
                    "Reserve",
                    unit: "minutes of cover",
                    decimals: 0,
                    curves: plots.covers,
                    fromZero: true,
                    note: "For how many minutes of its peak outflow each lane's vault lasts."
                )
            ),
            .chart(
                Chart("Open trades", unit: "", decimals: 0, curves: [plots.open], fromZero: true)
            ),
            .bars(BarChart("Trades by how they ended", plots.ended)),
        ]
    }

    private static func tables(
        _ report: SimulateReport,
        _ plots: WorldPlots
    ) -> [ReportPage.Section] {
        let trades = plots.trades.reversed().map { at, trade in
            [
                "\(trade.saga)", PaperText.clock(from: plots.start, to: at),
                PaperEnding.names[PaperEnding.index(of: trade.ending)],
                trade.realised.map(PaperText.signed) ?? "unknown",
            ]
        }
        let runs = report.outcomes.map { outcome in
            let tally = outcome.tally
            return [
                "\(outcome.order.seed)",
                SimulateReport.percent(tally.insideTarget, of: tally.measured),
                "\(tally.settled)", "\(tally.unwound)", "\(tally.nothingFilled)",
                "\(tally.parked)", tally.result.map(PaperText.signed) ?? "unknown",
                "\(outcome.violations.count)",
            ]
        }
        return [
            .table(
                ReportTable(
                    "The last trades",
                    columns: ["trade", "ended at", "how", "result in \(plots.fleet.numeraire)"],
                    rows: trades
                )
            ),
            .table(
                ReportTable(
                    "Runs",
                    columns: [
                        "seed", "inside the target", "settled", "unwound", "nothing filled",
                        "left for a person", "result in \(plots.fleet.numeraire)",
                        "promises broken",
                    ],
                    rows: runs
                )
            ),
        ]
    }
}
