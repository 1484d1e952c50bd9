import Accounts
import Journal
import Ledger
import Vocabulary

/// A journal's entries as other programs read them, one at a time.
struct JournalExport {
    enum Format: String, CaseIterable {
        case jsonl
        case trades
        case hledger
        case beancount

        init(named name: String) throws(Failure) {
            guard let format = Format(rawValue: name) else {
                let known = Format.allCases.map(\.rawValue)
                throw Failure(.usage, Suggestion.unknown("format", name, among: known))
            }
            self = format
        }
    }

    private let path: String
    private let format: Format
    private let first: UInt64
    private let trades: TradeTable
    private var books: BooksText
    private var text = ""
    /// What ended the export before its end.
    private var failure: Failure?

    private static let mostBuffered = 1 << 16

    /// Prints the entries from `first` on, each once it is proven, and up to the first that is not.
    static func run(
        _ path: String,
        as format: Format,
        names: AssetNames,
        from first: UInt64
    ) throws(Failure) {
        var export = JournalExport(path, format, names, from: first)
        do throws(JournalFailure) {
            _ = try JournalReader(path: path).prove { export.take($0) }
        } catch {
            try export.finish()
            throw JournalFailureText.explained(error, path: path)
        }
        try export.finish()
    }

    private init(_ path: String, _ format: Format, _ names: AssetNames, from first: UInt64) {
        self.path = path
        self.format = format
        self.first = first
        trades = TradeTable(names: names)
        books = BooksText(format == .beancount ? .beancount : .hledger, names: names)
        switch format {
        case .jsonl: break
        case .trades: text = TradeTable.heading
        case .hledger, .beancount: text = books.heading
        }
    }

    private mutating func take(_ found: RecordedEntry) {
        guard failure == nil else { return }
        do throws(Failure) {
            try add(found)
            if text.utf8.count >= Self.mostBuffered { try flush() }
        } catch { failure = error }
    }

    private mutating func add(_ found: RecordedEntry) throws(Failure) {
        let isShown = found.head.index >= first
        let kind = found.entry.kind
        switch format {
        case .jsonl:
            if isShown { text += JournalEntryText.json(found) + "\n" }
        case .trades where kind == TradeRecord.kind && isShown:
            let trade: TradeRecord = try read(found)
            try explain(found) { () throws(ExportRefusal) in text += try trades.row(of: trade) }
        case .hledger where kind == BooksEntry.kind, .beancount where kind == BooksEntry.kind:
            let entry: BooksEntry = try read(found)
            try explain(found) { () throws(ExportRefusal) in
                // What is reserved before the first entry shown may be posted after it.
                if isShown { text += try books.text(of: entry) } else { try books.skip(entry) }
            }
        case .trades, .hledger, .beancount: break
        }
    }

    private func read<Record: Canonical>(_ found: RecordedEntry) throws(Failure) -> Record {
        do throws(CanonicalError) {
            return try Record(canonicalBytes: found.entry.bytes)
        } catch {
            let what = "is no \(found.entry.kind) record of this version (byte \(error.offset))"
            throw Failure(.badData, "\(path): entry \(found.head.index) \(what)")
        }
    }

    private func explain(
        _ found: RecordedEntry,
        _ write: () throws(ExportRefusal) -> Void
    ) throws(Failure) {
        do throws(ExportRefusal) {
            try write()
        } catch {
            throw Failure(
                .badData,
                "\(path): entry \(found.head.index) \(ExportRefusalText.words(for: error))"
            )
        }
    }

    private mutating func flush() throws(Failure) {
        let ready = text
        text = ""
        try Terminal.hand(ready)
    }

    private mutating func finish() throws(Failure) {
        // What stands before a failure is proven and complete.
        if !text.isEmpty { try flush() }
        if let failure { throw failure }
    }
}
