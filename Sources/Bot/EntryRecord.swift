import Ledger
public import Vocabulary

/// An entry as the journal keeps it: a kind, bytes and a view of them for people.
///
/// What others read too, the books and the trades, stands there in its own form, without the bot's around
/// it: its time is in it already.
public struct EntryRecord: Hashable, Sendable {
    public let kind: String
    /// The canonical form.
    public let bytes: [UInt8]
    /// The same in JSON.
    public let view: String

    /// For tests and for whoever has read them somewhere; an entry is read by `Entry(_:)`.
    public init(kind: String, bytes: [UInt8], view: String = "{}") {
        self.kind = kind
        self.bytes = bytes
        self.view = view
    }

    public init(_ entry: Entry) {
        kind = entry.fact.label.name
        switch entry.fact {
        case .books(let books):
            bytes = books.canonicalBytes
            view = books.canonicalJSON
        case .told(let trade):
            bytes = trade.canonicalBytes
            view = trade.canonicalJSON
        default:
            bytes = entry.canonicalBytes
            view = entry.canonicalJSON
        }
    }
}

extension Entry {
    /// Refuses bytes that are no entry of the kind the record names.
    public init(_ record: EntryRecord) throws(CanonicalError) {
        switch record.kind {
        case BooksEntry.kind:
            let books = try BooksEntry(canonicalBytes: record.bytes)
            self.init(at: books.at, .books(books))
        case TradeRecord.kind:
            let trade = try TradeRecord(canonicalBytes: record.bytes)
            self.init(at: trade.closed, .told(trade))
        default:
            let entry = try Entry(canonicalBytes: record.bytes)
            switch entry.fact {
            case .books, .told: throw CanonicalError(.invalid("a kind of its own"), at: 0)
            default: break
            }
            guard entry.fact.label.name == record.kind else {
                throw CanonicalError(.invalid(record.kind), at: 0)
            }
            self = entry
        }
    }
}
