import Bot
import Paper
import Parity
import Recording
import Routes
import Vocabulary

/// Why a route of a backtest traded nothing or next to nothing, the number that stood in the way, and what
/// would have led to a trade.
struct BacktestHint {
    let route: String
    let trades: UInt64
    /// What stood in the way most often, and at what part of what was seen.
    let rule: Rule
    let share: String
    /// What did not hold; `nil` where nothing was compared.
    let check: Check?
    /// One after the other, as trying has shown.
    let changes: [String]
    /// Whether they end at a trade.
    let leadsToTrade: Bool
    /// What to do about it.
    let advice: String?

    /// Fewer trades than one in so many blocks that were out of parity are next to nothing.
    static let scarce: UInt64 = 500

    /// `nil` for a route that traded.
    static func about(
        _ score: RouteScore,
        _ settings: Settings,
        _ origin: RecordingHeader.Origin
    ) -> BacktestHint? {
        let looks = score.obstacles.reduce(0) { $0 + $1.looks }
        guard score.closed == 0 || score.closed < looks / scarce else { return nil }
        let most = score.obstacles.max { $0.looks < $1.looks }
        return most.map { held(score, by: $0, settings, origin) } ?? calm(score)
    }

    private static func held(
        _ score: RouteScore,
        by obstacle: RouteScore.Obstacle,
        _ settings: Settings,
        _ origin: RecordingHeader.Origin
    ) -> BacktestHint {
        let share = PaperText.percent(obstacle.looks, of: score.looks + score.blind)
        var changes: [String] = []
        var (leadsToTrade, advice) = (false, String?.none)
        if let example = obstacle.example {
            let way = Situation(
                route: score.route,
                scene: example.scene,
                standing: example.standing
            ).wayToTrade
            var before = example.assessment
            for step in way.steps {
                let words = ExplainLever(
                    names: ExplainNames(settings),
                    route: score.route,
                    before: before
                )
                changes.append(words.change(step.change))
                before = step.change.assessment
            }
            leadsToTrade = !way.isBarred
            advice = self.advice(
                about: [obstacle.rule] + way.steps.map(\.check.rule),
                example.scene,
                origin
            )
        }
        return BacktestHint(
            route: score.route.name,
            trades: score.closed,
            rule: obstacle.rule,
            share: share,
            check: obstacle.example?.assessment.decisive,
            changes: changes,
            leadsToTrade: leadsToTrade,
            advice: advice
        )
    }

    /// Of a route whose prices were never apart, or never known.
    private static func calm(_ score: RouteScore) -> BacktestHint {
        let isBlind = score.looks == 0
        let all = score.looks + score.blind
        let enter = Check(
            .enter,
            .share(score.widest),
            .atLeast,
            .share(score.route.parameters.parity.enter)
        )
        return BacktestHint(
            route: score.route.name,
            trades: score.closed,
            rule: isBlind ? .poolKnown : .enter,
            share: PaperText.percent(isBlind ? score.blind : score.looks, of: all),
            check: isBlind ? nil : enter,
            changes: [],
            leadsToTrade: false,
            advice: isBlind
                ? "a recording that shows the first pool of both chains"
                : "the strategy's parity.enter lower, or a recording of wilder days"
        )
    }

    private static func advice(
        about rules: [Rule],
        _ scene: Scene,
        _ origin: RecordingHeader.Origin
    ) -> String? {
        if rules.first == .laneOpen {
            return "a bridge is proved by small transfers before anything is traded: a longer "
                + "recording, or one that begins earlier"
        }
        let isOfGas = rules.contains { rule in
            switch rule {
            case .leastPerTrade, .goal, .edge, .subsidyPerUnit, .worstCase, .gasPrice, .gasMoney:
                true
            default: false
            }
        }
        let isCharged = scene.chains.contains { $0.gasPrice.value.map { $0 > .zero } ?? false }
        guard isOfGas, isCharged, origin == .imported else { return nil }
        let prices = scene.chains.map { chain in
            chain.gasPrice.value.map { "\(chain.name) \($0)" } ?? "\(chain.name) unknown"
        }
        return "the table told no price of gas; the bot reckons with "
            + prices.joined(separator: ", ")
            + ": 'cantilever import --gas PRICE' sets another"
    }

    /// As many lines as it takes.
    var lines: [String] {
        let amount = trades == 0 ? "traded nothing" : "hardly traded"
        var lines = ["\(route) \(amount); what stood in the way at \(share) of the blocks seen:"]
        if let check {
            let subject = check.subject.isEmpty ? "" : " (\(check.subject))"
            lines.append(
                "\(check.rule.rawValue)\(subject): \(check.left) \(check.relation.rawValue) "
                    + "\(check.right) does not hold"
            )
        } else {
            lines.append(rule.rawValue)
        }
        if !changes.isEmpty {
            let steps = changes.joined(separator: ", then ")
            lines.append(
                leadsToTrade
                    ? "a trade takes " + steps
                    : steps + " gets past it, and then nothing that is known leads to a trade"
            )
        }
        if let advice { lines.append("try: " + advice) }
        return lines
    }
}

extension BacktestHint: Canonical {
    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("route", route)
            writer.field("trades", trades)
            writer.field("rule", rule)
            writer.field("share", share)
            writer.field("check", check)
            writer.field("changes", changes)
            writer.field("leadsToTrade", leadsToTrade)
            writer.field("advice", advice)
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}
