import Bot
import Execution
import Journal
import Parity
import Routes
import Vocabulary

/// A journal that is read for one explanation.
struct ExplainSource: ~Copyable {
    let path: String
    private let reader: JournalReader

    enum Found {
        case verdict(RecordedVerdict)
        case trade(UInt64)
    }

    init(_ path: String) throws(Failure) {
        self.path = path
        do throws(JournalFailure) {
            reader = try JournalReader(path: path)
        } catch { throw JournalFailureText.explained(error, path: path) }
    }

    /// Shows every entry of the bot in order, with the settings and the program in force.
    func read(_ visit: (ExplainEntry) throws(Failure) -> Void) throws(Failure) {
        var (settings, program): (Settings?, WritingProgram?) = (nil, nil)
        var next: UInt64 = 1
        while true {
            let page = try page(from: next)
            guard let last = page.last else { return }
            next = last.head.index + 1
            for found in page {
                switch found.entry.kind {
                case JournalEntry.sealKind: continue
                case WritingProgram.kind:
                    program = try? WritingProgram(canonicalBytes: found.entry.bytes)
                default:
                    // What another version wrote is passed over; 'replay' says how much that is.
                    guard let entry = try? found.botEntry() else { continue }
                    if case .configured(let new) = entry.fact { settings = new }
                    try visit(
                        ExplainEntry(
                            index: found.head.index,
                            digest: JournalEntryText.hexadecimal(found.head.digest),
                            entry: entry,
                            settings: settings,
                            program: program
                        )
                    )
                }
            }
        }
    }

    private func page(from first: UInt64) throws(Failure) -> [RecordedEntry] {
        do throws(JournalFailure) {
            return try reader.entries(from: first, limit: 500)
        } catch { throw JournalFailureText.explained(error, path: path) }
    }

    /// What an id means; refuses one that means nothing, or more than one thing.
    func find(_ id: ExplainID) throws(Failure) -> Found {
        var search = ExplainSearch(id)
        try read { (entry) throws(Failure) in search.take(entry) }
        return try search.result(in: path)
    }
}

/// One of the bot's entries where it stands.
struct ExplainEntry {
    let index: UInt64
    /// Hexadecimal, without `0x`.
    let digest: String
    let entry: Entry
    let settings: Settings?
    let program: WritingProgram?
}

/// A verdict and what was in force when it was recorded.
struct RecordedVerdict {
    let index: UInt64
    let at: Instant
    let judgement: Judgement
    let settings: Settings?
    let program: WritingProgram?

    /// `nil` for anything else.
    init?(_ found: ExplainEntry) {
        guard case .judged(let judgement) = found.entry.fact else { return nil }
        index = found.index
        at = found.entry.at
        self.judgement = judgement
        settings = found.settings
        program = found.program
    }

    var route: Route? { settings?.fleet.routes.first { $0.name == judgement.route } }

    var situation: Situation? {
        route.map {
            Situation(route: $0, scene: judgement.scene, standing: judgement.standing)
        }
    }
}
