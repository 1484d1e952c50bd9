import Bot
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Vocabulary

/// What a paper session has come to: the balance sheet and the summary at its end.
enum PaperClosing {
    static func text(_ session: some PaperScene) -> String {
        ([summary(session)] + [sheet(session)] + [profit(session)]).joined(separator: "\n\n")
    }

    private static func summary(_ session: some PaperScene) -> String {
        let tally = session.tally
        var rows: [(String, String)] = [
            ("played", PaperText.clock(from: session.opening, to: session.now)),
            ("trades settled", "\(tally.settled)   \(PaperText.signed(tally.settledResult))"),
            ("trades unwound", "\(tally.unwound)   \(PaperText.signed(tally.unwoundResult))"),
            ("nothing filled", "\(tally.nothingFilled)"),
            ("left for a person", "\(tally.parked)"),
            ("still open", "\(session.bot.sagas.count)"),
            ("bridge transfers", "\(tally.transfers)"),
        ]
        rows += session.remarks
        rows.append(
            (
                "time in parity",
                PaperText.percent(tally.inside, of: tally.looks)
                    + ", widest \(PaperText.share(tally.widest))"
            )
        )
        if let hold = tally.longestHold {
            let share = PaperText.percent(hold.looks, of: tally.looks)
            rows.append(("held longest by", "\(hold.rule.rawValue), \(share) of the time"))
        }
        for violation in session.violations { rows.append(("broken", violation)) }
        for halt in session.bot.halts { rows.append(("halted", halt.reason)) }
        return titled("Summary", rows)
    }

    private static func sheet(_ session: some PaperScene) -> String {
        let (books, fleet) = (session.bot.books, session.fleet)
        var rows: [(String, String)] = []
        for chain in fleet.chains {
            for token in tokens(of: fleet) where token.chain == chain.id {
                let amount = PaperText.amount(
                    PaperAccounts.onHand(token, in: books),
                    AmountUnit(token)
                )
                rows.append(("on \(chain.name)", amount))
            }
        }
        for lane in fleet.lanes {
            let units = PaperAccounts.inFlight(lane.key, in: books)
            guard !units.isZero else { continue }
            rows.append(("over the bridge", PaperText.amount(units, AmountUnit(lane.source))))
        }
        if let references = PaperAccounts.references(session.valued),
            let equity = try? books.equity(at: references)
        {
            rows.append(("worth, gas money too", "\(PaperText.worth(equity)) \(fleet.numeraire)"))
        }
        return titled("Balance sheet", aligned(rows))
    }

    private static func profit(_ session: some PaperScene) -> String {
        let fleet = session.fleet
        guard let attribution = session.attribution else {
            return "Profit by cause\n  not every price is known"
        }
        let total = PaperAccounts.total(attribution)
        var rows = PaperAccounts.causes(attribution).filter { PaperText.isVisible($0.worth) }
            .map { ($0.name, PaperText.signed($0.worth)) }
        rows.append(("together", "\(PaperText.signed(total))"))
        var text = titled("Profit by cause, in \(fleet.numeraire), pools' fees paid", aligned(rows))
        if total.isNegative {
            text += "\n  That is what parity has cost."
        }
        return text
    }

    static func tokens(of fleet: Fleet) -> [Token] {
        var tokens: [Token] = []
        for route in fleet.routes {
            for token in [
                route.first.base, route.first.quote, route.second.base, route.second.quote,
            ] where !tokens.contains(token) {
                tokens.append(token)
            }
        }
        return tokens
    }

    static func titled(_ title: String, _ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { "  \(PaperText.padded($0.0, to: width))  \($0.1)" }
        return ([title] + lines).joined(separator: "\n")
    }

    /// Numbers stand under each other at their decimal point.
    private static func aligned(_ rows: [(String, String)]) -> [(String, String)] {
        let width = rows.map { $0.1.prefix { $0 != " " }.count }.max() ?? 0
        return rows.map { name, value in
            let number = String(value.prefix { $0 != " " })
            return (
                name,
                PaperText.indented(number, to: width) + value.dropFirst(number.count)
            )
        }
    }
}
