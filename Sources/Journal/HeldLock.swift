import Glibc

/// A file locked as long as this value lives. The kernel lets go when the process dies.
struct HeldLock: ~Copyable {
    private let descriptor: Int32

    /// Refuses with the holder's process id, which the holder wrote into the file.
    init(path: String) throws(JournalFailure) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(path: path, errorNumber: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = Self.holder(descriptor)
            close(descriptor)
            guard reason == EWOULDBLOCK else { throw .system(path: path, errorNumber: reason) }
            throw .held(path: path, holder: holder)
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0,
            unsafe pwrite(descriptor, text, text.count, 0) == text.count
        else {
            let reason = errno
            close(descriptor)
            throw .system(path: path, errorNumber: reason)
        }
        self.descriptor = descriptor
    }

    // Unlocked by name: a child forked a moment ago may still have the descriptor.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }
}
