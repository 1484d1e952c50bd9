/// Durable memory: append-only, hash-chained, one writer.
///
/// An entry is acknowledged when `append` returns; from then on it survives a power cut.
public struct Journal: ~Copyable {
    /// What the entries so far hash to.
    public private(set) var head: ChainHead
    /// Where the last state entry stands: folding the entries from here on restores the state.
    public var sealed: UInt64? { lastSeal?.head.index }

    /// How many bytes of the disk are kept back for unwinding. At 0 no new trade may begin: a disk that is
    /// full would leave it half done.
    public private(set) var ballast: Int

    private let chain: Chain
    private let lock: HeldLock
    private let witness: Witness
    private var lastSeal: Seal?
    private let begin: Statement
    private let insertion: Statement
    private let end: Statement
    private let system: String?
    /// Whether a commit failed so that nobody knows what is on the disk.
    private var isUnknown = false

    public static func lockPath(_ path: String) -> String { path + ".lock" }

    /// Where the newest head is noted unless the caller names a better place, such as another disk.
    public static func witnessPath(_ path: String) -> String { path + ".witness" }

    /// A file beside the journal, given up when the disk is full.
    public static func ballastPath(_ path: String) -> String { path + ".ballast" }

    /// Room for some hundred steps.
    public static let usualBallast = 4 << 20

    /// Opens or makes a journal and proves it from its last seal on. Refuses a second writer, and a
    /// journal that lacks what its witness has seen. Opens without ballast if the disk has no room for it,
    /// since then open trades are to be unwound.
    public init(
        path: String,
        witness place: String? = nil,
        ballast: Int = usualBallast
    ) throws(JournalFailure) {
        try self.init(path: path, witness: place, ballast: ballast, system: nil)
    }

    /// `system` names the file system of SQLite that holds the database, if not the usual one; everything
    /// else goes through `calls`.
    init(
        path: String,
        witness place: String? = nil,
        ballast: Int,
        system: String?,
        calls: SystemCalls = .kernel
    ) throws(JournalFailure) {
        let lock = try HeldLock(path: Self.lockPath(path), calls: calls)
        try Database.rewriteLog(of: path, system: system)
        let database = try Database(path: path, access: .create, system: system)
        _ = try Schema.check(database)
        try database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        try Schema.migrate(database)
        let chain = Chain(database: database)
        let seals = try Seal.all(chain)
        // The state entry itself is proven too, so the start is the head before it.
        let start = try chain.stored((seals.last?.head.index ?? 1) - 1)
        let head = try chain.verify(after: start, seals: seals)
        let witness = try Witness(path: place ?? Self.witnessPath(path), calls: calls)
        try chain.compare(head, with: try witness.newest())
        try witness.note(head)
        let begin = try Statement("BEGIN IMMEDIATE", on: database)
        let end = try Statement("COMMIT", on: database)
        let insertion = try Statement(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)",
            on: database
        )
        self.ballast = try Self.makeBallast(ballast, beside: path, system)
        self.system = system
        self.head = head
        self.chain = chain
        self.lock = lock
        self.witness = witness
        self.insertion = insertion
        self.begin = begin
        self.end = end
        lastSeal = seals.last
    }

    /// One durable commit for all entries, or none of them. Returns the new head.
    @discardableResult
    public mutating func append(_ entries: [JournalEntry]) throws(JournalFailure) -> ChainHead {
        if let place = entries.firstIndex(where: { $0.kind == JournalEntry.sealKind }) {
            throw .reservedKind(index: place)
        }
        return try commit(entries, sealing: false)
    }

    /// Ends the segment: the state that all entries so far fold to, in one durable commit.
    @discardableResult
    public mutating func seal(
        step: UInt64,
        state: [UInt8],
        view: String = "{}"
    ) throws(JournalFailure) -> ChainHead {
        let kind = JournalEntry.sealKind
        return try commit(
            [JournalEntry(step: step, kind: kind, bytes: state, view: view)],
            sealing: true
        )
    }

    /// Entries from an index on, at most `limit` (the first entry has index 1).
    public func entries(
        from first: UInt64,
        limit: Int
    ) throws(JournalFailure) -> [RecordedEntry] {
        try chain.entries(from: max(first, 1), limit: limit)
    }

    /// Gives the ballast up, so that what is open can still be unwound on a full disk. Opening the journal
    /// again takes it back, if there is room by then.
    public mutating func releaseBallast() throws(JournalFailure) {
        try Database.remove(Self.ballastPath(chain.database.path), system: system)
        ballast = 0
    }

    private static func makeBallast(
        _ count: Int,
        beside path: String,
        _ system: String?
    ) throws(JournalFailure) -> Int {
        guard count > 0 else { return 0 }
        do throws(JournalFailure) {
            try Database.fill(ballastPath(path), count: count, system: system)
            return count
        } catch .full {
            return 0
        }
    }

    private mutating func commit(
        _ entries: [JournalEntry],
        sealing: Bool
    ) throws(JournalFailure) -> ChainHead {
        guard !isUnknown else { throw .unknownCommit }
        try Self.check(entries)
        guard !entries.isEmpty else { return head }
        do {
            try begin.run()
            var next = head
            for entry in entries {
                next = next.followed(by: entry, with: chain.hash)
                try insert(entry, at: next)
            }
            let seal = sealing ? try insertSeal(at: next) : lastSeal
            try end.run()
            head = next
            lastSeal = seal
            try witness.note(next)
        } catch {
            abandon(error)
            throw error
        }
        return head
    }

    /// A full disk is refused before anything is durable; after any other failure only opening again can
    /// tell whether the commit reached the disk.
    private mutating func abandon(_ failure: JournalFailure) {
        if chain.database.isInTransaction { try? chain.database.execute("ROLLBACK") }
        if case .full = failure, !chain.database.isInTransaction { return }
        isUnknown = true
    }

    private func insert(_ entry: JournalEntry, at head: ChainHead) throws(JournalFailure) {
        try insertion.bind(Int64(clamping: head.index), at: 1)
        try insertion.bind(Int64(bitPattern: entry.step), at: 2)
        try insertion.bind(entry.kind, at: 3)
        try insertion.bind(entry.bytes, at: 4)
        try insertion.bind(entry.view, at: 5)
        try insertion.bind(head.digest, at: 6)
        try insertion.run()
    }

    private func insertSeal(at head: ChainHead) throws(JournalFailure) -> Seal {
        let seal = Seal(
            number: (lastSeal?.number ?? 0) + 1,
            head: head,
            after: lastSeal?.link ?? ChainHead.empty.digest,
            with: chain.hash
        )
        let row = try Statement("INSERT INTO seals VALUES (?, ?, ?, ?)", on: chain.database)
        try row.bind(Int64(clamping: seal.number), at: 1)
        try row.bind(Int64(clamping: head.index), at: 2)
        try row.bind(head.digest, at: 3)
        try row.bind(seal.link, at: 4)
        _ = try row.step()
        return seal
    }

    private static func check(_ entries: [JournalEntry]) throws(JournalFailure) {
        guard entries.count <= JournalEntry.greatestStep else {
            throw .tooMany(count: entries.count)
        }
        for (place, entry) in entries.enumerated() {
            let count = max(entry.bytes.count, entry.view.utf8.count, entry.kind.utf8.count)
            guard count <= JournalEntry.greatestCount else {
                throw .tooLarge(index: place, count: count)
            }
        }
    }
}
