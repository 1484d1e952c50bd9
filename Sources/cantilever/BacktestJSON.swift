import Bot
import Ledger
import Paper
import Risk
import Routes
import Vocabulary

extension BacktestOutcome {
    /// One object; no wall time, no path, and the same bytes for the same file and options.
    var canonicalJSON: String {
        var writer = CanonicalWriter(.json)
        let causes = score.causes(world.bot.books)
        writer.record { writer in
            writer.field("name", name)
            writer.field("from", score.from)
            writer.field("through", score.through)
            writer.field("blocks", score.sightings)
            writer.field("cutAt", cut?.at)
            writer.field("cutBytes", cut?.bytes)
            writer.field("ticks", score.ticks)
            writer.field("ignored", world.ignored)
            writer.field("fills", score.fills)
            writer.field("refused", score.reverts)
            writer.field("transfers", score.transfers)
            writer.field("halts", score.halts)
            writer.field("entries", score.entries)
            writer.field("alerts", score.alerts)
            writer.field("numeraire", fleet.numeraire)
            writer.field("profit", score.profit)
            writer.field("drawdown", score.drawdown)
            writer.field("bookings", score.booked)
            writer.field("causes", causes)
            writer.field("routes", score.routes.map(BacktestRow.init))
            writer.field("hints", hints)
            writer.field("halted", world.bot.halts.map(\.reason))
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// One route in a report for programs, which write it and never read it back.
private struct BacktestRow: Canonical {
    let row: RouteScore

    init(_ row: RouteScore) {
        self.row = row
    }

    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("route", row.route.name)
            writer.field("looks", row.looks)
            writer.field("insideTarget", row.inside)
            writer.field("blind", row.blind)
            writer.field("widest", row.widest)
            writer.field("planned", row.planned)
            writer.field("settled", row.settled)
            writer.field("unwound", row.unwound)
            writer.field("nothingFilled", row.nothingFilled)
            writer.field("parked", row.parked)
            writer.field("won", row.won)
            writer.field("lost", row.lost)
            writer.field("realised", row.realised)
            writer.field("best", row.best)
            writer.field("worst", row.worst)
            writer.field("unpriced", row.unpriced)
            writer.field("fees", row.fees)
            writer.field("gas", row.gas)
            writer.field("verdicts", row.verdicts.map(VerdictRow.init))
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}

private struct VerdictRow: Canonical {
    let standing: RouteScore.Standing

    init(_ standing: RouteScore.Standing) {
        self.standing = standing
    }

    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("verdict", standing.verdict)
            writer.field("looks", standing.looks)
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}
