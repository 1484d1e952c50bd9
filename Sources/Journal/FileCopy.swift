import Glibc

/// A file copied byte for byte: what is damaged is kept as it is, for whoever looks into it later.
enum FileCopy {
    /// Writes over nothing, and returns once the disk has the copy.
    static func make(from path: String, to copy: String) throws(JournalFailure) {
        let source = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .system(path: path, errorNumber: errno) }
        defer { close(source) }
        let target = unsafe open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard target >= 0 else { throw .system(path: copy, errorNumber: errno) }
        defer { close(target) }
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe read(source, &chunk, chunk.count)
            guard count >= 0 else { throw .system(path: path, errorNumber: errno) }
            guard count > 0 else { break }
            var written = 0
            while written < count {
                let more = unsafe chunk.withUnsafeBytes {
                    unsafe write(target, $0.baseAddress?.advanced(by: written), count - written)
                }
                guard more > 0 else { throw .system(path: copy, errorNumber: errno) }
                written += more
            }
        }
        guard fsync(target) == 0 else { throw .system(path: copy, errorNumber: errno) }
    }
}
