import Bot
import Journal
import Numerics
import Parity
import Routes
import Venues
import Vocabulary

/// A verdict with all it was made of, and what would have changed it.
struct ExplainVerdict {
    let found: RecordedVerdict
    private let names: ExplainNames

    init(_ found: RecordedVerdict) {
        self.found = found
        names = ExplainNames(found.settings)
    }

    private var assessment: Assessment { found.judgement.assessment }

    var text: String {
        var parts = [heading, seen, rules]
        if let plan = assessment.plan { parts.append(["THE PLAN"] + plan.account) }
        if let situation = found.situation, again?.verdict.isLike(assessment.verdict) == true {
            parts += changes(situation)
        }
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var again: Assessment? { found.situation?.assess() }

    private var heading: [String] {
        let same =
            again.map {
                $0.canonicalBytes == assessment.canonicalBytes
                    ? "made again just now it is the same to the byte"
                    : "made again just now it is another one ('cantilever replay' says where): "
                        + ExplainLever.words($0)
            } ?? "the journal has no settings for this route before it, so it can't be made again"
        return [
            "Verdict \(found.index) on \(found.judgement.route), \(ExplainText.time(found.at))",
            ExplainLever.words(assessment) + standing,
            "recorded by \(ExplainText.program(found)); \(same)",
        ]
    }

    private var standing: String {
        guard let deviation = assessment.deviation else { return ", prices unknown" }
        let chains = found.judgement.scene.chains.map(\.name)
        guard let route = found.route else { return ", deviation \(deviation)" }
        let dear: ChainID? =
            switch assessment.dear {
            case .first: route.first.chain
            case .second: route.second.chain
            case .neither: nil
            }
        guard let dear, !chains.isEmpty else { return ", deviation \(deviation)" }
        return ", deviation \(deviation), \(names.chain(dear)) is dear"
    }

    /// Every check in the order it was made, with how far it was from turning.
    private var rules: [String] {
        let rows = assessment.checks.enumerated().map { number, check in
            [
                "\(number + 1)",
                check.passes ? (check.isBinding ? "binds" : "pass") : "FAIL",
                check.title,
                "\(check.left)", check.relation.rawValue, "\(check.right)",
                margin(check),
            ]
        }
        return ["THE RULES, in the order they were looked at"]
            + ExplainText.table(rows, right: [0, 3])
    }

    private func margin(_ check: Check) -> String {
        guard let flip = check.flip else { return "" }
        return check.passes
            ? "fails with a \(flip)" : "passes with a \(flip)"
    }
}

// What it was made of.

extension ExplainVerdict {
    private var seen: [String] {
        let (scene, standing) = (found.judgement.scene, found.judgement.standing)
        var lines = ["WHAT IT WAS MADE OF"]
        for chain in scene.chains { lines += sight(of: chain, at: scene.now) }
        for lane in scene.lanes where concerns(lane.lane) { lines += sight(of: lane) }
        lines.append("  The route")
        var pairs = [
            ("  halted", standing.isHalted ? "yes" : "no"),
            ("  block ends in a row", "\(standing.run.blocks) on one side"),
            ("  traded today", worth(standing.volumeToday)),
            ("  paid for parity today", worth(standing.subsidyToday)),
        ]
        if let left = standing.unwindingLeft {
            pairs.append(("  left for unwinding today", worth(left)))
        }
        if let most = standing.most { pairs.append(("  most allowed by the ramp", worth(most))) }
        if let until = standing.cooldownUntil {
            pairs.append(("  cooldown until", ExplainText.time(until)))
        }
        return lines + ExplainText.pairs(pairs)
    }

    private func concerns(_ lane: LaneKey) -> Bool {
        found.route?.lanes.all.contains { $0.key == lane } ?? true
    }

    private func worth(_ worth: Worth) -> String { ExplainText.worth(worth, names.numeraire) }

    private func sight(of chain: ChainScene, at now: Instant) -> [String] {
        guard
            let place = [found.route?.first, found.route?.second].compactMap(\.self)
                .first(where: { $0.chain == chain.chain })
        else { return [] }
        let age = now.milliseconds - min(now.milliseconds, chain.block.time.milliseconds)
        var pairs = [
            (
                "  block",
                "\(chain.block.number), \(ExplainText.seconds(age)) old"
                    + (chain.isDisputed ? ", endpoints disagree" : "")
            )
        ]
        for pool in place.pools {
            guard let seen = chain.pools.first(where: { $0.pool == pool.key.address }) else {
                continue
            }
            let price: String =
                switch seen.state {
                case .known(let venue):
                    (try? place.market(pool, venue)?.price())?.text(decimals: 9) ?? "none"
                case .unknown(let reason): "unknown (\(reason.rawValue))"
                }
            let last = seen.lastExecution.map { ", ours last at block \($0)" } ?? ""
            let open = seen.hasOpenLeg ? ", a leg of ours under way" : ""
            pairs.append(("  price in \(pool.name)", price + last + open))
        }
        for token in [place.base, place.quote] {
            pairs.append(
                (
                    "  \(token.symbol) in hand",
                    reading(chain.holding(of: token.address)) {
                        ExplainText.amount($0, AmountUnit(token))
                    }
                )
            )
        }
        pairs.append(("  gas price", reading(chain.gasPrice) { "\($0)" }))
        pairs.append(("  for gas", reading(chain.gasMoney) { "\($0)" }))
        for pause in chain.pauses where pause.isPaused != .known(false) {
            pairs.append(
                ("  \(pause.contract)", reading(pause.isPaused) { _ in "paused" })
            )
        }
        return ["  \(chain.name)"] + ExplainText.pairs(pairs)
    }

    private func sight(of lane: LaneScene) -> [String] {
        let unit = names.token(lane.lane.destination).map(AmountUnit.init)
        func amount(_ units: UInt256) -> String {
            unit.map { ExplainText.amount(units, $0) } ?? "\(units)"
        }
        var pairs = [
            ("  lane", lane.isOpen ? "open" : "closed or not proved"),
            ("  to pay out", reading(lane.held, amount)),
            ("  required", amount(lane.required)),
            ("  claimed on top", reading(lane.claimed, amount)),
        ]
        if let runway = lane.runway { pairs.append(("  runway", "\(runway)")) }
        if lane.isPaused != .known(false) {
            pairs.append(("  paused", reading(lane.isPaused) { $0 ? "yes" : "no" }))
        }
        return ["  \(names.lane(lane.lane))"] + ExplainText.pairs(pairs)
    }

    private func reading<Value>(
        _ reading: Reading<Value>,
        _ words: (Value) -> String
    ) -> String {
        switch reading {
        case .known(let value): words(value)
        case .unknown(let reason): "unknown (\(reason.rawValue))"
        }
    }
}

// What would have changed it.

extension ExplainVerdict {
    private func changes(_ situation: Situation) -> [[String]] {
        let words = ExplainLever(names: names, route: situation.route, before: assessment)
        let alone = situation.counterfactuals
        var parts: [[String]] = []
        if alone.isEmpty {
            parts.append([
                "WHAT WOULD HAVE CHANGED IT",
                "  no change of one known number alone",
            ])
        } else {
            let rows = alone.map { [words.change($0), "-> " + words.outcome($0)] }
            parts.append(
                ["WHAT WOULD HAVE CHANGED IT, each alone and found by judging again"]
                    + ExplainText.table(rows)
            )
        }
        guard assessment.plan == nil else { return parts }
        return parts + [wayToTrade(situation)]
    }

    private func wayToTrade(_ situation: Situation) -> [String] {
        let way = situation.wayToTrade
        var (before, rows) = (assessment, [[String]]())
        for (number, step) in way.steps.enumerated() {
            let words = ExplainLever(names: names, route: situation.route, before: before)
            rows.append([
                "\(number + 1)", step.check.title, words.change(step.change),
                "-> " + words.outcome(step.change),
            ])
            before = step.change.assessment
        }
        let end =
            way.isBarred
            ? ["  and then nothing known gets past: " + ExplainLever.words(before)] : []
        return ["WHAT STOOD BETWEEN IT AND A TRADE, one after the other"]
            + ExplainText.table(rows, right: [0]) + end
    }
}
