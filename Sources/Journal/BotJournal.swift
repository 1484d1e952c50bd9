public import Bot
import Vocabulary

/// A bot's journal: each step's entries in one durable commit, in binary and for people, and now and then
/// the bot's whole state, so that opening reads only what came after it.
///
/// 1. What `write` has returned for is there after a power cut, all of a step or none of it.
/// 2. A state is written only behind entries that it is the fold of.
/// 3. When the disk is full the ballast is given up, the step is written into its room, and from then on
///    every write says so: nothing new may begin.
public struct BotJournal: ~Copyable {
    private var journal: Journal
    private let segment: UInt64
    private let program: WritingProgram
    private var step: UInt64
    /// Whether there is no reserve of room: the bot must be told, again after every start.
    public private(set) var isShort: Bool

    /// Entries between two states: opening reads no more than these and one state.
    public static let usualSegment: UInt64 = 10_000

    public enum Outcome: Hashable, Sendable {
        case written
        /// Written too, into the last reserve of room.
        case short
    }

    /// What was written before: the newest state, if there is one, and all entries behind it.
    public struct Past: Sendable {
        public let state: [UInt8]?
        public let entries: [Entry]
        /// Who wrote the newest entries; `nil` in a new journal.
        public let program: WritingProgram?
    }

    /// Opens or makes a journal, proves it from its last state on, and notes which program goes on with it.
    /// Refuses what a program of newer rules wrote.
    public init(
        path: String,
        witness: String? = nil,
        ballast: Int = Journal.usualBallast,
        segment: UInt64 = usualSegment,
        program: WritingProgram
    ) throws(BotJournalFailure) {
        try self.init(
            taking: try Self.open(path, witness, ballast),
            segment: segment,
            program: program,
            wantsBallast: ballast > 0
        )
    }

    init(
        taking journal: consuming Journal,
        segment: UInt64,
        program: WritingProgram,
        wantsBallast: Bool
    ) throws(BotJournalFailure) {
        var journal = journal
        let step = try Self.lastStep(of: journal)
        if let written = try Self.past(of: journal).program, written.rules > program.rules {
            throw .newerRules(written: written.rules, known: program.rules)
        }
        var isShort = wantsBallast && journal.ballast == 0
        let record = JournalEntry(
            step: step,
            kind: WritingProgram.kind,
            bytes: program.canonicalBytes,
            view: program.canonicalJSON
        )
        try Self.append([record], to: &journal, &isShort)
        self.isShort = isShort
        self.journal = journal
        self.step = step
        self.program = program
        self.segment = max(segment, 1)
    }

    private static func open(
        _ path: String,
        _ witness: String?,
        _ ballast: Int
    ) throws(BotJournalFailure) -> Journal {
        do throws(JournalFailure) {
            return try Journal(path: path, witness: witness, ballast: ballast)
        } catch {
            throw .journal(error)
        }
    }

    public var head: ChainHead { journal.head }
    /// Where the newest state stands.
    public var sealed: UInt64? { journal.sealed }

    /// The bot as it was after the last entry.
    public func recovered() throws(BotJournalFailure) -> Bot {
        let past = try past()
        do throws(CanonicalError) {
            return try Bot(state: past.state, entries: past.entries)
        } catch {
            throw .state(index: journal.sealed ?? 0, error)
        }
    }

    public func past() throws(BotJournalFailure) -> Past {
        try Self.past(of: journal)
    }

    private static func past(of journal: borrowing Journal) throws(BotJournalFailure) -> Past {
        var (state, program): ([UInt8]?, WritingProgram?) = (nil, nil)
        var entries: [Entry] = []
        var next = journal.sealed ?? 1
        while true {
            let page = try entriesOf(journal, from: next, limit: page)
            for found in page {
                switch found.entry.kind {
                case JournalEntry.sealKind:
                    let sealed = try found.sealedState()
                    (state, program) = (sealed.state, sealed.program)
                case WritingProgram.kind: program = try found.program()
                default: entries.append(try found.botEntry())
                }
            }
            guard let last = page.last else { break }
            next = last.head.index + 1
        }
        return Past(state: state, entries: entries, program: program)
    }

    private static func lastStep(
        of journal: borrowing Journal
    ) throws(BotJournalFailure) -> UInt64 {
        try entriesOf(journal, from: journal.head.index, limit: 1).last?.entry.step ?? 0
    }

    private static func entriesOf(
        _ journal: borrowing Journal,
        from first: UInt64,
        limit: Int
    ) throws(BotJournalFailure) -> [RecordedEntry] {
        do throws(JournalFailure) {
            return try journal.entries(from: first, limit: limit)
        } catch {
            throw .journal(error)
        }
    }

    private static let page = 500

    /// One step's entries, durable when it returns. `bot` is as it is after that step.
    @discardableResult
    public mutating func write(
        _ entries: [Entry],
        of bot: borrowing Bot
    ) throws(BotJournalFailure) -> Outcome {
        let next = step &+ 1
        let records = entries.map { entry in
            let record = EntryRecord(entry)
            return JournalEntry(
                step: next,
                kind: record.kind,
                bytes: record.bytes,
                view: record.view
            )
        }
        try Self.append(records, to: &journal, &isShort)
        step = next
        if journal.head.index - (journal.sealed ?? 0) >= segment { try seal(bot) }
        return isShort ? .short : .written
    }

    private static func append(
        _ entries: [JournalEntry],
        to journal: inout Journal,
        _ isShort: inout Bool
    ) throws(BotJournalFailure) {
        do throws(JournalFailure) {
            do throws(JournalFailure) {
                try journal.append(entries)
            } catch .full where journal.ballast > 0 {
                try journal.releaseBallast()
                isShort = true
                try journal.append(entries)
            }
        } catch {
            throw .journal(error)
        }
    }

    /// A state only makes opening faster: on a disk without room it can wait.
    private mutating func seal(_ bot: borrowing Bot) throws(BotJournalFailure) {
        guard !isShort else { return }
        do throws(JournalFailure) {
            do throws(JournalFailure) {
                let state = SealedState(program: program, state: bot.state)
                try journal.seal(
                    step: step,
                    state: state.canonicalBytes,
                    view: state.view(bot.stateView)
                )
            } catch .full where journal.ballast > 0 {
                try journal.releaseBallast()
                isShort = true
            }
        } catch {
            throw .journal(error)
        }
    }
}
