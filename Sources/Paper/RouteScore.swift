public import Bot
import Ledger
public import Parity
public import Routes
public import Vocabulary

/// What one route of a paper world has come to.
public struct RouteScore: Sendable {
    public let route: Route
    /// Sightings of its chains at which both prices were known, and of these those inside the target.
    public private(set) var looks: UInt64 = 0
    public private(set) var inside: UInt64 = 0
    /// Sightings at which one of the prices was not known: nothing is judged then.
    public private(set) var blind: UInt64 = 0
    public private(set) var widest = BasisPoints(millionths: 0)
    /// What stood at how many sightings: the last verdict that was told. As many as there are rules.
    public private(set) var verdicts: [Standing] = []
    /// What stood between it and a trade at how many sightings. As many as there are rules.
    public private(set) var obstacles: [Obstacle] = []
    public private(set) var planned: UInt64 = 0
    public private(set) var settled: UInt64 = 0
    public private(set) var unwound: UInt64 = 0
    public private(set) var nothingFilled: UInt64 = 0
    public private(set) var parked: UInt64 = 0
    /// Trades that left more than nothing, and less.
    public private(set) var won: UInt64 = 0
    public private(set) var lost: UInt64 = 0
    public private(set) var realised = Worth.zero
    public private(set) var fees = Worth.zero
    public private(set) var gas = Worth.zero
    public private(set) var best: Worth?
    public private(set) var worst: Worth?
    /// Trades whose result no price tells.
    public private(set) var unpriced: UInt64 = 0
    private var place: Int?

    public struct Standing: Hashable, Sendable {
        public let verdict: String
        public var looks: UInt64 = 0
    }

    /// A rule that failed first where there was no trade.
    public struct Obstacle: Sendable {
        public let rule: Rule
        public internal(set) var looks: UInt64 = 0
        /// One of the verdicts it made, with all that rests on.
        public internal(set) var example: Judgement?
    }

    init(_ route: Route) {
        self.route = route
    }

    public var closed: UInt64 { settled + unwound + nothingFilled + parked }

    mutating func look(_ world: PaperWorld) {
        guard let deviation = world.deviation(of: route) else {
            blind += 1
            return
        }
        looks += 1
        if let place { verdicts[place].looks += 1 }
        if !deviation.isAtLeast(route.parameters.parity.target) {
            inside += 1
        }
        if deviation.isAtLeast(widest) { widest = deviation.share }
    }

    /// Notes the rule by which the route was last held back; answers whether an example of it is wanted.
    mutating func meets(_ rule: Rule?) -> Bool {
        // Where nothing was to be done, or not yet, that stands in nobody's way.
        guard let rule, rule != .enter, rule != .confirmed else { return false }
        guard let place = obstacles.firstIndex(where: { $0.rule == rule }) else {
            obstacles.append(Obstacle(rule: rule, looks: 1))
            return true
        }
        obstacles[place].looks += 1
        // The first, the second, the fourth: late ones show what was usual.
        return obstacles[place].looks.nonzeroBitCount == 1
    }

    mutating func keep(_ example: Judgement) {
        let rule = example.assessment.decisiveRule
        guard let place = obstacles.firstIndex(where: { $0.rule == rule }) else { return }
        obstacles[place].example = example
    }

    mutating func judged(_ verdict: Verdict) {
        switch verdict {
        case .inParity: stand("in parity")
        case .trade: stand("trade")
        case .hold(let rule, _): stand("hold: \(rule.rawValue)")
        case .unaffordable(let rule, _): stand("unaffordable: \(rule.rawValue)")
        }
    }

    mutating func begun() {
        planned += 1
        stand("trade")
    }

    private mutating func stand(_ verdict: String) {
        if let known = verdicts.firstIndex(where: { $0.verdict == verdict }) {
            place = known
        } else {
            place = verdicts.count
            verdicts.append(Standing(verdict: verdict))
        }
    }

    mutating func closed(_ trade: TradeRecord) {
        switch trade.outcome {
        case .settled: settled += 1
        case .unwound: unwound += 1
        case .nothingFilled: nothingFilled += 1
        case .parked: parked += 1
        }
        fees = fees.adding(trade.result.fees) ?? fees
        gas = gas.adding(trade.result.gas) ?? gas
        guard let result = trade.result.realisedNet, let sum = realised.adding(result) else {
            unpriced += 1
            return
        }
        realised = sum
        if result > .zero { won += 1 }
        if result < .zero { lost += 1 }
        best = best.map { max($0, result) } ?? result
        worst = worst.map { min($0, result) } ?? result
    }
}
