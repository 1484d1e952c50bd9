import Numerics
import Routes
import Vocabulary

// An assessment as a person reads it: the verdict, its account, and every check.

extension Assessment {
    /// Everything the verdict rests on; the same assessment gives the same text.
    public var explanation: String { text(of: checks) }

    /// The verdict and its account, with the checks that fail or bind; the others are counted.
    public var summary: String {
        let telling = checks.filter { !$0.passes || $0.isBinding }
        let rest = checks.count - telling.count
        return text(of: telling, note: rest == 0 ? nil : "  and \(rest) checks that pass")
    }

    private func text(of checks: [Check], note: String? = nil) -> String {
        var lines = [headline]
        if case .trade(let plan) = verdict { lines += plan.account }
        if isSubsidySpent {
            lines.append("the day's subsidy is spent: judged as if only profit counted")
        }
        if case .unaffordable = verdict, let band { lines.append(band.sentence) }
        lines += lanes.flatMap(\.sentences)
        lines += Self.table(checks)
        if let note { lines.append(note) }
        let flips = flips
        if !flips.isEmpty {
            lines.append(flipHeading)
            for (check, flip) in flips { lines.append("  \(check.title) \(flip)") }
        }
        return lines.joined(separator: "\n")
    }

    private var headline: String {
        let gap = deviation.map { share in
            switch dear {
            case .first: "\(share), first chain dear"
            case .second: "\(share), second chain dear"
            case .neither: "\(share)"
            }
        }
        let place = "\(route): "
        switch verdict {
        case .inParity: return place + "in parity (\(gap ?? "no deviation"))"
        case .hold(let rule, let subject):
            return place + "hold (\(gap ?? "prices unknown")): " + Self.title(rule, subject)
        case .unaffordable(let rule, let subject):
            return place + "out of parity and unaffordable (\(gap ?? "")): "
                + Self.title(rule, subject)
        case .trade(let plan):
            return place + "trade \(Measure.amount(plan.size, plan.sizeUnit)) (\(gap ?? ""))"
        }
    }

    private var flipHeading: String {
        switch verdict {
        case .trade: "the size would change if"
        case .inParity, .hold, .unaffordable: "the verdict would change if"
        }
    }

    /// Checks as columns: result, rule, left, relation, right.
    private static func table(_ checks: [Check]) -> [String] {
        let rows = checks.map { check in
            [
                check.passes ? (check.isBinding ? "binds" : "pass") : "FAIL", check.title,
                "\(check.left)", check.relation.rawValue, "\(check.right)",
            ]
        }
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = "  "
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                line += column == 2 ? space + cell : column == 4 ? cell : cell + space
                if column < 4 { line += "  " }
            }
            return line
        }
    }

    fileprivate static func title(_ rule: Rule, _ subject: String) -> String {
        subject.isEmpty ? rule.rawValue : "\(rule.rawValue) (\(subject))"
    }
}

extension Check {
    public var title: String { Assessment.title(rule, subject) }
}

extension Plan {
    /// What it does and what it costs, line by line.
    public var account: [String] {
        var lines = ["  \(mission.rawValue); legs \(order.rawValue); tolerance \(tolerance)"]
        for (name, leg) in [("sell", sell), ("buy", buy)] {
            for swap in leg.swaps {
                let given = Measure.amount(swap.trade.sold, leg.unitIn)
                let taken = Measure.amount(swap.trade.received, leg.unitOut)
                let least = Amount(units: swap.minimum).text(decimals: leg.unitOut.decimals)
                lines.append(
                    "  \(name) on \(leg.chainName): \(given) for \(taken), at least \(least)"
                )
            }
        }
        var account = [("before costs, pool fees paid", gross)]
        for cost in costs {
            let name =
                cost.subject.isEmpty
                ? cost.item.rawValue : "\(cost.item.rawValue) (\(cost.subject))"
            account.append((name, cost.worth.negated))
        }
        account.append(("net", net))
        account.append(("execution worst case", worstCase.worth.negated))
        let width = account.map(\.0.count).max() ?? 0
        for (name, worth) in account {
            let space = String(repeating: " ", count: width - name.count)
            lines.append(
                "  \(name)\(space)  \(worth.isNegative ? "" : " ")\(worth.text(decimals: 6))"
            )
        }
        return lines + transfers.map(\.sentence)
    }
}

extension LaneNote {
    /// Nothing where there is nothing to say.
    fileprivate var sentences: [String] {
        var sentences: [String] = []
        let lasts = [
            coverMinutes.map { "covers \($0) min of its peak" },
            runway.map { "lasts \($0) at the present net outflow" },
        ].compactMap { $0 }
        if !lasts.isEmpty {
            sentences.append("bridge \(lane): the reserve " + lasts.joined(separator: ", "))
        }
        if isOneWay {
            sentences.append(
                "bridge \(lane): the flow goes one way and can't be netted: let it pay (the band "
                    + "floats), pay or waive the fee, or mint and redeem on both chains"
            )
        }
        return sentences
    }
}

extension NaturalBand {
    fileprivate var sentence: String {
        "a trade pays for itself from \(total) on: pools \(pools), bridge \(bridge), gas \(gas)"
    }
}

extension TransferDecision {
    var sentence: String {
        switch outcome {
        case .goes(let amount, let delivered):
            "  bridge: \(Measure.amount(amount, unit)) goes, "
                + "\(Amount(units: delivered).text(decimals: arriving)) arrives"
        case .waits(let reason): "  bridge: \(unit.symbol) waits, \(reason.rawValue)"
        }
    }
}
