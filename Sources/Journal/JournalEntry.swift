/// What the journal keeps. It does not know what an entry means.
public struct JournalEntry: Hashable, Sendable {
    /// The step of the bot that wrote it; all entries of one step are committed together.
    public let step: UInt64
    public let kind: String
    /// The canonical binary form.
    public let bytes: [UInt8]
    /// The same in JSON, for people.
    public let view: String

    public init(step: UInt64, kind: String, bytes: [UInt8], view: String) {
        self.step = step
        self.kind = kind
        self.bytes = bytes
        self.view = view
    }

    /// The kind of the entries that seal a segment. Only `seal` writes it.
    public static let sealKind = "seal"
    /// The most bytes an entry's binary form, view or kind may have.
    public static let greatestCount = 1 << 24
    /// The most entries one step may commit.
    public static let greatestStep = 4096
}

/// An entry at its place in the chain.
public struct RecordedEntry: Hashable, Sendable {
    public let entry: JournalEntry
    /// The head of the chain once this entry is in.
    public let head: ChainHead
}
