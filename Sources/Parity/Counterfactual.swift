public import Numerics
import Routes
import Vocabulary

/// The least change of one thing that makes another verdict, found by judging again and again.
///
/// 1. With the lever pulled by `amount` the verdict is `assessment`, which says something else.
/// 2. With one smallest unit less it says what it said.
public struct Counterfactual: Equatable, Sendable {
    public let lever: Lever
    public let amount: UInt256
    public let assessment: Assessment
    let situation: Situation
}

/// What stood between a situation and a trade, one thing after the other.
public struct WayToTrade: Equatable, Sendable {
    public let steps: [Step]
    /// Whether it ends at something that no change of a known number gets past.
    public let isBarred: Bool

    public struct Step: Equatable, Sendable {
        /// What was in the way.
        public let check: Check
        public let change: Counterfactual
    }

    /// More steps than rules would be a circle.
    static let mostSteps = 24
}

extension Situation {
    /// What would have changed the verdict, each alone, in the order of the levers.
    public var counterfactuals: [Counterfactual] {
        let assessment = assess()
        let levers = assessment.plan == nil ? waysPast(assessment) : waysOutOfTrade(assessment)
        return levers.compactMap { least($0, otherThan: assessment) }
    }

    /// What would have led to a trade: at each step the first thing in the way, and the least change of the
    /// market, the bridge or the bot that gets past it; a setting where nothing else does.
    public var wayToTrade: WayToTrade {
        var (situation, steps) = (self, [WayToTrade.Step]())
        while steps.count < WayToTrade.mostSteps {
            let assessment = situation.assess()
            guard assessment.plan == nil else { return WayToTrade(steps: steps, isBarred: false) }
            guard let check = assessment.decisive else { break }
            // What only trades one thing in the way for an earlier one leads in a circle.
            let found = situation.waysPast(assessment).lazy.compactMap {
                situation.least($0, otherThan: assessment)
            }.first { $0.assessment.reach >= assessment.reach }
            guard let found else { break }
            steps.append(WayToTrade.Step(check: check, change: found))
            situation = found.situation
        }
        return WayToTrade(steps: steps, isBarred: true)
    }

    /// The boundary is found by doubling and halving, so there may be a nearer one where the verdict turns
    /// and turns back again; at this one it turns.
    func least(_ lever: Lever, otherThan assessment: Assessment) -> Counterfactual? {
        var tried: Counterfactual?
        /// A lever that goes no further counts as turned: the last units before its end are tried as well.
        func isTurned(_ amount: UInt256) -> Bool {
            guard let other = pulled(lever, by: amount) else {
                tried = nil
                return true
            }
            let judged = other.assess()
            guard !judged.verdict.isLike(assessment.verdict) else { return false }
            tried = Counterfactual(
                lever: lever,
                amount: amount,
                assessment: judged,
                situation: other
            )
            return true
        }
        var (low, high) = (UInt256.zero, UInt256.one)
        var found: Counterfactual?
        while !isTurned(high) {
            guard high < Lever.most else { return nil }
            (low, high) = (high, min(Lever.most, high &* 4))
        }
        found = tried
        while high &- low > .one {
            let middle = low &+ (high &- low) / 2
            if isTurned(middle) {
                (high, found) = (middle, tried)
            } else {
                low = middle
            }
        }
        return found
    }
}

extension Assessment {
    /// The check that made the verdict; `nil` for a trade.
    public var decisive: Check? {
        switch verdict {
        case .trade: nil
        case .hold(let rule, let subject), .unaffordable(let rule, let subject):
            checks.first { !$0.passes && $0.rule == rule && $0.subject == subject }
        case .inParity:
            // Within the target what did not pay is the mission's purse, which comes last.
            checks.first { !$0.passes && $0.rule == .enter } ?? failed.first { $0.rule.isPurse }
        }
    }
}

extension Assessment {
    /// The rule of the check that made the verdict; `nil` for a trade.
    public var decisiveRule: Rule? {
        switch verdict {
        case .trade: return nil
        case .hold(let rule, _), .unaffordable(let rule, _): return rule
        case .inParity:
            // Nothing is asked behind it.
            if let last = checks.last, last.rule == .enter, !last.passes { return .enter }
            return decisive?.rule
        }
    }
}

extension Assessment {
    /// How many checks were made up to the one that decided.
    fileprivate var reach: Int {
        decisive.flatMap { checks.firstIndex(of: $0) } ?? checks.count
    }
}

extension Rule {
    fileprivate var isPurse: Bool {
        switch self {
        case .goal, .edge, .subsidyPerUnit, .subsidyPerDay: true
        default: false
        }
    }
}
