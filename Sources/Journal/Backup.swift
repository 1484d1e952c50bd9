import Glibc

/// Copies of a journal, made while a bot writes it.
public enum Backup {
    /// Copies one consistent moment to a new file and proves the copy. Returns its head.
    ///
    /// Refuses to write over anything. The copy has its name only once it is proven and on the disk.
    @discardableResult
    public static func make(from path: String, to copy: String) throws(JournalFailure) -> ChainHead
    {
        try make(from: path, to: copy, calls: .kernel)
    }

    /// Puts a proven backup where no journal is. The witness stays, so an old backup is refused when the
    /// restored journal is opened.
    @discardableResult
    public static func restore(
        _ copy: String,
        to path: String
    ) throws(JournalFailure) -> ChainHead {
        try restore(copy, to: path, calls: .kernel)
    }

    static func make(
        from path: String,
        to copy: String,
        calls: SystemCalls
    ) throws(JournalFailure) -> ChainHead {
        // The reader judges the source first, so that a stranger's file is no backup.
        _ = try JournalReader(path: path)
        // A log that is there would be taken for the copy's own.
        for log in [copy + "-wal", copy + "-journal"] where try calls.size(at: log) ?? 0 > 0 {
            throw .system(path: log, errorNumber: EEXIST)
        }
        return try Draft.make(copy, calls) { draft throws(JournalFailure) in
            defer { for end in ["-wal", "-shm", "-journal"] { try? calls.remove(draft + end) } }
            do {
                let source = try Database(path: path, access: .read)
                let target = try Database(path: draft, access: .create)
                try source.copy(to: target)
                // A copy of its own needs no log beside it.
                try target.execute("PRAGMA journal_mode = DELETE")
            }
            return try JournalReader(path: draft).verify()
        }
    }

    static func restore(
        _ copy: String,
        to path: String,
        calls: SystemCalls
    ) throws(JournalFailure) -> ChainHead {
        let lock = try HeldLock(path: Journal.lockPath(path), calls: calls)
        defer { extendLifetime(lock) }
        _ = try JournalReader(path: copy).verify()
        return try make(from: copy, to: path, calls: calls)
    }
}
