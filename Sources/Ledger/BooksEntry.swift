public import Vocabulary

/// What one step told the books, as the journal keeps it: folded in order, these entries make the books.
public struct BooksEntry: Hashable, Sendable {
    public let at: Instant
    /// The plan it was for, if it was for one.
    public let plan: UInt64?
    /// In the order in which the books took them.
    public let events: [BookEvent]

    /// The kind of the journal's entries that hold one.
    public static let kind = "books"
    public static let mostEvents = 256

    /// Fails without events, and with too many of them.
    public init?(at: Instant, plan: UInt64?, events: [BookEvent]) {
        guard !events.isEmpty, events.count <= Self.mostEvents else { return nil }
        self.at = at
        self.plan = plan
        self.events = events
    }
}

extension BooksEntry: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("at", at)
        writer.field("plan", plan)
        writer.field("events", events)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let entry = BooksEntry(
            at: try reader.read(),
            plan: try reader.read(),
            events: try reader.read()
        )
        self = try reader.whole(entry, "books entry")
    }
}
