import Numerics
import Parity
import Routes
import Venues
import Vocabulary

/// A change that turns a verdict, in words, and what it turns it to.
struct ExplainLever {
    let names: ExplainNames
    let route: Route
    let before: Assessment

    func change(_ found: Counterfactual) -> String {
        let amount = "\(found.lever.measure(found.amount))"
        switch found.lever {
        case .sold(let pool, _, _):
            return "\(amount) sold in \(names.pool(pool)) on \(names.chain(pool.chain))"
                + deviation(found)
        case .youngerHead(let chain): return "a head of \(names.chain(chain)) \(amount) younger"
        case .gasPrice(let chain, let direction):
            return
                "gas on \(names.chain(chain)) \(amount) \(direction == .rise ? "dearer" : "cheaper")"
        case .vault(let lane, _, let direction):
            return "\(amount) \(word(direction)) for \(names.lane(lane)) to pay out"
        case .longerRunway(let lane): return "a runway of \(names.lane(lane)) \(amount) longer"
        case .holding(let token, _, let direction):
            return "\(amount) \(word(direction)) in hand on \(names.chain(token.chain))"
        case .moreGasMoney(let chain):
            return "\(amount) more for gas on \(names.chain(chain))"
        case .longerRun: return "the same deviation for \(amount) more on both chains"
        case .shorterCooldown: return "a cooldown \(amount) shorter, or looking so much later"
        case .olderExecution(let pool):
            return "the last execution in \(names.pool(pool)) \(amount) earlier"
        case .moreAllowed: return "\(amount) \(names.numeraire) more allowed by the ramp"
        case .lessVolumeToday: return "\(amount) \(names.numeraire) less traded today"
        case .lessSubsidyToday: return "\(amount) \(names.numeraire) less paid for parity today"
        case .moreForUnwinding:
            return "\(amount) \(names.numeraire) more to spend on unwinding today"
        case .fact(let fact): return words(fact)
        case .setting(let threshold, let direction):
            let verb = direction == .rise ? "higher" : "lower"
            let unit =
                if case .worth = threshold.measure(.one) { " \(names.numeraire)" } else { "" }
            return "\(threshold.rawValue) \(amount)\(unit) \(verb)"
        }
    }

    /// What the verdict would have been.
    func outcome(_ found: Counterfactual) -> String { Self.words(found.assessment) }

    static func words(_ assessment: Assessment) -> String {
        switch assessment.verdict {
        case .inParity: "in parity"
        case .hold(let rule, let subject): "hold: " + title(rule, subject)
        case .unaffordable(let rule, let subject): "unaffordable: " + title(rule, subject)
        case .trade(let plan): "trade \(ExplainText.amount(plan.size, plan.sizeUnit))"
        }
    }

    static func title(_ rule: Rule, _ subject: String) -> String {
        subject.isEmpty ? rule.rawValue : "\(rule.rawValue) (\(subject))"
    }

    /// How far the sale moved the deviation.
    private func deviation(_ found: Counterfactual) -> String {
        guard let now = found.assessment.deviation, let then = before.deviation else { return "" }
        guard found.assessment.dear == before.dear || before.dear == .neither else {
            return " (deviation \(now), other side dear)"
        }
        let isMore = now > then
        let by =
            isMore ? now.millionths - then.millionths : then.millionths - now.millionths
        return " (deviation \(now): \(BasisPoints(millionths: by)) \(isMore ? "more" : "less"))"
    }

    private func word(_ direction: Flip.Direction) -> String {
        direction == .rise ? "more" : "less"
    }

    private func words(_ fact: Lever.Fact) -> String {
        switch fact {
        case .running: "no halt on the route"
        case .agreement(let chain): "endpoints of \(names.chain(chain)) that agree"
        case .unpaused(let contract):
            "\(contract.address) on \(names.chain(contract.chain)) not paused"
        case .laneOpen(let lane): "an open lane for \(names.lane(lane))"
        case .laneUnpaused(let lane): "\(names.lane(lane)) not paused"
        case .noVeto: "an average that is not on the other side"
        case .noOpenLeg(let pool): "no leg of ours under way in \(names.pool(pool))"
        }
    }
}
