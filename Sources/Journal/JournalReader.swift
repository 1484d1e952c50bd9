/// Reads a journal, also while a bot writes it. Never changes an entry.
public struct JournalReader: ~Copyable {
    private let chain: Chain

    public init(path: String) throws(JournalFailure) {
        try self.init(path: path, system: nil)
    }

    /// `system` names the file system of SQLite that holds the database, if not the usual one.
    init(path: String, system: String?) throws(JournalFailure) {
        let database = try Database(path: path, access: .read, system: system)
        guard try Schema.check(database) > 0 else { throw .notAJournal(path: path) }
        chain = Chain(database: database)
    }

    /// Entries from an index on, at most `limit` (the first entry has index 1).
    public func entries(
        from first: UInt64,
        limit: Int
    ) throws(JournalFailure) -> [RecordedEntry] {
        try chain.entries(from: max(first, 1), limit: limit)
    }

    /// Proves every page, entry and seal, and returns the head. Reads the whole file.
    public func verify() throws(JournalFailure) -> ChainHead {
        try prove(nil)
    }

    /// The same, and that no entry is missing which the witness saw acknowledged.
    public func verify(witness place: String) throws(JournalFailure) -> ChainHead {
        try verify(witness: place, calls: .kernel)
    }

    func verify(
        witness place: String,
        calls: SystemCalls
    ) throws(JournalFailure) -> ChainHead {
        // Read first: a bot that goes on writing makes the journal newer than the witness, never older.
        let newest = try Witness.read(place, calls: calls)
        let head = try verify()
        try chain.compare(head, with: newest)
        return head
    }

    /// Proves every page, entry and seal, shows each entry once it is proven, and returns the head.
    public func prove(
        _ visit: ((RecordedEntry) -> Void)?
    ) throws(JournalFailure) -> ChainHead {
        // One transaction, so that a writer's commits come all or not at all.
        try chain.database.execute("BEGIN")
        defer { try? chain.database.execute("COMMIT") }
        let head = try chain.verify(after: .empty, seals: try Seal.all(chain), visit: visit)
        let pages = try Statement("PRAGMA integrity_check(1)", on: chain.database)
        guard try pages.step(), let verdict = pages.text(0), verdict == "ok" else {
            throw .damaged(path: chain.database.path, message: pages.text(0) ?? "")
        }
        return head
    }

    func head(at index: UInt64) throws(JournalFailure) -> ChainHead { try chain.stored(index) }

    func seals() throws(JournalFailure) -> [Seal] { try Seal.all(chain) }

    func rows(after index: UInt64) throws(JournalFailure) -> UInt64 {
        let query = #"SELECT count(*) FROM entries WHERE "index" > \#(index)"#
        return UInt64(clamping: try chain.database.number(query) ?? 0)
    }
}
