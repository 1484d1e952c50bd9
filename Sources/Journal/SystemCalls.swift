import Glibc

/// The module's one door to the kernel: every system call it makes outside SQLite goes through here.
///
/// A value made of closures, so that a test can put a kernel behind the door that refuses the first call,
/// then the second, and so on. Each closure is exactly one call; what a call needs around it, such as
/// going on after a signal or after half a write, is `OpenFile`'s.
struct SystemCalls: Sendable {
    let open: @Sendable (_ path: String, _ flags: Int32) throws(Refusal) -> Int32
    /// The descriptor is gone whatever the answer is.
    let close: @Sendable (_ descriptor: Int32) throws(Refusal) -> Void
    /// Never waits.
    let lock: @Sendable (_ descriptor: Int32) throws(Refusal) -> Void
    let unlock: @Sendable (_ descriptor: Int32) throws(Refusal) -> Void
    /// At most this many bytes; none at the end of the file.
    let read:
        @Sendable (_ descriptor: Int32, _ count: Int, _ offset: Int) throws(Refusal) -> [UInt8]
    /// How many of the bytes were written.
    let write:
        @Sendable (_ descriptor: Int32, _ bytes: ArraySlice<UInt8>, _ offset: Int)
            throws(Refusal) -> Int
    let empty: @Sendable (_ descriptor: Int32) throws(Refusal) -> Void
    let sync: @Sendable (_ descriptor: Int32) throws(Refusal) -> Void
    /// A second name for a file; refused where the name is taken.
    let link: @Sendable (_ path: String, _ name: String) throws(Refusal) -> Void
    let unlink: @Sendable (_ path: String) throws(Refusal) -> Void
    /// How many bytes a file has.
    let size: @Sendable (_ path: String) throws(Refusal) -> Int

    /// What the kernel gave as its reason.
    struct Refusal: Error, Hashable {
        let number: Int32
    }
}

extension SystemCalls {
    static let kernel = SystemCalls(
        open: { path, flags throws(Refusal) in
            try answer(unsafe Glibc.open(path, flags | O_CLOEXEC, 0o644))
        },
        close: { descriptor throws(Refusal) in _ = try answer(Glibc.close(descriptor)) },
        lock: { descriptor throws(Refusal) in
            _ = try answer(flock(descriptor, LOCK_EX | LOCK_NB))
        },
        unlock: { descriptor throws(Refusal) in _ = try answer(flock(descriptor, LOCK_UN)) },
        read: { descriptor, count, offset throws(Refusal) in
            var bytes = [UInt8](repeating: 0, count: count)
            let found = try answer(unsafe pread(descriptor, &bytes, count, offset))
            bytes.removeLast(count - found)
            return bytes
        },
        write: { descriptor, bytes, offset throws(Refusal) in
            try answer(
                unsafe bytes.withUnsafeBytes {
                    unsafe pwrite(descriptor, $0.baseAddress, $0.count, offset)
                }
            )
        },
        empty: { descriptor throws(Refusal) in _ = try answer(ftruncate(descriptor, 0)) },
        sync: { descriptor throws(Refusal) in _ = try answer(fsync(descriptor)) },
        link: { path, name throws(Refusal) in _ = try answer(unsafe Glibc.link(path, name)) },
        unlink: { path throws(Refusal) in _ = try answer(unsafe Glibc.unlink(path)) },
        size: { path throws(Refusal) in
            var status = stat()
            _ = try answer(unsafe stat(path, &status))
            return Int(status.st_size)
        }
    )

    private static func answer<Number: SignedInteger>(
        _ number: Number
    ) throws(Refusal) -> Number {
        guard number >= 0 else { throw Refusal(number: errno) }
        return number
    }

    /// Makes a call again for as long as a signal interrupts it, and names the file of any other refusal.
    func insist<Answer>(
        on path: String,
        _ call: () throws(Refusal) -> Answer
    ) throws(JournalFailure) -> Answer {
        while true {
            do throws(Refusal) {
                return try call()
            } catch {
                guard error.number == EINTR else {
                    throw .system(path: path, errorNumber: error.number)
                }
            }
        }
    }

    /// How many bytes a file has; `nil` if there is none.
    func size(at path: String) throws(JournalFailure) -> Int? {
        do throws(JournalFailure) {
            return try insist(on: path) { () throws(Refusal) in try size(path) }
        } catch {
            guard error == .system(path: path, errorNumber: ENOENT) else { throw error }
            return nil
        }
    }

    /// Waits until the disk has the names in a file's folder.
    func syncFolder(of path: String) throws(JournalFailure) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        try OpenFile(folder, O_RDONLY, self).sync()
    }

    /// Removes a file, if it is there.
    func remove(_ path: String) throws(JournalFailure) {
        do throws(JournalFailure) {
            try insist(on: path) { () throws(Refusal) in try unlink(path) }
        } catch {
            guard error == .system(path: path, errorNumber: ENOENT) else { throw error }
        }
    }
}
