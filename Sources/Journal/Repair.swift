/// What repairing a journal would do: entries behind the last good one go, or nothing is to be done.
///
/// Only a torn tail can be cut. A fault before the last seal, or in SQLite's own pages, is a matter for a
/// backup: cutting there would drop entries that are whole.
public struct Repair: Hashable, Sendable {
    public let path: String
    /// The last entry that holds.
    public let head: ChainHead
    /// What is wrong behind it; `nil` if every row holds.
    public let fault: BrokenChain?
    /// How many rows would be cut.
    public let rows: UInt64
    /// The newest entry that was acknowledged, as far as the witness knows.
    public let acknowledged: UInt64?

    /// How many acknowledged entries are lost for good.
    public var lost: UInt64 { max(acknowledged ?? 0, head.index) - head.index }
    public var isNeeded: Bool { fault != nil || lost > 0 }

    /// Looks and changes nothing. Throws what can't be repaired.
    public init(planning path: String, witness: String? = nil) throws(JournalFailure) {
        try self.init(planning: path, witness: witness, calls: .kernel)
    }

    init(planning path: String, witness: String?, calls: SystemCalls) throws(JournalFailure) {
        let note = witness ?? Journal.witnessPath(path)
        let acknowledged = try Witness.read(note, calls: calls)
        let reader = try JournalReader(path: path)
        var good = ChainHead.empty
        var broken: BrokenChain?
        do throws(JournalFailure) {
            good = try reader.prove { good = $0.head }
        } catch {
            guard case .broken(let fault) = error, fault.fault != .brokenSeal else { throw error }
            broken = fault
        }
        // Whole segments are never cut.
        if let broken, good.index < (try reader.seals().last?.head.index ?? 0) {
            throw .broken(broken)
        }
        if let acknowledged, acknowledged.index <= good.index,
            try reader.head(at: acknowledged.index) != acknowledged
        {
            throw .rewritten(index: acknowledged.index)
        }
        self.path = path
        head = good
        fault = broken
        rows = try reader.rows(after: good.index)
        self.acknowledged = acknowledged?.index
    }

    public static func copyPath(_ path: String) -> String { path + ".before-repair" }

    /// Plans under the journal's lock, copies the files it will change as they are to `copyPath`, and carries
    /// the plan out. Refuses while a bot has the journal, and to write over a copy of anything else.
    ///
    /// The note of the newest entry changes last: a repair that was cut short still knows what is lost.
    public static func perform(
        on path: String,
        witness: String? = nil
    ) throws(JournalFailure) -> Repair {
        try perform(on: path, witness: witness, calls: .kernel)
    }

    static func perform(
        on path: String,
        witness: String?,
        calls: SystemCalls
    ) throws(JournalFailure) -> Repair {
        let lock = try HeldLock(path: Journal.lockPath(path), calls: calls)
        defer { extendLifetime(lock) }
        let plan = try Repair(planning: path, witness: witness, calls: calls)
        guard plan.isNeeded else { return plan }
        let note = witness ?? Journal.witnessPath(path)
        let copy = copyPath(path)
        var files = [(note, copy + ".witness")]
        if plan.fault != nil { files = [(path, copy), (path + "-wal", copy + "-wal")] + files }
        try keep(files, calls)
        if plan.fault != nil { try plan.cut() }
        try Witness(path: note, calls: calls).note(plan.head)
        return plan
    }

    /// Copies all of the files that are there, or leaves no copy.
    private static func keep(
        _ files: [(path: String, copy: String)],
        _ calls: SystemCalls
    ) throws(JournalFailure) {
        var made: [String] = []
        do throws(JournalFailure) {
            for file in files where try calls.size(at: file.path) != nil {
                // A repair that was cut short left a copy; it is as good as a new one.
                if try FileCopy.isMade(from: file.path, to: file.copy, calls: calls) { continue }
                try FileCopy.make(from: file.path, to: file.copy, calls: calls)
                made.append(file.copy)
            }
        } catch {
            for copy in made { try? calls.remove(copy) }
            throw error
        }
    }

    /// One commit: the journal is as before or repaired.
    private func cut() throws(JournalFailure) {
        try Database.rewriteLog(of: path, system: nil)
        let database = try Database(path: path, access: .write)
        try database.execute(
            """
            PRAGMA synchronous = FULL; BEGIN IMMEDIATE; DROP TRIGGER IF EXISTS entries_stay;
            DELETE FROM entries WHERE "index" > \(head.index);
            DELETE FROM seals WHERE "index" > \(head.index);
            \(Schema.entriesStay) COMMIT;
            """
        )
    }
}
