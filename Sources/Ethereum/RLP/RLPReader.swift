public import Numerics

/// Reads items where they lie; a length is believed only as far as there are bytes.
public struct RLPReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    /// The next unread byte, counted from the start of the whole encoding.
    public private(set) var offset: Int

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
        offset = 0
    }

    /// Reads a part of other bytes; offsets are the slice's own.
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    public var isAtEnd: Bool { offset == bytes.endIndex }

    public func finish() throws(RLPError) {
        guard isAtEnd else { throw .trailingBytes(at: offset) }
    }

    public func nextIsList() throws(RLPError) -> Bool {
        guard !isAtEnd else { throw .truncated(at: offset) }
        return bytes[offset] >= 0xC0
    }

    public mutating func readBytes() throws(RLPError) -> ArraySlice<UInt8> {
        let start = offset
        guard !(try nextIsList()) else { throw .expectedBytes(at: start) }
        if bytes[start] < 0x80 {
            offset += 1
            return bytes[start...start]
        }
        let content = try readContent(short: 0x80)
        if content.count == 1, content[content.startIndex] < 0x80 {
            throw .notCanonical(at: start)
        }
        return content
    }

    /// Reads a list's header and answers a reader of its items.
    public mutating func readList() throws(RLPError) -> RLPReader {
        guard try nextIsList() else { throw .expectedList(at: offset) }
        return RLPReader(try readContent(short: 0xC0))
    }

    public mutating func readBytes(count: Int) throws(RLPError) -> ArraySlice<UInt8> {
        let start = offset
        let content = try readBytes()
        guard content.count == count else {
            throw .wrongLength(at: start, expected: count, found: content.count)
        }
        return content
    }

    public mutating func readInteger() throws(RLPError) -> UInt256 {
        let start = offset
        let content = try readBytes()
        guard content.first != 0 else { throw .leadingZero(at: start) }
        guard let value = UInt256(bigEndian: content) else { throw .integerTooLarge(at: start) }
        return value
    }

    public mutating func readShortInteger() throws(RLPError) -> UInt64 {
        let start = offset
        guard let value = UInt64(exactly: try readInteger()) else {
            throw .integerTooLarge(at: start)
        }
        return value
    }

    private mutating func readContent(short: UInt8) throws(RLPError) -> ArraySlice<UInt8> {
        let start = offset
        let head = Int(bytes[start] - short)
        guard head > 55 else { return try take(head, from: start + 1, of: start) }
        let lengthBytes = try take(head - 55, from: start + 1, of: start)
        guard lengthBytes.first != 0 else { throw .notCanonical(at: start) }
        var count = 0
        for byte in lengthBytes {
            guard count <= Int.max >> 8 else { throw .truncated(at: start) }
            count = count << 8 | Int(byte)
        }
        guard count > 55 else { throw .notCanonical(at: start) }
        return try take(count, from: lengthBytes.endIndex, of: start)
    }

    private mutating func take(
        _ count: Int,
        from first: Int,
        of item: Int
    ) throws(RLPError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - first else { throw .truncated(at: item) }
        offset = first + count
        return bytes[first..<offset]
    }
}
