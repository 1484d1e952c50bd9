import Simulation
import Vocabulary

/// What came out of simulated runs, for people. No wall time is in it: the same options, the same text.
struct SimulateReport {
    let wish: SimulateWish
    let outcomes: [SimulatedRun.Outcome]

    init(_ wish: SimulateWish, _ outcomes: [SimulatedRun.Outcome]) {
        self.wish = wish
        self.outcomes = outcomes
    }

    var text: String {
        var lines = [
            "  seed  in target  in peg band  p99 blocks  settled  unwound  nothing  parked"
                + "  result        faults  broken"
        ]
        for outcome in outcomes { lines.append(row(outcome)) }
        lines += ["", "over all runs:"] + totals + [""]
        for outcome in outcomes where !outcome.isGood { lines += story(outcome) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ outcome: SimulatedRun.Outcome) -> String {
        let tally = outcome.tally
        return [
            Self.right("\(outcome.order.seed)", 6),
            Self.right(Self.percent(tally.insideTarget, of: tally.measured), 11),
            Self.right(Self.percent(tally.insidePeg, of: tally.measured), 13),
            Self.right(Self.latency(tally.latency(99)), 12),
            Self.right("\(tally.settled)", 9),
            Self.right("\(tally.unwound)", 9),
            Self.right("\(tally.nothingFilled)", 9),
            Self.right("\(tally.parked)", 8),
            "  " + Self.left((tally.result?.text(decimals: 2) ?? "unknown"), 12),
            Self.right("\(outcome.faults.struck)", 8),
            Self.right("\(outcome.violations.count)", 8),
        ].joined()
    }

    private var totals: [String] {
        let sum = WorldTally.sum(outcomes.map(\.tally))
        var lines = [
            "  block ends inside the target  \(Self.percent(sum.insideTarget, of: sum.measured))",
            "  before the bridge was proved  \(sum.starting) block ends, "
                + "\(Self.percent(sum.insideAtStart, of: sum.starting)) of them inside",
            "  inside the peg band           \(Self.percent(sum.insidePeg, of: sum.measured))"
                + "  (no stabiliser runs)",
            "  widest deviation              \(sum.widest)",
            "  blocks back to the target     median \(Self.latency(sum.latency(50))), 99 % "
                + "\(Self.latency(sum.latency(99))), of \(sum.excursions.reduce(0, +)) excursions",
            "  trades begun                  \(sum.planned)",
            "  settled trades brought        \(sum.settledResult.text(decimals: 2))",
            "  unwound trades brought        \(sum.unwoundResult.text(decimals: 2))",
            "  cost of parity                "
                + (sum.result?.negated.text(decimals: 2) ?? "unknown"),
            "  transfers over the bridge     \(sum.transfers)",
            "  halts, crashes, entries       \(sum.halts), \(sum.crashes), \(sum.entries)",
        ]
        lines += SimulateProfit.lines(outcomes)
        for reason in sum.haltReasons { lines.append("    halted because \(reason)") }
        if !sum.misses.isEmpty {
            lines.append("  what the bot said outside the target, in block ends")
        }
        for miss in sum.misses.sorted(by: { $0.blocks > $1.blocks }) {
            lines.append("    " + Self.right("\(miss.blocks)", 8) + "  " + miss.reason)
        }
        let rows = Fault.allCases.compactMap { fault -> String? in
            let found = outcomes.compactMap { outcome in
                outcome.faults.rows.first { $0.fault == fault }
            }
            let struck = found.reduce(0) { $0 + $1.struck }
            let chances = found.reduce(0) { $0 + $1.chances }
            guard struck > 0 else { return nil }
            return "    " + Self.left(fault.rawValue, 28) + "\(struck) of \(chances) chances"
        }
        return rows.isEmpty ? lines : lines + ["  faults that struck"] + rows
    }

    private func story(_ outcome: SimulatedRun.Outcome) -> [String] {
        let rest = outcome.resumed
        return outcome.violations.prefix(4).map(\.description) + [
            "  at the end: \(rest.openSagas) sagas open, "
                + "deviation \(rest.deviation.map { "\($0)" } ?? "unknown"), "
                + (rest.halts.isEmpty ? "no halt" : rest.halts.joined(separator: "; "))
                + (rest.reason.map { ", \($0)" } ?? ""),
            "  again: " + wish.command(outcome.order.seed),
        ]
    }

    static func percent(_ part: UInt64, of whole: UInt64) -> String {
        guard whole > 0 else { return "-" }
        let hundredths = part * 10_000 / whole
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
    }

    private static func latency(_ blocks: Int?) -> String {
        blocks.map { $0 >= WorldTally.mostExcursion ? "\($0) or more" : "\($0)" } ?? "-"
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
