import Glibc

/// A file that is closed with this value. Goes on after signals and after half a read or write; every
/// failure names the file.
struct OpenFile: ~Copyable {
    let path: String
    private let calls: SystemCalls
    private let descriptor: Int32

    /// A new file is one that everybody may read and its owner may write.
    init(_ path: String, _ flags: Int32, _ calls: SystemCalls) throws(JournalFailure) {
        descriptor = try calls.insist(on: path) { () throws(SystemCalls.Refusal) in
            try calls.open(path, flags)
        }
        self.path = path
        self.calls = calls
    }

    // Linux closes even when it reports a failure, and what must be on the disk was synced before.
    deinit { try? calls.close(descriptor) }

    /// Returns whether nobody else has it.
    func lock() throws(JournalFailure) -> Bool {
        do throws(JournalFailure) {
            try calls.insist(on: path) { () throws(SystemCalls.Refusal) in
                try calls.lock(descriptor)
            }
            return true
        } catch {
            guard error == .system(path: path, errorNumber: EWOULDBLOCK) else { throw error }
            return false
        }
    }

    /// Closing lets go too, so nothing is lost when this fails.
    func unlock() { try? calls.unlock(descriptor) }

    /// Fewer bytes only where the file ends.
    func read(_ count: Int, at offset: Int = 0) throws(JournalFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try calls.insist(on: path) { () throws(SystemCalls.Refusal) in
                try calls.read(descriptor, count - bytes.count, offset + bytes.count)
            }
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: Int = 0) throws(JournalFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try calls.insist(on: path) { () throws(SystemCalls.Refusal) in
                try calls.write(descriptor, rest, offset + rest.startIndex)
            }
            // No file of ours answers so; it must not be asked for ever.
            guard count > 0 else { throw .system(path: path, errorNumber: EIO) }
            rest = rest.dropFirst(count)
        }
    }

    func empty() throws(JournalFailure) {
        try calls.insist(on: path) { () throws(SystemCalls.Refusal) in
            try calls.empty(descriptor)
        }
    }

    func sync() throws(JournalFailure) {
        try calls.insist(on: path) { () throws(SystemCalls.Refusal) in
            try calls.sync(descriptor)
        }
    }
}
