import Glibc

/// The newest head ever acknowledged, in a small file outside the database.
///
/// An old backup and a database whose log was cut are both whole chains; only a second place can tell
/// that entries are missing. The file is written after the commit and not synced: after a power cut it
/// may lag behind the journal, but it is never ahead of it.
struct Witness: ~Copyable {
    let path: String
    private let descriptor: Int32
    private let hash = SHA256()

    init(path: String) throws(JournalFailure) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(path: path, errorNumber: errno) }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The head noted at a place, which is not made if nothing is there.
    static func read(_ path: String) throws(JournalFailure) -> ChainHead? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw .system(path: path, errorNumber: errno) }
            return nil
        }
        return try Witness(path: path, descriptor: descriptor).newest()
    }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    /// The head last noted; `nil` in a new file, or one whose only write a power cut took.
    func newest() throws(JournalFailure) -> ChainHead? {
        var bytes = [UInt8](repeating: 0, count: Self.count + 1)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw .system(path: path, errorNumber: errno) }
        guard count > 0, bytes.contains(where: { $0 != 0 }) else { return nil }
        let index = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let head = ChainHead(index: index, digest: Array(bytes[8..<40]))
        guard count == Self.count, Array(bytes.prefix(count)) == text(head) else {
            throw .damagedWitness(path: path)
        }
        return head
    }

    func note(_ head: ChainHead) throws(JournalFailure) {
        let bytes = text(head)
        guard unsafe pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw .system(path: path, errorNumber: errno)
        }
    }

    private static let count = 72

    /// The head and its own digest, within one sector, so that a torn write shows.
    private func text(_ head: ChainHead) -> [UInt8] {
        let bytes = ChainHead.fixed(head.index) + head.digest
        return bytes + hash.digest(of: bytes)
    }
}
