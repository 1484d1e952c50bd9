import Simulation
import Vocabulary

/// One market's rows, and what became of the seeds that missed.
struct TargetsTable {
    private let part: TargetsReport.Case

    private static let goalInHundredThousandths: UInt64 = 99_900
    /// A rebalance takes less.
    private static let mostBlocks = 5
    /// Seeds that missed beyond these are only counted.
    private static let mostToldSeeds = 5

    init(_ part: TargetsReport.Case) {
        self.part = part
    }

    private var tallies: [WorldTally] { part.outcomes.map(\.tally) }

    var lines: [String] {
        ["", "## " + part.title, "", "| target | goal | median | least | most | |"]
            + ["| --- | --- | --- | --- | --- | --- |"] + rows + misses
    }

    private var rows: [String] {
        [
            row(
                "spread below 15 bps",
                "99.9 % of block ends",
                tallies.map { share($0.insideTarget, of: $0.measured) },
                Self.percent,
                verdict(of: missing)
            ),
            row(
                "before the bridge was proved, block ends",
                "",
                tallies.map(\.starting),
                { "\($0)" },
                "not counted above"
            ),
            row(
                "peg within 10 bps",
                "99.9 %, where a stabiliser runs",
                tallies.map { share($0.insidePeg, of: $0.measured) },
                Self.percent,
                "none runs here: no promise"
            ),
            row(
                "rebalance, the longest",
                "below 5 blocks",
                tallies.map { UInt64($0.longest) },
                { $0 >= UInt64(WorldTally.mostExcursion) ? "\($0) or more" : "\($0)" },
                rebalance
            ),
            row(
                "widest deviation, hundredths of a bps",
                "",
                tallies.map { $0.widest.millionths / 10_000 },
                { "\($0)" },
                "0: never outside the target"
            ),
            row("trades settled", "", tallies.map(\.settled), { "\($0)" }, ""),
            row(
                "unwound, parked or empty",
                "",
                tallies.map { $0.unwound + $0.parked + $0.nothingFilled },
                { "\($0)" },
                ""
            ),
            row("halts", "", tallies.map(\.halts), { "\($0)" }, ""),
            costs.map { costs in
                row("cost of parity, whole units", "", costs, { "\($0)" }, "gas, bridge included")
            } ?? "| cost of parity |  | unknown | unknown | unknown | books that no price tells |",
            row(
                "promises broken",
                "0",
                part.outcomes.map { UInt64($0.violations.count) },
                { "\($0)" },
                part.outcomes.allSatisfy(\.isGood) ? "met" : "**missed**"
            ),
        ]
    }

    /// Median, least and most of one figure a seed.
    private func row(
        _ name: String,
        _ goal: String,
        _ figures: [UInt64],
        _ text: (UInt64) -> String,
        _ verdict: String
    ) -> String {
        let sorted = figures.sorted()
        guard let least = sorted.first, let most = sorted.last else { return "| \(name) |" }
        let cells = [
            name, goal, text(sorted[sorted.count / 2]), text(least), text(most), verdict,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private var missing: [SimulatedRun.Outcome] {
        part.outcomes.filter { outcome in
            share(outcome.tally.insideTarget, of: outcome.tally.measured)
                < Self.goalInHundredThousandths
        }
    }

    private func verdict(of missing: [SimulatedRun.Outcome]) -> String {
        guard !missing.isEmpty else { return "met" }
        return "**missed** by \(missing.count) of \(part.outcomes.count) seeds"
    }

    private var rebalance: String {
        var (long, all): (UInt64, UInt64) = (0, 0)
        for tally in tallies {
            all += tally.excursions.reduce(0, +)
            long += tally.excursions.dropFirst(Self.mostBlocks).reduce(0, +)
        }
        guard long > 0 else { return "met: \(all) excursions in all" }
        return "**missed** by \(long) of \(all) excursions; shocks of any size are among them"
    }

    /// What every cause but capital took, rounded towards zero; `nil` where one run's is not known.
    private var costs: [UInt64]? {
        var costs: [UInt64] = []
        for outcome in part.outcomes {
            guard let attribution = outcome.attribution else { return nil }
            let total = PaperAccounts.total(attribution)
            costs.append(total.isNegative ? UInt64(total.negated.text(decimals: 0)) ?? 0 : 0)
        }
        return costs
    }

    /// In hundred thousandths, rounded down; nothing measured is nothing met.
    private func share(_ part: UInt64, of whole: UInt64) -> UInt64 {
        whole == 0 ? 0 : part * 100_000 / whole
    }

    private static func percent(_ share: UInt64) -> String {
        let rest = String(share % 1_000)
        return "\(share / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest + " %"
    }

    // Why: what the bot said at the block ends outside.

    private var misses: [String] {
        let told = missing.sorted { left, right in
            share(left.tally.insideTarget, of: left.tally.measured)
                < share(right.tally.insideTarget, of: right.tally.measured)
        }
        guard !told.isEmpty else { return [] }
        let goal = Self.goalInHundredThousandths
        var lines = [
            "", "What the bot said at block ends outside the target, worst seeds first:", "",
        ]
        for outcome in told.prefix(Self.mostToldSeeds) {
            let tally = outcome.tally
            let short = goal - share(tally.insideTarget, of: tally.measured)
            let reasons = tally.misses.sorted { $0.blocks > $1.blocks }.prefix(4)
                .map { "\($0.reason) (\($0.blocks))" }
            lines.append(
                "- seed \(outcome.order.seed), short by \(Self.percent(short)): "
                    + reasons.joined(separator: ", ") + ". Again: `"
                    + part.wish.command(outcome.order.seed) + "`"
            )
        }
        if told.count > Self.mostToldSeeds {
            lines.append("- and \(told.count - Self.mostToldSeeds) more")
        }
        return lines
    }
}

extension WorldTally {
    /// Of the excursions that came to an end, the longest in blocks; zero where there was none.
    fileprivate var longest: Int { excursions.lastIndex { $0 > 0 } ?? 0 }
}
