import Ledger
import Routes
import Vocabulary

/// Many trades of simulated runs, added up: a text in Markdown without a wall time, the same for the same
/// words.
struct TradeReport {
    let wish: TradeWishes
    let sources: [TradeSource]

    private struct Group {
        let name: String
        let statistics: TradeStatistics
    }

    private var trades: [TradeRecord] { sources.flatMap(\.trades) }

    var text: String {
        let all = TradeStatistics(trades)
        let parts: [[String]] = [
            [
                "# \(all.count) trades",
                "",
                "Written by `\(wish.command)`; the same words write the same bytes. All of it is simulated:",
                "two virtual chains, people and faults by dice, real pool arithmetic and the real bot. It",
                "says how the bot does in these markets and nothing about any other. Results are what a",
                "trade left after pools, gas and its share of the bridge, in USD; the mission *parity* may",
                "cost money by intention. A trade is won above zero. The first ten trades of a route are of the",
                "least size, because the ramp says so: where a source has few trades a route, most are those.",
            ],
            ["## All of them", ""] + summary(all),
            ["## By source and route", ""] + table(byRoute),
            ["## By mission", ""] + table(groups { $0.mission }),
            ["## By outcome", ""] + table(groups { $0.outcome.rawValue }),
            ["## By side that was dear", ""] + table(byDearSide),
            ["## Risk", ""] + risk,
            ["## The runs", ""] + runs,
        ]
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private func summary(_ all: TradeStatistics) -> [String] {
        [
            "| | |", "| --- | ---: |",
            "| trades | \(all.count) |",
            "| won | \(all.won) (\(rate(all.won, all.results.count))) |",
            "| lost | \(all.lost) |",
            "| neither | \(all.results.count - all.won - all.lost) |",
            "| result not known | \(all.unknown) |",
            "| profit | \(money(all.total)) |",
            "| planned | \(money(all.planned)) |",
            "| best | \(money(all.best)) |",
            "| worst | \(money(all.worst)) |",
            "| average | \(money(all.average)) |",
            "| median | \(money(all.median)) |",
        ]
    }

    private func table(_ groups: [Group]) -> [String] {
        [
            "| | trades | won | profit | best | worst | average |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
            + groups.map { group in
                let figures = group.statistics
                return "| \(group.name) | \(figures.count) | "
                    + "\(rate(figures.won, figures.results.count)) | \(money(figures.total)) | "
                    + "\(money(figures.best)) | \(money(figures.worst)) | \(money(figures.average)) |"
            }
    }

    private func groups(_ name: (TradeRecord) -> String) -> [Group] {
        let named = trades.map { (name($0), $0) }
        var names: [String] = []
        for (name, _) in named where !names.contains(name) { names.append(name) }
        return names.sorted().map { name in
            Group(
                name: name,
                statistics: TradeStatistics(named.filter { $0.0 == name }.map(\.1))
            )
        }
    }

    private var byRoute: [Group] {
        sources.flatMap { source in
            var names: [String] = []
            for trade in source.trades where !names.contains(trade.route) {
                names.append(trade.route)
            }
            return names.sorted().map { name in
                Group(
                    name: "\(source.name), \(name)",
                    statistics: TradeStatistics(source.trades.filter { $0.route == name })
                )
            }
        }
    }

    private var byDearSide: [Group] {
        groups { trade in "chain \(trade.dearSide)" }
    }

    private var risk: [String] {
        let groups =
            [Group(name: "all", statistics: TradeStatistics(trades))]
            + sources.map { Group(name: $0.name, statistics: TradeStatistics($0.trades)) }
        return [
            "Of one trade's result, as a loss: at 95 % the best of the worst 5 % of results (value at risk)",
            "and their average (conditional). n is how many results stand behind the figure: with few of",
            "them it says little. The drawdown is of the sum of results, trade after trade in the order of",
            "their ends; sources are accounts of their own, so for all of them there is none.",
            "",
            "| | VaR 95 % | CVaR 95 % | n | VaR 99 % | CVaR 99 % | n | deepest drawdown | n |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
            + groups.enumerated().map { index, group in
                let figures = group.statistics
                let (five, one) = (figures.tail(percent: 5), figures.tail(percent: 1))
                let drawdown =
                    index == 0 ? "- | -" : "\(money(figures.drawdown)) | \(figures.results.count)"
                return
                    "| \(group.name) | \(loss(five.last)) | \(loss(TradeStatistics.average(five))) | "
                    + "\(five.count) of \(figures.results.count) | \(loss(one.last)) | "
                    + "\(loss(TradeStatistics.average(one))) | \(one.count) of "
                    + "\(figures.results.count) | \(drawdown) |"
            }
    }

    private var runs: [String] {
        ["| source | trades | runs | hours of the market |", "| --- | ---: | ---: | ---: |"]
            + sources.map { source in
                let tenths = source.lasting.milliseconds / 360_000
                return "| \(source.name) | \(source.trades.count) | \(source.runs) | "
                    + "\(tenths / 10).\(tenths % 10) |"
            }
    }

    private func rate(_ part: Int, _ whole: Int) -> String {
        PaperText.percent(UInt64(part), of: UInt64(whole))
    }

    /// Two decimals are for a glance; rounded towards zero.
    private func money(_ worth: Worth?) -> String { worth.map(PaperText.worth) ?? "-" }

    /// A gain is no loss, and says so by its sign.
    private func loss(_ worth: Worth?) -> String { money(worth?.negated) }
}
