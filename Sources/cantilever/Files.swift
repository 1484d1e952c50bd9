import Ethereum
import Glibc

/// Files as the commands need them: every failure names the file and what to do.
enum Files {
    static let largestInput = 64 << 20

    /// The whole of a file, or of standard input for `-`.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : try open(path)
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        return try read(from: descriptor, named: path)
    }

    private static func read(
        from descriptor: Int32,
        named path: String
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(path, errno)
            }
            bytes += chunk.prefix(count)
            guard bytes.count <= largestInput else {
                throw Failure(.badData, "\(path): larger than \(largestInput >> 20) MiB")
            }
        }
    }

    /// Reads what nobody else may read into locked memory; answers how many bytes there were.
    static func readSecret(
        _ path: String,
        into memory: borrowing LockedMemory
    ) throws(Failure) -> Int {
        let descriptor = try open(path)
        defer { close(descriptor) }
        try refuseOpenPermissions(path, descriptor)
        return try readSecret(from: descriptor, named: path, into: memory)
    }

    static func readSecret(
        from descriptor: Int32,
        named name: String,
        into memory: borrowing LockedMemory
    ) throws(Failure) -> Int {
        var filled = 0
        var byte: UInt8 = 0
        while true {
            let count = unsafe Glibc.read(descriptor, &byte, 1)
            if count == 0 || (count == 1 && byte == 0x0A) { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(name, errno)
            }
            guard filled < memory.count else {
                throw Failure(.badData, "\(name): longer than \(memory.count) bytes")
            }
            memory[filled] = byte
            filled += 1
        }
        byte = 0
        // A line that was ended on another system.
        return filled > 0 && memory[filled - 1] == 0x0D ? filled - 1 : filled
    }

    /// A keystore that others can read is a keystore others can guess at.
    static func readPrivate(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = try open(path)
        defer { close(descriptor) }
        try refuseOpenPermissions(path, descriptor)
        // From the file that was checked, not from one that has taken its name since.
        return try read(from: descriptor, named: path)
    }

    /// A pipe or a terminal has one reader; a file has everybody whom its mode admits.
    static func refuseOpenPermissions(
        _ path: String,
        _ descriptor: Int32
    ) throws(Failure) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        guard !isFile || status.st_mode & 0o077 == 0 else {
            throw Failure(
                .permission,
                "\(path): others may read it; run 'chmod 600 \(path)' and try again"
            )
        }
    }

    /// Creates a file that only its owner may read, whole or not at all; never replaces one.
    static func createPrivate(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        try create(path, bytes, mode: 0o600)
    }

    private static func create(_ path: String, _ bytes: [UInt8], mode: mode_t) throws(Failure) {
        let draft = path + ".\(getpid()).draft"
        let descriptor = unsafe Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(draft, errno) }
        defer { unsafe unlink(draft) }
        do {
            defer { close(descriptor) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes {
                    unsafe write(descriptor, $0.baseAddress, $0.count)
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    throw failure(draft, errno)
                }
                rest = rest.dropFirst(count)
            }
            guard fsync(descriptor) == 0 else { throw failure(draft, errno) }
        }
        // A link fails where the name is taken; a rename would replace the file.
        guard unsafe link(draft, path) == 0 else { throw failure(path, errno) }
        try keepName(of: path)
    }

    /// Creates a file that everybody may read, whole or not at all; never replaces one.
    static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        try create(path, bytes, mode: 0o644)
    }

    /// Before the work whose result it is to hold.
    static func refuseExisting(_ path: String) throws(Failure) {
        guard unsafe access(path, F_OK) != 0 else { throw failure(path, EEXIST) }
    }

    /// Waits until the disk has a file's name as well as its bytes.
    private static func keepName(of path: String) throws(Failure) {
        let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let folder = end == path.startIndex ? "." : String(path[..<end])
        let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(folder, errno) }
    }

    /// Makes the folder and the ones above it, for its owner alone; refuses one that is there already and
    /// that others may change.
    static func makeFolder(_ path: String) throws(Failure) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part
            if unsafe mkdir(made, 0o700) != 0, errno != EEXIST { throw failure(made, errno) }
            made += "/"
        }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & 0o022 == 0 else {
            throw Failure(
                .permission,
                "\(path): others may replace files in it; run 'chmod 700 \(path)' and try again"
            )
        }
    }

    /// The names in a folder, in order.
    static func names(in folder: String) throws(Failure) -> [String] {
        guard let handle = unsafe opendir(folder) else { throw failure(folder, errno) }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while let entry = unsafe readdir(handle) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func open(_ path: String) throws(Failure) -> Int32 {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        return descriptor
    }

    private static func failure(_ path: String, _ number: Int32) -> Failure {
        switch number {
        case ENOENT, ENOTDIR: Failure(.noInput, "\(path): there is no such file")
        case EISDIR: Failure(.noInput, "\(path): is a folder, not a file")
        case EACCES, EPERM: Failure(.permission, "\(path): not permitted")
        case EEXIST: Failure(.badData, "\(path): exists already and is not replaced")
        default:
            Failure(.unavailable, "\(path): \(unsafe String(cString: strerror(number)))")
        }
    }
}
