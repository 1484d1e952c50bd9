import Glibc

/// The newest head ever acknowledged, in a small file outside the database.
///
/// An old backup and a database whose log was cut are both whole chains; only a second place can tell
/// that entries are missing. The file is written after the commit and not synced: after a power cut it
/// may lag behind the journal, but it is never ahead of it.
struct Witness: ~Copyable {
    private let file: OpenFile
    private let hash = SHA256()

    init(path: String, calls: SystemCalls = .kernel) throws(JournalFailure) {
        file = try OpenFile(path, O_RDWR | O_CREAT, calls)
    }

    /// The head noted at a place, which is not made if nothing is there.
    static func read(
        _ path: String,
        calls: SystemCalls = .kernel
    ) throws(JournalFailure) -> ChainHead? {
        do throws(JournalFailure) {
            return try Witness(reading: path, calls).newest()
        } catch {
            guard error == .system(path: path, errorNumber: ENOENT) else { throw error }
            return nil
        }
    }

    private init(reading path: String, _ calls: SystemCalls) throws(JournalFailure) {
        file = try OpenFile(path, O_RDONLY, calls)
    }

    /// The head last noted; `nil` in a new file, or one whose only write a power cut took.
    func newest() throws(JournalFailure) -> ChainHead? {
        let bytes = try file.read(Self.count + 1)
        guard bytes.contains(where: { $0 != 0 }) else { return nil }
        guard bytes.count == Self.count else { throw .damagedWitness(path: file.path) }
        let index = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let head = ChainHead(index: index, digest: Array(bytes[8..<40]))
        guard bytes == text(head) else { throw .damagedWitness(path: file.path) }
        return head
    }

    func note(_ head: ChainHead) throws(JournalFailure) {
        try file.write(text(head))
    }

    private static let count = 72

    /// The head and its own digest, within one sector, so that a torn write shows.
    private func text(_ head: ChainHead) -> [UInt8] {
        let bytes = ChainHead.fixed(head.index) + head.digest
        return bytes + hash.digest(of: bytes)
    }
}
