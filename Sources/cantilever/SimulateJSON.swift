import Simulation
import Vocabulary

extension SimulateReport {
    /// One object; no wall time, no path, and the same bytes for the same options.
    var canonicalJSON: String {
        var writer = CanonicalWriter(.json)
        writer.record { writer in
            writer.field("lasting", wish.first.lasting)
            writer.field("flow", wish.first.flow)
            writer.field("oneWay", wish.first.isOneWay)
            writer.field("runs", outcomes.map(RunRow.init))
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// One run in a report for programs, which write it and never read it back.
private struct RunRow: Canonical {
    let outcome: SimulatedRun.Outcome

    init(_ outcome: SimulatedRun.Outcome) {
        self.outcome = outcome
    }

    func write(to writer: inout CanonicalWriter) {
        let tally = outcome.tally
        writer.record { writer in
            writer.field("seed", outcome.order.seed)
            writer.field("good", outcome.isGood)
            writer.field("blocks", tally.blocks)
            writer.field("starting", tally.starting)
            writer.field("insideAtStart", tally.insideAtStart)
            writer.field("measured", tally.measured)
            writer.field("insideTarget", tally.insideTarget)
            writer.field("insidePeg", tally.insidePeg)
            writer.field("widest", tally.widest)
            writer.field("excursions", tally.excursions)
            writer.field("planned", tally.planned)
            writer.field("settled", tally.settled)
            writer.field("unwound", tally.unwound)
            writer.field("nothingFilled", tally.nothingFilled)
            writer.field("parked", tally.parked)
            writer.field("transfers", tally.transfers)
            writer.field("settledResult", tally.settledResult)
            writer.field("unwoundResult", tally.unwoundResult)
            writer.field("profit", outcome.attribution)
            writer.field("halts", tally.halts)
            writer.field("haltReasons", tally.haltReasons)
            writer.field("crashes", tally.crashes)
            writer.field("entries", tally.entries)
            writer.field("faults", outcome.faults.rows.map(FaultRow.init))
            writer.field("violations", outcome.violations.map(\.description))
            writer.field("heads", outcome.heads)
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}

private struct FaultRow: Canonical {
    let row: FaultTable.Row

    init(_ row: FaultTable.Row) {
        self.row = row
    }

    func write(to writer: inout CanonicalWriter) {
        writer.record { writer in
            writer.field("fault", row.fault.rawValue)
            writer.field("chances", row.chances)
            writer.field("struck", row.struck)
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        throw CanonicalError(.unknownChoice(0), at: reader.offset)
    }
}
