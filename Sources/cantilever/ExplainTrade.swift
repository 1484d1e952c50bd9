import Bot
import Execution
import Ledger
import Numerics
import Parity
import Routes
import Vocabulary

/// A trade from the verdict behind it to what came of it, entry by entry.
struct ExplainTrade {
    private let number: UInt64
    private var planned: (trade: PlannedTrade, index: UInt64, at: Instant)?
    private var verdict: RecordedVerdict?
    private var lastVerdicts: [String: RecordedVerdict] = [:]
    private var nonces = ExplainNonces()
    private var names = ExplainNames(nil)
    private var events: [Line] = []
    private var closed: (trade: ClosedTrade, at: Instant)?
    private var told: TradeRecord?
    /// Which leg a nonce was given out for, for what becomes of it.
    private var errands: [(account: AccountKey, nonce: UInt64, name: String, leg: PlannedLeg)] = []
    private var transfers: [UInt64] = []
    /// Gas by chain, in the order of the first payment.
    private var gas: [(chain: ChainID, spent: UInt256)] = []
    private var landed: [TransactionHash] = []

    private struct Line {
        let index: UInt64
        let at: Instant
        let what: String
        let details: [String]
    }

    private init(_ number: UInt64) {
        self.number = number
    }

    static func of(_ number: UInt64, in source: borrowing ExplainSource) throws(Failure) -> Self {
        var story = ExplainTrade(number)
        try source.read { (entry) throws(Failure) in story.take(entry) }
        return story
    }

    private mutating func take(_ found: ExplainEntry) {
        nonces.take(found.entry.fact)
        if planned == nil { names = ExplainNames(found.settings) }
        if planned == nil, let verdict = RecordedVerdict(found) {
            lastVerdicts[verdict.judgement.route] = verdict
        }
        if case .sent(let transfer) = found.entry.fact { return send(transfer, found) }
        if case .bridge(let lane, let event) = found.entry.fact {
            return bridge(lane, event, found)
        }
        guard nonces.saga(of: found.entry.fact) == number else { return }
        switch found.entry.fact {
        case .planned(let trade): plan(trade, found)
        case .legSigned(_, let side, let signed, _):
            guard let plan = planned?.trade.plan else { return }
            sign(side.rawValue, side == .sell ? plan.sell : plan.buy, signed, found)
        case .legGivenUp: add(found, "the second leg is not sent")
        case .attempted(_, let attempt, let signed, _):
            sign("mend by \(attempt.way.rawValue):", attempt.planned, signed, found)
        case .replaced(let signed):
            let name = errand(signed.account, signed.payload.nonce)?.name ?? "it"
            let what =
                signed.payload.purpose == .cancel
                ? "\(name) is cancelled" : "\(name) offers more"
            add(found, what, transaction(signed))
        case .landed(let account, let nonce, let inclusion, let landing):
            land(account, nonce, inclusion, landing, found)
        case .bridging(_, let numbers):
            transfers = numbers
            let list = numbers.map { "\($0)" }.joined(separator: ", ")
            add(
                found,
                numbers.isEmpty ? "nothing crosses the bridge" : "waits for transfer \(list)"
            )
        case .parked(_, let reason): add(found, "parked: \(reason.rawValue)")
        case .closed(let trade):
            closed = (trade, found.entry.at)
            add(found, "ended: " + Self.words(trade.ending))
        case .told(let record): told = record
        default: return
        }
    }

    private mutating func add(_ found: ExplainEntry, _ what: String, _ details: [String] = []) {
        events.append(
            Line(index: found.index, at: found.entry.at, what: what, details: details)
        )
    }
}

// What happened.

extension ExplainTrade {
    private mutating func plan(_ trade: PlannedTrade, _ found: ExplainEntry) {
        planned = (trade, found.index, found.entry.at)
        verdict = lastVerdicts[trade.plan.route]
        for leg in trade.legs {
            let planned = leg.side == .sell ? trade.plan.sell : trade.plan.buy
            sign(leg.side.rawValue, planned, leg.signed, found)
        }
    }

    private mutating func sign(
        _ name: String,
        _ leg: PlannedLeg,
        _ signed: SignedFor,
        _ found: ExplainEntry
    ) {
        let short = name.hasPrefix("mend") ? "what mends it" : "the \(name) leg"
        errands.append((signed.account, signed.payload.nonce, short, leg))
        add(
            found,
            "\(name) \(ExplainText.amount(leg.amountIn, leg.unitIn)) on \(leg.chainName) for at least "
                + ExplainText.amount(leg.minimumOut, leg.unitOut),
            transaction(signed) + ["void after \(ExplainText.time(leg.deadline))"]
        )
    }

    private func transaction(_ signed: SignedFor) -> [String] {
        let payload = signed.payload
        return ["signed \(payload.hash), nonce \(payload.nonce) of \(signed.account.account)"]
    }

    private func errand(_ account: AccountKey, _ nonce: UInt64) -> (name: String, leg: PlannedLeg)?
    {
        errands.last { $0.account == account && $0.nonce == nonce }.map { ($0.name, $0.leg) }
    }

    private mutating func land(
        _ account: AccountKey,
        _ nonce: UInt64,
        _ inclusion: Inclusion,
        _ landing: Landing,
        _ found: ExplainEntry
    ) {
        guard let (name, leg) = errand(account, nonce) else { return }
        // What is seen twice, because its block was taken back, is paid once.
        if !landed.contains(inclusion.hash), landing.deed != .foreign {
            landed.append(inclusion.hash)
            pay(landing.gas, on: account.chain)
        }
        let deed: String =
            switch landing.deed {
            case .traded(.filled(let fill)):
                "sold \(ExplainText.amount(fill.sold, leg.unitIn)) for "
                    + ExplainText.amount(fill.received, leg.unitOut)
            case .traded(.reverted): "reverted, and nothing moved but the gas"
            case .traded(.cancelled), .nothing: "was cancelled by nothing to oneself"
            case .traded(.lost), .foreign: "lost its nonce to somebody else's transaction"
            case .traded(.contradictory): "succeeded without the logs it must have"
            case .locked, .sendReverted, .withoutLock: "did something else than it was signed for"
            }
        add(
            found,
            "\(name) \(deed)",
            [
                "in block \(inclusion.block) of \(names.chain(account.chain)), \(inclusion.hash)",
                "gas \(landing.gas)",
            ]
        )
    }

    private mutating func pay(_ spent: Wei, on chain: ChainID) {
        if let index = gas.firstIndex(where: { $0.chain == chain }) {
            gas[index].spent = gas[index].spent &+ spent.value
        } else {
            gas.append((chain, spent.value))
        }
    }

    /// A transfer is noted before the trade says that it waits for it: those between its plan and its end.
    private mutating func send(_ transfer: SentTransfer, _ found: ExplainEntry) {
        guard let plan = planned?.trade.plan, closed == nil else { return }
        let terms = transfer.terms
        let tokens = [plan.sell.tokenOut, plan.buy.tokenOut]
        guard tokens.contains(terms.lane.source) else { return }
        add(
            found,
            "transfer \(terms.number): \(names.amount(terms.amount, terms.lane.source)) leaves "
                + "\(names.chain(terms.lane.source.chain)), for this trade and those before it",
            transaction(transfer.signed)
        )
    }

    private mutating func bridge(
        _ lane: LaneKey,
        _ event: BridgeGate.Event,
        _ found: ExplainEntry
    ) {
        guard closed == nil, !transfers.isEmpty, case .all(.paid(let payout)) = event else {
            return
        }
        add(
            found,
            "\(names.amount(payout.amount, payout.token)) paid out on "
                + names.chain(lane.destination.chain)
        )
    }
}

// The story as text.

extension ExplainTrade {
    var text: String {
        guard let planned else { return "" }
        let plan = planned.trade.plan
        let result: String
        if let closed {
            let left = closed.trade.realised.map {
                ExplainText.worth($0, names.numeraire) + " left"
            }
            result = "\(Self.words(closed.trade.ending)), \(left ?? "what it brought is not known")"
        } else {
            result = "still under way"
        }
        var heading = [
            "Trade \(number) of \(plan.route): \(result)",
            "opened \(ExplainText.time(planned.at))"
                + (closed.map { closed in
                    let took =
                        closed.at.milliseconds
                        - min(
                            closed.at.milliseconds,
                            planned.at.milliseconds
                        )
                    return ", ended \(ExplainText.time(closed.at)) (\(ExplainText.seconds(took)))"
                } ?? ""),
            "plan \(PlanID(plan, number: number).digest), entry \(planned.index)",
        ]
        if let verdict {
            heading.append(
                "from verdict \(verdict.index): \(ExplainLever.words(verdict.judgement.assessment)), "
                    + "deviation \(verdict.judgement.assessment.deviation.map { "\($0)" } ?? "unknown") "
                    + "('cantilever explain \(verdict.index)' says why)"
            )
        }
        let parts = [heading, ["THE PLAN"] + plan.account, happened(planned.at), account(plan)]
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private func happened(_ start: Instant) -> [String] {
        let rows = events.map { event in
            let after = event.at.milliseconds - min(event.at.milliseconds, start.milliseconds)
            return ["+" + ExplainText.seconds(after), "\(event.index)", event.what]
        }
        let lines = ExplainText.table(rows, right: [0, 1])
        let margin = rows.map { $0[0].count }.max() ?? 0
        let entry = rows.map { $0[1].count }.max() ?? 0
        let space = String(repeating: " ", count: margin + entry + 6)
        var text = ["WHAT HAPPENED, seconds after it was signed and the journal's entry"]
        for (event, line) in zip(events, lines) {
            text.append(line)
            text += event.details.map { space + "  " + $0 }
        }
        return text
    }

    private func account(_ plan: Plan) -> [String] {
        var rows = [["", "planned", "came out"]]
        func row(_ name: String, _ planned: String, _ real: String?) {
            rows.append([name, planned, real ?? "-"])
        }
        let flows = told?.flows
        func flow(_ flow: TradeFlows.Flow?) -> String? {
            flow.map { names.amount($0.amount.units, $0.token) }
        }
        row(
            "base sold",
            ExplainText.amount(plan.sell.amountIn, plan.sell.unitIn),
            flow(flows?.baseSold)
        )
        row(
            "quote received",
            ExplainText.amount(plan.sell.quotedOut, plan.sell.unitOut),
            flow(flows?.quoteReceived)
        )
        row(
            "quote paid",
            ExplainText.amount(plan.buy.amountIn, plan.buy.unitIn),
            flow(flows?.quotePaid)
        )
        row(
            "base bought",
            ExplainText.amount(plan.buy.quotedOut, plan.buy.unitOut),
            flow(flows?.baseBought)
        )
        for leg in [plan.sell, plan.buy] {
            let spent = gas.first { $0.chain == leg.chain }?.spent
            row("gas on \(leg.chainName)", "", spent.map { "\(Wei($0))" })
        }
        let numeraire = names.numeraire
        func planned(_ item: CostLine.Item) -> String {
            let sum = plan.costs.filter { $0.item == item }
                .reduce(Worth.zero) { $0.adding($1.worth) ?? $0 }
            return ExplainText.worth(sum, numeraire)
        }
        row("gas", planned(.gas), told.map { ExplainText.worth($0.result.gas, numeraire) })
        row(
            "bridge",
            planned(.bridge),
            told.map { ExplainText.worth($0.result.fees, numeraire) + shareOfBridge }
        )
        row(
            "net",
            ExplainText.worth(plan.net, numeraire),
            closed?.trade.realised.map { ExplainText.worth($0, numeraire) }
        )
        return ["THE ACCOUNT"] + ExplainText.table(rows, right: [1])
    }

    /// Transfers carry what many trades left behind, so that no trade has one of its own.
    private var shareOfBridge: String {
        if case .settled? = closed?.trade.ending { ", as planned" } else { "" }
    }

    static func words(_ ending: Ending) -> String {
        switch ending {
        case .settled: "settled"
        case .unwound(_, let attempt, _): "unwound by \(attempt.way.rawValue)"
        case .nothingFilled: "nothing was filled"
        case .parked(_, let reason): "parked, \(reason.rawValue)"
        }
    }
}
