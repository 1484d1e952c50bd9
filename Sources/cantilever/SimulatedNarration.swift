import Bot
import Execution
import Numerics
import Paper
import Parity
import Risk
import Routes
import Simulation
import Vocabulary

/// What happens in a simulated world, in words.
struct SimulatedNarration {
    private let start: Instant
    private let tokens: [Token]
    private let chains: [Chain]
    private var hasExplained = false
    /// The trades that are under way, for what their legs are called.
    private var plans: [(saga: UInt64, plan: Plan)] = []

    init(_ fleet: Fleet, start: Instant) {
        self.start = start
        chains = fleet.chains
        var tokens: [Token] = []
        for route in fleet.routes {
            for token in [
                route.first.base, route.first.quote, route.second.base, route.second.quote,
            ] where !tokens.contains(token) {
                tokens.append(token)
            }
        }
        self.tokens = tokens
    }

    /// Of a market that others make. Fills are told by whoever compares them.
    mutating func lines(for happened: [PaperWorld.Happening], at now: Instant) -> [String] {
        lines(
            for: happened.compactMap { happening -> SimulatedWorld.Happening? in
                switch happening {
                case .journalled(let entry): .journalled(entry)
                case .alerted(let alert): .alerted(alert)
                case .filled: nil
                }
            },
            at: now
        )
    }

    mutating func lines(for happened: [SimulatedWorld.Happening], at now: Instant) -> [String] {
        var lines: [String] = []
        // What is not dated happened right behind what is.
        var now = now
        for happening in happened {
            if case .journalled(let entry) = happening { now = entry.at }
            switch happening {
            case .journalled(let entry):
                guard let text = text(for: entry.fact) else { continue }
                lines.append(line(entry.at, text))
            case .alerted(let alert):
                let severity = alert.severity.rawValue
                lines.append(line(now, Self.word(severity) + alert.text))
            case .crashed: lines.append(line(now, Self.word("crash") + "the bot's process dies"))
            case .restarted:
                lines.append(line(now, Self.word("restart") + "from its journal alone"))
            }
        }
        return lines
    }

    /// With the market's clock in front.
    func line(_ at: Instant, _ text: String) -> String {
        PaperText.clock(from: start, to: at) + "  " + text
    }

    static func word(_ word: String) -> String { PaperText.padded(word, to: 12) }

    private mutating func text(for fact: Entry.Fact) -> String? {
        switch fact {
        case .configured(let settings):
            return Self.word("configured")
                + PaperText.count(settings.fleet.routes.count, "route")
                + " over \(settings.chains.count) chains"
        case .judged(let judgement):
            // To wait until a deviation has stood is no news.
            if case .hold(.confirmed, _) = judgement.assessment.verdict { return nil }
            return Self.word("verdict") + judged(judgement.assessment)
        case .planned(let trade):
            plans.append((trade.saga, trade.plan))
            return Self.word("signed") + "trade \(trade.saga): \(legs(trade))"
        case .legSigned(let saga, let side, _, _):
            return Self.word("signed") + "trade \(saga): the \(side.rawValue) leg"
        case .attempted(let saga, let attempt, _, _):
            return Self.word("unwinding")
                + "trade \(saga): \(attempt.way.rawValue), \(Self.leg(attempt.planned))"
        case .sent(let transfer):
            let lane = transfer.terms.lane
            return Self.word("bridge")
                + "transfer \(transfer.terms.number) of "
                + "\(amount(transfer.terms.amount, lane.source)) leaves \(name(lane.source.chain))"
        case .bridge(_, .all(.paid(let payout))):
            return Self.word("bridge")
                + "\(amount(payout.amount, payout.token)) paid out on \(name(payout.token.chain))"
        case .landed(let account, _, _, let landing): return landed(landing, account)
        case .closed(let trade): return closed(trade)
        case .halted(let halt): return Self.word("halt") + halt.reason
        case .resumed: return Self.word("resumed") + "by a person"
        default: return nil
        }
    }

    /// The first trade with every check it rests on; anything else in a line.
    private mutating func judged(_ assessment: Assessment) -> String {
        let isFirst = !hasExplained && assessment.plan != nil
        hasExplained = hasExplained || isFirst
        let lines = assessment.explanation.split(separator: "\n").map(String.init)
        switch assessment.verdict {
        // The rule's title says what would have to be so.
        case .hold, .unaffordable:
            return (lines.first ?? "").replacing("): ", with: "), not met: ", maxReplacements: 1)
        case .inParity, .trade: break
        }
        guard isFirst else { return lines.first ?? "" }
        let margin = "\n" + String(repeating: " ", count: 21)
        return lines.joined(separator: margin)
    }

    private func legs(_ trade: PlannedTrade) -> String {
        trade.legs.map { Self.leg($0.side == .sell ? trade.plan.sell : trade.plan.buy) }
            .joined(separator: " and ")
    }

    private static func leg(_ leg: PlannedLeg) -> String {
        "\(PaperText.amount(leg.amountIn, leg.unitIn)) for >= "
            + "\(PaperText.amount(leg.minimumOut, leg.unitOut)) on \(leg.chainName)"
    }

    /// Fills are told by what comes of their trade; what goes wrong is told at once.
    private func landed(_ landing: Landing, _ account: AccountKey) -> String? {
        switch landing.deed {
        case .traded(.reverted):
            Self.word("reverted") + "on \(name(account.chain)): nothing moved but the gas"
        case .traded(.contradictory): Self.word("puzzle") + "on \(name(account.chain))"
        case .sendReverted: Self.word("reverted") + "a bridge send on \(name(account.chain))"
        case .traded, .locked, .withoutLock, .nothing, .foreign: nil
        }
    }

    private mutating func closed(_ trade: ClosedTrade) -> String {
        let place = plans.firstIndex { $0.saga == trade.saga }
        let plan = place.map { plans.remove(at: $0).plan }
        let size = plan.map { " \(PaperText.amount($0.size, $0.sizeUnit)) of '\($0.route)'" } ?? ""
        let result = trade.realised.map { ", result \(PaperText.signed($0))" } ?? ""
        let ending =
            switch trade.ending {
            case .settled: "settled"
            case .nothingFilled: "nothing filled, nothing lost"
            case .unwound(_, let attempt, _): "unwound by \(attempt.way.rawValue)"
            case .parked(_, let reason): "left for a person: \(reason.rawValue)"
            }
        return Self.word("ended") + "trade \(trade.saga):\(size) \(ending)\(result)"
    }

    private func name(_ chain: ChainID) -> String {
        chains.first { $0.id == chain }?.name ?? "\(chain)"
    }

    /// In whole tokens where the token is the fleet's, otherwise in base units of somebody's.
    private func amount(_ units: UInt256, _ key: ContractKey) -> String {
        guard let token = tokens.first(where: { $0.key == key }) else {
            return "\(units) units of \(key.address)"
        }
        return PaperText.amount(units, AmountUnit(token))
    }
}
