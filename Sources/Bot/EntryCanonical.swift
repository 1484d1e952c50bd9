import Execution
import Ledger
import Risk
import Routes
public import Vocabulary
import Watch

// The canonical form of an entry: its time and its fact, one name for every kind of fact.

extension Entry: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("at", at)
        writer.field("fact", fact)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(at: try reader.read(), try reader.read())
    }
}

extension Entry.Fact: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        let (number, name) = label
        switch self {
        case .began, .expired: writer.choice(number, name)
        case .configured(let settings): writer.choice(number, name, settings)
        case .judged(let judgement): writer.choice(number, name, judgement)
        case .planned(let trade): writer.choice(number, name, trade)
        case .sent(let transfer): writer.choice(number, name, transfer)
        case .replaced(let signed), .filledGap(let signed): writer.choice(number, name, signed)
        case .books(let entry): writer.choice(number, name, entry)
        case .closed(let trade): writer.choice(number, name, trade)
        case .told(let record): writer.choice(number, name, record)
        case .halted(let halt): writer.choice(number, name, halt)
        case .observed(let observation): writer.choice(number, name, observation)
        case .ordered(let command): writer.choice(number, name, command)
        case .legGivenUp, .transferOver, .legSigned, .attempted, .landed, .lane, .chain, .bridge,
            .expecting, .bridging, .parked, .resumed:
            writer.choice(number, name) { writer in writeParts(to: &writer) }
        }
    }

    private func writeParts(to writer: inout CanonicalWriter) {
        switch self {
        case .legSigned(let saga, let side, let signed, let booking):
            writer.field("saga", saga)
            writer.field("side", side)
            writer.field("signed", signed)
            writer.field("booking", booking)
        case .legGivenUp(let saga): writer.field("saga", saga)
        case .attempted(let saga, let attempt, let signed, let booking):
            writer.field("saga", saga)
            writer.field("attempt", attempt)
            writer.field("signed", signed)
            writer.field("booking", booking)
        case .landed(let account, let nonce, let inclusion, let landing):
            writer.field("account", account)
            writer.field("nonce", nonce)
            writer.field("inclusion", inclusion)
            writer.field("landing", landing)
        case .lane(let account, let event):
            writer.field("account", account)
            writer.field("event", event)
        case .chain(let chain, let fact):
            writer.field("chain", chain)
            writer.field("fact", fact)
        case .bridge(let lane, let event):
            writer.field("lane", lane)
            writer.field("event", event)
        case .expecting(let transfer, let booking):
            writer.field("transfer", transfer)
            writer.field("booking", booking)
        case .transferOver(let transfer): writer.field("transfer", transfer)
        case .bridging(let saga, let transfers):
            writer.field("saga", saga)
            writer.field("transfers", transfers)
        case .parked(let saga, let reason):
            writer.field("saga", saga)
            writer.field("reason", reason)
        case .resumed(let scope, let name):
            writer.field("scope", scope)
            writer.field("by", name)
        case .configured, .began, .judged, .planned, .sent, .replaced, .filledGap, .books,
            .closed, .told, .halted, .observed, .expired, .ordered:
            break
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        let number = try reader.choice()
        switch number {
        case 0: self = .configured(try reader.read())
        case 1: self = .began
        case 2: self = .judged(try reader.read())
        case 3: self = .planned(try reader.read())
        case 7: self = .sent(try reader.read())
        case 8: self = .replaced(try reader.read())
        case 9: self = .filledGap(try reader.read())
        case 16: self = .books(try reader.read())
        case 19: self = .closed(try reader.read())
        case 20: self = .told(try reader.read())
        case 21: self = .halted(try reader.read())
        case 23: self = .observed(try reader.read())
        case 24: self = .expired
        case 25: self = .ordered(try reader.read())
        default: self = try Self.parts(number, &reader, start)
        }
    }

    private static func parts(
        _ number: UInt8,
        _ reader: inout CanonicalReader,
        _ start: Int
    ) throws(CanonicalError) -> Self {
        switch number {
        case 4:
            return .legSigned(
                saga: try reader.read(),
                try reader.read(),
                try reader.read(),
                try reader.read()
            )
        case 5: return .legGivenUp(saga: try reader.read())
        case 6:
            return .attempted(
                saga: try reader.read(),
                try reader.read(),
                try reader.read(),
                try reader.read()
            )
        case 10:
            return .landed(
                try reader.read(),
                nonce: try reader.read(),
                try reader.read(),
                try reader.read()
            )
        case 11: return .lane(try reader.read(), try reader.read())
        case 12: return .chain(try reader.read(), try reader.read())
        case 13: return .bridge(try reader.read(), try reader.read())
        case 14: return .expecting(transfer: try reader.read(), try reader.read())
        case 15: return .transferOver(try reader.read())
        case 17:
            let (saga, transfers): (UInt64, [UInt64]) = (try reader.read(), try reader.read())
            guard transfers.count <= Saga.mostTransfers else {
                throw CanonicalError(.tooLarge, at: reader.offset)
            }
            return .bridging(saga: saga, transfers: transfers)
        case 18: return .parked(saga: try reader.read(), try reader.read())
        case 22: return .resumed(try reader.read(), by: try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }

    /// Its number in the binary form and its name everywhere else.
    var label: (number: UInt8, name: String) {
        switch self {
        case .configured: (0, "configured")
        case .began: (1, "began")
        case .judged: (2, "judged")
        case .planned: (3, "planned")
        case .legSigned: (4, "leg signed")
        case .legGivenUp: (5, "leg given up")
        case .attempted: (6, "attempted")
        case .sent: (7, "sent")
        case .replaced: (8, "replaced")
        case .filledGap: (9, "gap filled")
        case .landed: (10, "landed")
        case .lane: (11, "nonces")
        case .chain: (12, "chain")
        case .bridge: (13, "bridge")
        case .expecting: (14, "expecting")
        case .transferOver: (15, "transfer over")
        case .books: (16, BooksEntry.kind)
        case .bridging: (17, "bridging")
        case .parked: (18, "parked")
        case .closed: (19, "closed")
        case .told: (20, TradeRecord.kind)
        case .halted: (21, "halted")
        case .resumed: (22, "resumed")
        case .observed: (23, "observed")
        case .expired: (24, "expired")
        case .ordered: (25, "ordered")
        }
    }
}
