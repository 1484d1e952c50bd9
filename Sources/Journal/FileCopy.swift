import Glibc

/// A file copied byte for byte: what is damaged is kept as it is, for whoever looks into it later.
enum FileCopy {
    /// Writes over nothing, and returns once the disk has the copy.
    static func make(
        from path: String,
        to copy: String,
        calls: SystemCalls = .kernel
    ) throws(JournalFailure) {
        try Draft.make(copy, calls) { draft throws(JournalFailure) in
            let source = try OpenFile(path, O_RDONLY, calls)
            let target = try OpenFile(draft, O_WRONLY | O_CREAT | O_EXCL, calls)
            var offset = 0
            while true {
                let chunk = try source.read(chunkCount, at: offset)
                if chunk.isEmpty { break }
                try target.write(chunk, at: offset)
                offset += chunk.count
            }
        }
    }

    /// Whether the copy is there already, byte for byte.
    static func isMade(
        from path: String,
        to copy: String,
        calls: SystemCalls
    ) throws(JournalFailure) -> Bool {
        guard let size = try calls.size(at: copy), try calls.size(at: path) == size else {
            return false
        }
        let source = try OpenFile(path, O_RDONLY, calls)
        let target = try OpenFile(copy, O_RDONLY, calls)
        for offset in stride(from: 0, to: size, by: chunkCount)
        where try source.read(chunkCount, at: offset) != target.read(chunkCount, at: offset) {
            return false
        }
        return true
    }

    private static let chunkCount = 1 << 20
}
