import Bot
import Execution
import Paper
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

    mutating func look(at deviation: Deviation, target: BasisPoints) {
        looks += 1
        if !deviation.isAtLeast(target) { inside += 1 }
        if deviation.isAtLeast(widest) { widest = deviation.share }
    }

    var closed: UInt64 { settled + unwound + nothingFilled + parked }

    private mutating func take(_ fact: Entry.Fact) {
        switch fact {
        case .sent: transfers += 1
        case .closed(let trade): take(trade)
        default: break
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
