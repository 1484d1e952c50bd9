import Bot
import Execution
import Paper
import Parity
import Simulation
import Venues
import Vocabulary

/// What a paper session has brought so far, counted as it happens.
struct PaperTally {
    /// Block times at which both prices of a route were known, over all routes.
    private(set) var looks: UInt64 = 0
    private(set) var inside: UInt64 = 0
    private(set) var widest = BasisPoints(millionths: 0)
    private(set) var settled: UInt64 = 0
    private(set) var unwound: UInt64 = 0
    private(set) var nothingFilled: UInt64 = 0
    private(set) var parked: UInt64 = 0
    private(set) var settledResult = Worth.zero
    private(set) var unwoundResult = Worth.zero
    /// Trades that ended above zero and below it.
    private(set) var won: UInt64 = 0
    private(set) var lost: UInt64 = 0
    private(set) var transfers: UInt64 = 0
    private(set) var crashes: UInt64 = 0
    private(set) var restarts: UInt64 = 0
    /// What the last verdict on each route holds by; `nil` where it holds nothing back.
    private var standing: [(route: String, rule: Rule?)] = []
    /// At how many looks something was held by a rule; to wait until a deviation has stood is none.
    private var holds: [(rule: Rule, looks: UInt64)] = []

    mutating func take(_ happened: [SimulatedWorld.Happening]) {
        for happening in happened {
            switch happening {
            case .journalled(let entry): take(entry.fact)
            case .crashed: crashes += 1
            case .restarted: restarts += 1
            case .alerted: break
            }
        }
    }

    mutating func take(_ happened: [PaperWorld.Happening]) {
        for case .journalled(let entry) in happened { take(entry.fact) }
    }

    mutating func look(at deviation: Deviation, of route: String, target: BasisPoints) {
        looks += 1
        note(route)
        if !deviation.isAtLeast(target) { inside += 1 }
        if deviation.isAtLeast(widest) { widest = deviation.share }
    }

    private mutating func note(_ route: String) {
        guard let rule = standing.first(where: { $0.route == route })?.rule else { return }
        if let place = holds.firstIndex(where: { $0.rule == rule }) {
            holds[place].looks += 1
        } else {
            holds.append((rule, 1))
        }
    }

    /// The rule that has held most, and for how many looks.
    var longestHold: (rule: Rule, looks: UInt64)? { holds.max { $0.looks < $1.looks } }

    var closed: UInt64 { settled + unwound + nothingFilled + parked }

    private mutating func take(_ fact: Entry.Fact) {
        switch fact {
        case .sent: transfers += 1
        case .judged(let judgement): stand(judgement.route, judgement.assessment.verdict)
        case .planned(let trade): stand(trade.plan.route, nil)
        case .closed(let trade): take(trade)
        default: break
        }
    }

    private mutating func stand(_ route: String, _ verdict: Verdict?) {
        var held: Rule?
        switch verdict {
        case .hold(.confirmed, _), .inParity, .trade, nil: break
        case .hold(let rule, _), .unaffordable(let rule, _): held = rule
        }
        if let place = standing.firstIndex(where: { $0.route == route }) {
            standing[place].rule = held
        } else {
            standing.append((route, held))
        }
    }

    private mutating func take(_ trade: ClosedTrade) {
        let result = trade.realised ?? .zero
        if result > .zero { won += 1 }
        if result < .zero { lost += 1 }
        switch trade.ending {
        case .settled:
            settled += 1
            settledResult = settledResult.adding(result) ?? settledResult
        case .unwound:
            unwound += 1
            unwoundResult = unwoundResult.adding(result) ?? unwoundResult
        case .nothingFilled: nothingFilled += 1
        case .parked: parked += 1
        }
    }
}
