import Glibc

/// Copies of a journal, made while a bot writes it.
public enum Backup {
    /// Copies one consistent moment to a new file and proves the copy. Returns its head.
    ///
    /// Refuses to write over anything.
    @discardableResult
    public static func make(from path: String, to copy: String) throws(JournalFailure) -> ChainHead
    {
        // The reader judges the source first, so that a stranger's file is no backup.
        _ = try JournalReader(path: path)
        try claim(copy)
        do {
            let source = try Database(path: path, access: .read)
            let target = try Database(path: copy, access: .write)
            try source.copy(to: target)
            // A copy of its own needs no log beside it.
            try target.execute("PRAGMA journal_mode = DELETE")
        } catch {
            unsafe unlink(copy)
            throw error
        }
        let head = try JournalReader(path: copy).verify()
        try sync(copy)
        return head
    }

    /// Puts a proven backup where no journal is. The witness stays, so an old backup is refused when the
    /// restored journal is opened.
    @discardableResult
    public static func restore(
        _ copy: String,
        to path: String
    ) throws(JournalFailure) -> ChainHead {
        let lock = try HeldLock(path: Journal.lockPath(path))
        defer { extendLifetime(lock) }
        _ = try JournalReader(path: copy).verify()
        return try make(from: copy, to: path)
    }

    /// Makes the file, or refuses because one is there, or a log that would be taken for the copy's own.
    private static func claim(_ path: String) throws(JournalFailure) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(path: path, errorNumber: errno) }
        close(descriptor)
        for log in [path + "-wal", path + "-journal"] {
            var status = stat()
            guard unsafe stat(log, &status) == 0, status.st_size > 0 else { continue }
            unsafe unlink(path)
            throw .system(path: log, errorNumber: EEXIST)
        }
    }

    private static func sync(_ path: String) throws(JournalFailure) {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { String(path[...$0]) } ?? "."
        for place in [path, directory] {
            let descriptor = unsafe open(place, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .system(path: place, errorNumber: errno) }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw .system(path: place, errorNumber: errno) }
        }
    }
}
