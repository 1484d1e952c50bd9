import Glibc

/// A file that is read once from its beginning, through a buffer; closed with this value.
struct SourceFile: ~Copyable {
    let path: String
    /// How many bytes it had when it was opened; zero for a pipe.
    let size: UInt64
    private let descriptor: Int32?
    private var buffer: [UInt8]
    /// What of the buffer has not been handed out.
    private var rest: Range<Int>
    private(set) var offset: UInt64 = 0

    private static let bufferSize = 1 << 18

    init(_ path: String) throws(RecordingFailure) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path: path, errorNumber: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw .system(path: path, errorNumber: number)
        }
        self.path = path
        self.descriptor = descriptor
        size = UInt64(max(0, status.st_size))
        buffer = [UInt8](repeating: 0, count: Self.bufferSize)
        rest = 0..<0
    }

    /// Bytes that are in memory already.
    init(bytes: [UInt8]) {
        path = ""
        descriptor = nil
        size = UInt64(bytes.count)
        buffer = bytes
        rest = 0..<bytes.count
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    /// Fewer bytes only where the file ends.
    mutating func read(_ count: Int) throws(RecordingFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(count, Self.bufferSize))
        while bytes.count < count {
            if rest.isEmpty {
                guard try fill() else { break }
            }
            let taken = min(count - bytes.count, rest.count)
            bytes += buffer[rest.lowerBound..<rest.lowerBound + taken]
            rest = rest.lowerBound + taken..<rest.upperBound
        }
        offset += UInt64(bytes.count)
        return bytes
    }

    /// The bytes up to the next line's end, without it; `nil` at the end of the file. A longer line is cut
    /// off there, and its rest is the next one.
    mutating func line(atMost most: Int) throws(RecordingFailure) -> [UInt8]? {
        var line: [UInt8] = []
        while line.count < most {
            if rest.isEmpty {
                guard try fill() else { return line.isEmpty ? nil : line }
            }
            let end = buffer[rest].firstIndex(of: 0x0A)
            let taken = min((end ?? rest.upperBound) - rest.lowerBound, most - line.count)
            line += buffer[rest.lowerBound..<rest.lowerBound + taken]
            let isWhole = rest.lowerBound + taken == end
            rest = rest.lowerBound + taken + (isWhole ? 1 : 0)..<rest.upperBound
            offset += UInt64(taken + (isWhole ? 1 : 0))
            if isWhole { return line }
        }
        return line
    }

    private mutating func fill() throws(RecordingFailure) -> Bool {
        guard let descriptor else { return false }
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 {
                rest = 0..<count
                return count > 0
            }
            guard errno == EINTR else { throw .system(path: path, errorNumber: errno) }
        }
    }
}

/// A new file that is written once from its beginning; closed with this value.
struct TargetFile: ~Copyable {
    let path: String
    private let descriptor: Int32

    /// Never replaces a file.
    init(_ path: String) throws(RecordingFailure) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(path: path, errorNumber: errno) }
        self.path = path
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(RecordingFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                throw .system(path: path, errorNumber: count == 0 ? EIO : errno)
            }
        }
    }

    /// Waits until the disk has all of it.
    func sync() throws(RecordingFailure) {
        // A pipe has no disk.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            throw .system(path: path, errorNumber: errno)
        }
    }
}
