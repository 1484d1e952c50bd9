import Bot
import Execution
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Vocabulary

/// What happens in a simulated world, in words.
struct SimulatedNarration {
    private let start: Instant
    private var hasExplained = false
    private(set) var endings: [String] = []
    private(set) var hasRestarted = false

    init(start: Instant) {
        self.start = start
    }

    mutating func lines(for happened: [SimulatedWorld.Happening]) -> [String] {
        var lines: [String] = []
        for happening in happened {
            switch happening {
            case .journalled(let entry):
                guard let text = text(for: entry.fact) else { continue }
                lines.append(line(entry.at, text))
            case .alerted(let alert):
                lines.append("           \(alert.severity.rawValue.uppercased()): \(alert.text)")
            case .crashed: lines.append("           CRASH: the bot's process dies")
            case .restarted:
                hasRestarted = true
                lines.append("           RESTART: from the journal alone")
            }
        }
        return lines
    }

    private func line(_ at: Instant, _ text: String) -> String {
        let tenths = (at.milliseconds - min(at.milliseconds, start.milliseconds)) / 100
        let clock = "\(tenths / 10).\(tenths % 10) s"
        return String(repeating: " ", count: max(0, 9 - clock.count)) + clock + "  " + text
    }

    private mutating func text(for fact: Entry.Fact) -> String? {
        switch fact {
        case .configured(let settings):
            "configured  \(settings.fleet.routes.count) route over \(settings.chains.count) chains"
        case .judged(let judgement): "verdict     " + judged(judgement.assessment)
        case .planned(let trade): "signed      trade \(trade.saga): " + legs(trade)
        case .legSigned(let saga, let side, _, _):
            "signed      trade \(saga): the \(side.rawValue) leg"
        case .attempted(let saga, let attempt, _, _):
            "unwinding   trade \(saga): \(attempt.way.rawValue), \(leg(attempt.planned))"
        case .sent(let transfer):
            "bridge      transfer \(transfer.terms.number) of "
                + "\(Self.tokens(transfer.terms.amount)) from \(transfer.terms.lane.source.chain)"
        case .bridge(_, .all(.paid(let payout))):
            "bridge      \(Self.tokens(payout.amount)) paid out on \(payout.token.chain)"
        case .landed(let account, _, _, let landing): landed(landing, account)
        case .closed(let trade): closed(trade)
        case .halted(let halt): "halt        \(halt.reason)"
        case .resumed: "resumed"
        default: nil
        }
    }

    /// A trade with what it rests on, the first one with every check; anything else in a line.
    private mutating func judged(_ assessment: Assessment) -> String {
        let text = hasExplained ? assessment.summary : assessment.explanation
        hasExplained = hasExplained || assessment.plan != nil
        let lines = text.split(separator: "\n").map(String.init)
        guard assessment.plan != nil else { return lines.first ?? "" }
        let margin = "\n" + String(repeating: " ", count: 23)
        return lines.joined(separator: margin)
    }

    private func legs(_ trade: PlannedTrade) -> String {
        trade.legs.map { leg($0.side == .sell ? trade.plan.sell : trade.plan.buy) }
            .joined(separator: " and ")
    }

    private func leg(_ leg: PlannedLeg) -> String {
        "\(Self.tokens(leg.amountIn)) \(leg.unitIn.symbol) for at least "
            + "\(Self.tokens(leg.minimumOut)) \(leg.unitOut.symbol) on \(leg.chainName)"
    }

    private func landed(_ landing: Landing, _ account: AccountKey) -> String? {
        switch landing.deed {
        case .traded(.filled(let fill)):
            "filled      \(Self.tokens(fill.received)) for \(Self.tokens(fill.sold)) "
                + "on \(account.chain)"
        case .traded(.reverted): "reverted    on \(account.chain): nothing moved"
        case .traded(.contradictory): "contradiction on \(account.chain)"
        case .traded, .locked, .sendReverted, .withoutLock, .nothing, .foreign: nil
        }
    }

    private mutating func closed(_ trade: ClosedTrade) -> String {
        let result = trade.realised.map { ", result \($0.text(decimals: 6))" } ?? ""
        let (name, text): (String, String) =
            switch trade.ending {
            case .settled: ("settled", "settled")
            case .nothingFilled: ("nothing filled", "nothing filled, nothing lost")
            case .unwound(_, let attempt, _):
                ("unwound", "unwound by \(attempt.way.rawValue)")
            case .parked(_, let reason): ("parked", "left for a person: \(reason.rawValue)")
            }
        endings.append(name)
        return "ended       trade \(trade.saga): \(text)\(result)"
    }

    /// An amount of six decimals, exactly.
    private static func tokens(_ amount: UInt256) -> String {
        DecimalNumber(digits: amount, scale: 6).description
    }
}
