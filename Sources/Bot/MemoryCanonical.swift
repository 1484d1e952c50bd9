import Execution
import Ledger
import Numerics
import Parity
import Risk
import Routes
import Vocabulary
import Watch

// The canonical form of everything the bot knows for good: what seals a segment of the journal.

extension Memory: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("settings", settings)
        writer.field("lanes", lanes)
        writer.field("errands", errands)
        writer.field("sagas", sagas)
        writer.field("gates", gates)
        writer.field("transfers", transfers)
        writer.field("books", books)
        writer.field("chains", chains)
        writer.field("routes", routes)
        writer.field("tallies", tallies)
        writer.field("stops", stops)
        writer.field("pools", pools)
        writer.field("lastSent", lastSent)
        writer.field("wantsCancel", wantsCancel)
        writer.field("nextSaga", nextSaga)
        writer.field("nextTransfer", nextTransfer)
        // Last and only where there are any: what was sealed before there were premises reads as ever.
        if !premises.isEmpty { writer.field("premises", premises) }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        settings = try reader.read()
        lanes = try reader.read()
        errands = try reader.read()
        sagas = try reader.read()
        gates = try reader.read()
        transfers = try reader.read()
        books = try reader.read()
        chains = try reader.read()
        routes = try reader.read()
        tallies = try reader.read()
        stops = try reader.read()
        pools = try reader.read()
        lastSent = try reader.read()
        wantsCancel = try reader.read()
        nextSaga = try reader.read()
        nextTransfer = try reader.read()
        if !reader.isAtEnd {
            premises = try reader.read()
            guard !premises.isEmpty else {
                throw CanonicalError(.invalid("no premises"), at: reader.offset)
            }
        }
        if let what = contradiction { throw CanonicalError(.invalid(what), at: reader.offset) }
    }

    /// What no fold of entries can have made.
    private var contradiction: String? {
        if Self.repeats(lanes.map(\.key)) { return "an account's nonces twice" }
        if Self.repeats(gates.map(\.lane)) { return "a lane's gate twice" }
        if Self.repeats(chains.map(\.chain)) { return "a chain twice" }
        if Self.repeats(premises.map(\.chain)) { return "a chain's premises twice" }
        if Self.repeats(routes.map(\.name)) { return "a route twice" }
        if Self.repeats(lastSent.map(\.lane)) { return "a lane twice" }
        if Self.repeats(sagas.map(\.number)) { return "a trade twice" }
        if Self.repeats(transfers.map(\.number)) { return "a transfer twice" }
        if sagas.map(\.number) != tallies.map(\.saga) { return "trades without their sums" }
        if sagas.contains(where: { $0.number >= nextSaga }) { return "a trade to come" }
        if transfers.contains(where: { $0.number >= nextTransfer }) { return "a transfer to come" }
        return nil
    }

    private static func repeats<Key: Hashable>(_ keys: [Key]) -> Bool {
        Set(keys).count != keys.count
    }
}

extension Memory.RememberedChain: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("memory", memory)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(chain: try reader.read(), memory: try reader.read())
    }
}

extension Memory.ChainPremises: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("chain", chain)
        writer.field("premises", premises)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(chain: try reader.read(), premises: try reader.read())
    }
}

extension Memory.RememberedRoute: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("name", name)
        writer.field("limits", limits)
        writer.field("verdict", verdict)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            name: try reader.read(),
            limits: try reader.read(),
            verdict: try reader.read()
        )
    }
}

extension Memory.LastSent: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("lane", lane)
        writer.field("at", at)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(lane: try reader.read(), at: try reader.read())
    }
}

extension Memory.TransferRecord: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("number", number)
        writer.field("lane", lane)
        writer.field("amount", amount)
        writer.field("delivered", delivered)
        writer.field("since", since)
        writer.field("arrival", arrival)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            number: try reader.read(),
            lane: try reader.read(),
            amount: try reader.read(),
            delivered: try reader.read(),
            since: try reader.read(),
            arrival: try reader.read()
        )
    }
}

extension Errand: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("account", account)
        writer.field("nonce", nonce)
        writer.field("purpose", purpose)
        writer.field("booking", booking)
        writer.field("landing", landing)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            account: try reader.read(),
            nonce: try reader.read(),
            purpose: try reader.read(),
            booking: try reader.read(),
            landing: try reader.read()
        )
    }
}

extension Errand.Purpose: Canonical {
    func write(to writer: inout CanonicalWriter) {
        switch self {
        case .leg(let saga, let side):
            writer.choice(0, "leg") { writer in
                writer.field("saga", saga)
                writer.field("side", side)
            }
        case .mending(let saga): writer.choice(1, "mending", saga)
        case .send(let lane, let transfer):
            writer.choice(2, "send") { writer in
                writer.field("lane", lane)
                writer.field("transfer", transfer)
            }
        case .gap: writer.choice(3, "gap")
        }
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .leg(saga: try reader.read(), try reader.read())
        case 1: self = .mending(saga: try reader.read())
        case 2: self = .send(try reader.read(), transfer: try reader.read())
        case 3: self = .gap
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension VerdictKind: CanonicalRecord {
    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("name", name)
        writer.field("rule", rule)
        writer.field("subject", subject)
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        name = try reader.read()
        rule = try reader.read()
        subject = try reader.read()
    }
}
