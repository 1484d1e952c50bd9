import Glibc

/// A file locked as long as this value lives. The kernel lets go when the process dies.
struct HeldLock: ~Copyable {
    private let file: OpenFile

    /// Refuses with the holder's process id, which the holder wrote into the file.
    init(path: String, calls: SystemCalls = .kernel) throws(JournalFailure) {
        let file = try OpenFile(path, O_RDWR | O_CREAT, calls)
        guard try file.lock() else {
            // Who has it is worth knowing; that somebody has it is the answer.
            throw .held(path: path, holder: (try? file.read(16)).flatMap(Self.holder))
        }
        try file.empty()
        try file.write(Array("\(getpid())\n".utf8))
        self.file = file
    }

    // Unlocked by name: a child forked a moment ago may still have the descriptor.
    deinit { file.unlock() }

    private static func holder(_ bytes: [UInt8]) -> Int32? {
        Int32(String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
    }
}
