import Bot
import Execution
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Venues
import Vocabulary

/// A paper session as one screen: what the market does, what the bot has and owes, what it says and why.
struct PaperView {
    let name: String
    let speed: String
    /// The newest last; more than a screen holds are not kept.
    private(set) var news: [String] = []
    private(set) var alerts: [String] = []

    static let mostNews = 200
    /// Rows below the parts that are always there.
    private static let leastNews = 4

    mutating func note(_ lines: [String]) {
        // The rows below a line belong to it, and a screen has no room for them.
        for line in lines {
            let first = line.split(separator: "\n").first.map(String.init) ?? ""
            news.append(first)
            let isAlert = ["  warning ", "  critical ", "  halt ", "  crash "]
                .contains { first.contains($0) }
            if isAlert { alerts.append(first) }
        }
        news.removeFirst(max(0, news.count - Self.mostNews))
        alerts.removeFirst(max(0, alerts.count - Self.mostNews))
    }

    func rows(_ session: some PaperScene, width: Int, height: Int) -> [PaperRow] {
        var rows = [title(session, width), standing(session), PaperRow()]
        rows += routes(session, most: max(1, (height - 16) / 3))
        rows += verdict(session)
        rows += lanes(session, most: max(1, (height - 16) / 4))
        rows += inventory(session, width, most: max(1, (height - 16) / 4))
        rows += sagas(session, most: 2)
        rows.append(profit(session))
        rows += warnings()
        rows.append(heading("NEWS"))
        let room = max(Self.leastNews, height - rows.count)
        rows += news.suffix(room).map { PaperRow("  " + $0, tone(of: $0)) }
        return rows
    }

    private func heading(_ text: String) -> PaperRow { PaperRow(text, .faint) }

    private func tone(of line: String) -> PaperTone {
        if line.contains("  ended ") { return line.contains("settled") ? .good : .warning }
        if line.contains("On purpose:") { return .strong }
        if ["  critical ", "  halt ", "  crash "].contains(where: { line.contains($0) }) {
            return .bad
        }
        return ["  warning ", "  unwinding ", "  reverted "].contains { line.contains($0) }
            ? .warning : .plain
    }

    private func title(_ session: some PaperScene, _ width: Int) -> PaperRow {
        var row = PaperRow(name, .strong)
        row.add("  paper money, \(session.setting)", .faint)
        let clock = PaperText.clock(from: session.start, to: session.now)
        let right = "\(speed)  \(clock)"
        row.add(String(repeating: " ", count: max(2, width - row.width - right.count)))
        row.add(right, .strong)
        return row
    }

    private func standing(_ session: some PaperScene) -> PaperRow {
        let bot = session.bot
        var row = PaperRow()
        if let halt = bot.halts.first {
            row.add("HALTED: \(halt.reason)", .bad)
        } else {
            row.add("running", .good)
        }
        let tally = session.tally
        row.add("   \(PaperText.count(Int(clamping: tally.settled), "trade")) settled, ")
        row.add("\(tally.unwound) unwound", tally.unwound > 0 ? .warning : .plain)
        row.add(", in parity \(PaperText.percent(tally.inside, of: tally.looks))")
        if tally.crashes > 0 {
            row.add("   \(PaperText.count(Int(clamping: tally.crashes), "crash"))", .warning)
            row.add(", \(tally.restarts) survived")
        }
        return row
    }
}

// The market, and what is said of it.

extension PaperView {
    private func routes(_ session: some PaperScene, most: Int) -> [PaperRow] {
        let all = session.fleet.routes
        let width = max(5, all.map(\.name.count).max() ?? 0)
        let names =
            all.first.map { route in
                [route.first, route.second].map { place in
                    session.fleet.chain(place.chain)?.name ?? "\(place.chain)"
                }
            } ?? []
        var columns = PaperText.padded("ROUTE", to: width)
        for name in names { columns += "  " + PaperText.indented(name, to: 9) }
        var rows = [heading(columns + "   DEVIATION  MARGIN LEFT")]
        for route in all.prefix(most) { rows.append(self.row(of: route, session, width)) }
        if all.count > most { rows.append(heading("  and \(all.count - most) more")) }
        return rows
    }

    private func row(of route: Route, _ session: some PaperScene, _ width: Int) -> PaperRow {
        var row = PaperRow(PaperText.padded(route.name, to: width), .strong)
        for place in [route.first, route.second] {
            row.add("  " + PaperText.indented(PaperText.price(session.price(at: place)), to: 9))
        }
        guard let deviation = session.deviation(of: route) else {
            row.add("   unknown", .bad)
            return row
        }
        let parity = route.parameters.parity
        let isOut = deviation.isAtLeast(parity.target)
        let tone: PaperTone =
            isOut ? .bad : deviation.isAtLeast(parity.enter) ? .warning : .good
        let share = deviation.share
        row.add("  " + PaperText.indented(PaperText.share(share), to: 10), tone)
        let left =
            isOut
            ? "none"
            : PaperText.share(
                BasisPoints(millionths: parity.target.millionths - share.millionths)
            )
        row.add("  " + PaperText.indented(left, to: 11))
        row.add("  " + Self.gauge(share, of: parity.target), tone)
        return row
    }

    /// Twenty marks are the target.
    private static func gauge(_ share: BasisPoints, of target: BasisPoints) -> String {
        let marks = UInt128(share.millionths) * 20 / UInt128(max(1, target.millionths))
        let count = Int(min(20, marks))
        return "[" + String(repeating: "#", count: count)
            + String(repeating: ".", count: 20 - count) + "]"
    }

    /// The last verdict of the route that is farthest from parity, and the check that decides it.
    private func verdict(_ session: some PaperScene) -> [PaperRow] {
        let all = session.bot.assessments.compactMap(\.self)
        let widest = all.max {
            ($0.deviation ?? BasisPoints(millionths: 0))
                < ($1.deviation ?? BasisPoints(millionths: 0))
        }
        var rows = [heading("LAST VERDICT")]
        guard let widest else { return rows + [PaperRow("  none yet")] }
        let line = widest.explanation.split(separator: "\n").first.map(String.init) ?? ""
        let tone: PaperTone =
            switch widest.verdict {
            case .inParity: .good
            case .trade: .strong
            case .hold, .unaffordable: .warning
            }
        rows.append(PaperRow("  " + line, tone))
        if let check = widest.failed.first {
            let flip = check.flip.map { "; it would pass with a \($0)" } ?? ""
            rows.append(
                PaperRow(
                    "  because \(check.title): \(check.left) \(check.relation.rawValue) "
                        + "\(check.right) does not hold\(flip)"
                )
            )
        } else {
            rows.append(PaperRow("  because every check that was asked for holds"))
        }
        return rows
    }
}

// What the bot has, owes and waits for.

extension PaperView {
    private func lanes(_ session: some PaperScene, most: Int) -> [PaperRow] {
        let lanes = session.fleet.lanes
        let sight = session.bot.sight
        var rows = [heading("BRIDGE RESERVE, minutes of cover at the peak outflow")]
        for lane in lanes.prefix(most) {
            let name = Self.name(of: lane, in: session.fleet)
            var row = PaperRow("  " + PaperText.padded(name, to: 16))
            guard let scene = sight?.lane(lane.key) else {
                row.add("  not seen yet", .warning)
                rows.append(row)
                continue
            }
            let cover = scene.coverMinutes.map { "\($0) min" } ?? "no outflow"
            row.add("  " + PaperText.indented(cover, to: 10))
            let held = scene.held.value.map {
                PaperText.amount($0, AmountUnit(lane.destination))
            }
            row.add("  " + PaperText.indented(held ?? "unknown", to: 20))
            row.add(scene.isOpen ? "  open" : "  not proved or closed", scene.isOpen ? .good : .bad)
            if let runway = scene.runway { row.add("  lasts \(runway)", .warning) }
            if scene.isOneWay { row.add("  one way", .warning) }
            rows.append(row)
        }
        if lanes.count > most { rows.append(heading("  and \(lanes.count - most) more")) }
        return rows
    }

    /// By its tokens, or where they have one name by where it leads.
    private static func name(of lane: Lane, in fleet: Fleet) -> String {
        guard lane.source.symbol == lane.destination.symbol else {
            return "\(lane.source.symbol) -> \(lane.destination.symbol)"
        }
        let chain = lane.destination.chain
        return "\(lane.source.symbol) to \(fleet.chain(chain)?.name ?? "\(chain)")"
    }

    private func inventory(_ session: some PaperScene, _ width: Int, most: Int) -> [PaperRow] {
        let (books, fleet) = (session.bot.books, session.fleet)
        var cells: [String] = []
        for token in PaperClosing.tokens(of: fleet) {
            let chain = fleet.chain(token.chain)?.name ?? "\(token.chain)"
            let amount = PaperText.amount(
                PaperAccounts.onHand(token, in: books),
                AmountUnit(token)
            )
            cells.append(
                PaperText.padded(chain, to: 10) + PaperText.indented(amount, to: 20)
            )
        }
        var flying = 0
        for lane in fleet.lanes {
            let units = PaperAccounts.inFlight(lane.key, in: books)
            guard !units.isZero else { continue }
            flying += 1
            let amount = PaperText.amount(units, AmountUnit(lane.source))
            cells.append(PaperText.padded("in flight", to: 10) + PaperText.indented(amount, to: 20))
        }
        let columns = max(1, (width - 2) / 34)
        var rows = [
            heading("INVENTORY for parity trades" + (flying == 0 ? ", none in flight" : ""))
        ]
        for start in stride(from: 0, to: cells.count, by: columns).prefix(max(2, most)) {
            let line = cells[start..<min(cells.count, start + columns)].joined(separator: "    ")
            rows.append(PaperRow("  " + line))
        }
        return rows
    }

    private func sagas(_ session: some PaperScene, most: Int) -> [PaperRow] {
        let (sagas, now) = (session.bot.sagas, session.now)
        guard let oldest = sagas.first else { return [heading("OPEN TRADES  none")] }
        var rows = [heading("OPEN TRADES  \(sagas.count)")]
        for saga in ([oldest] + sagas.dropFirst()).prefix(most) {
            let age = (now.milliseconds - min(now.milliseconds, saga.openedAt.milliseconds)) / 1_000
            let size = PaperText.amount(saga.plan.size, saga.plan.sizeUnit)
            let (state, tone) = Self.words(saga.state)
            var row = PaperRow("  \(saga.number)  \(saga.plan.route)  \(size)  \(age) s  ")
            row.add(state, tone)
            rows.append(row)
        }
        return rows
    }

    private static func words(_ state: Saga.State) -> (String, PaperTone) {
        switch state {
        case .opening(let side, _): ("the \(side.rawValue) leg goes first", .plain)
        case .trading: ("both legs are signed", .plain)
        case .filled: ("both legs are filled", .good)
        case .bridging: ("waits for the bridge", .plain)
        case .naked(let naked):
            ("one leg failed: only the \(naked.filled.rawValue) is filled", .bad)
        case .unwinding(_, let attempt, _): ("mending it by \(attempt.way.rawValue)", .warning)
        case .ended: ("ends", .plain)
        }
    }

    private func profit(_ session: some PaperScene) -> PaperRow {
        var row = PaperRow("PROFIT  ", .faint)
        guard let attribution = session.attribution else {
            row.add("not every price is known", .warning)
            return row
        }
        let total = PaperAccounts.total(attribution)
        row.add(
            "\(PaperText.signed(total)) \(session.fleet.numeraire)",
            total.isNegative ? .warning : .good
        )
        for cause in PaperAccounts.causes(attribution) where PaperText.isVisible(cause.worth) {
            row.add("   \(cause.name) \(PaperText.signed(cause.worth))")
        }
        return row
    }

    private func warnings() -> [PaperRow] {
        guard let last = alerts.last else { return [heading("ALERTS  none")] }
        return [
            heading("ALERTS  \(alerts.count), the last:"), PaperRow("  " + last, tone(of: last)),
        ]
    }
}
