public import Bot
public import Vocabulary

/// Which program goes on with a journal from here: a decision is explained by the rules it was made by.
public struct WritingProgram: Hashable, Sendable {
    /// As its version says.
    public let build: String
    public let rules: UInt64

    /// The kind of the journal's entries that hold one.
    public static let kind = "program"
    public static let mostBuildBytes = 128

    /// Fails for a build without a name or with too long a one.
    public init?(build: String, rules: UInt64 = Rules.version) {
        guard (1...Self.mostBuildBytes).contains(build.utf8.count) else { return nil }
        self.build = build
        self.rules = rules
    }
}

extension WritingProgram: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("build", build)
        writer.field("rules", rules)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let program = WritingProgram(build: try reader.read(), rules: try reader.read())
        self = try reader.whole(program, "program")
    }
}

/// What a segment is sealed by: the bot's state, and who wrote it.
struct SealedState: CanonicalRecord {
    let program: WritingProgram
    let state: [UInt8]

    func writeFields(to writer: inout CanonicalWriter) {
        writer.field("program", program)
        writer.field("state", data: state)
    }

    init(program: WritingProgram, state: [UInt8]) {
        self.program = program
        self.state = state
    }

    init(from reader: inout CanonicalReader) throws(CanonicalError) {
        program = try reader.read()
        state = try reader.data()
    }

    /// For people, with the state's own view in place of its bytes.
    func view(_ state: String) -> String {
        #"{"program":\#(program.canonicalJSON),"state":\#(state)}"#
    }
}

extension RecordedEntry {
    /// What the entry says to the bot.
    public func botEntry() throws(BotJournalFailure) -> Entry {
        do throws(CanonicalError) {
            return try Entry(EntryRecord(kind: entry.kind, bytes: entry.bytes))
        } catch {
            throw .entry(index: head.index, kind: entry.kind, error)
        }
    }

    func program() throws(BotJournalFailure) -> WritingProgram {
        do throws(CanonicalError) {
            return try WritingProgram(canonicalBytes: entry.bytes)
        } catch {
            throw .entry(index: head.index, kind: entry.kind, error)
        }
    }

    func sealedState() throws(BotJournalFailure) -> SealedState {
        do throws(CanonicalError) {
            return try SealedState(canonicalBytes: entry.bytes)
        } catch {
            throw .state(index: head.index, error)
        }
    }
}
