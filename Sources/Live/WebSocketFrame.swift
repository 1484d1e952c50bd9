/// One frame of RFC 6455, as it is on the wire.
struct WebSocketFrame: Hashable, Sendable {
    /// The last of its message.
    var isLast = true
    var kind: Kind
    var payload: [UInt8]

    enum Kind: UInt8, Sendable {
        case continuation = 0x0
        case text = 0x1
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xA

        var isControl: Bool { rawValue >= 8 }
    }

    static let mostControlBytes = 125

    /// As a client sends it: masked, each frame with a mask of its own that nobody can foresee.
    func encoded(mask: UInt32) -> [UInt8] {
        var bytes = [(isLast ? 0x80 : 0) | kind.rawValue]
        bytes.reserveCapacity(payload.count + 14)
        switch payload.count {
        case ...125: bytes.append(0x80 | UInt8(payload.count))
        case ...0xFFFF:
            bytes.append(0x80 | 126)
            bytes.append(bigEndian: UInt64(payload.count), count: 2)
        default:
            bytes.append(0x80 | 127)
            bytes.append(bigEndian: UInt64(payload.count), count: 8)
        }
        bytes.append(bigEndian: UInt64(mask), count: 4)
        for (index, byte) in payload.enumerated() {
            bytes.append(byte ^ UInt8(truncatingIfNeeded: mask >> (24 - 8 * UInt32(index & 3))))
        }
        return bytes
    }
}

/// What the other side of a WebSocket did that it must not.
public enum WebSocketFault: Error, Hashable, Sendable {
    /// A bit that stands for an extension nobody asked for.
    case reservedBit
    case unknownKind(UInt8)
    /// Servers don't mask.
    case masked
    case longControl
    case partedControl
    /// A length in more bytes than it needs, or with its highest bit set.
    case badLength
    case tooLarge(mostBytes: Int)
    /// A continuation of nothing, or a message inside another.
    case outOfOrder
    case notUTF8
    /// A close with half a reason, or one that is none.
    case badClose

    /// What the connection is closed with.
    var code: UInt16 {
        switch self {
        case .notUTF8: 1_007
        case .tooLarge: 1_009
        default: 1_002
        }
    }
}

/// Takes bytes as they come, and gives frames once they are whole.
///
/// What a head gives away is refused before the rest has come. After a fault nothing more is read.
struct WebSocketFrameReader: Sendable {
    /// Of one frame; so much and a head is kept at most.
    let mostBytes: Int
    private var bytes: [UInt8] = []
    private var start = 0

    init(mostBytes: Int) {
        self.mostBytes = mostBytes
    }

    var heldBytes: Int { bytes.count - start }

    mutating func append(_ more: [UInt8]) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes += more
    }

    /// `nil` until a whole frame has come.
    mutating func next() throws(WebSocketFault) -> WebSocketFrame? {
        let left = bytes.count - start
        guard left >= 1 else { return nil }
        let first = bytes[start]
        guard first & 0x70 == 0 else { throw .reservedBit }
        guard let kind = WebSocketFrame.Kind(rawValue: first & 0x0F) else {
            throw .unknownKind(first & 0x0F)
        }
        let isLast = first & 0x80 != 0
        guard isLast || !kind.isControl else { throw .partedControl }
        guard left >= 2 else { return nil }
        let second = bytes[start + 1]
        guard second & 0x80 == 0 else { throw .masked }
        guard !kind.isControl || second <= WebSocketFrame.mostControlBytes else {
            throw .longControl
        }
        guard let (count, head) = try length(second, left) else { return nil }
        guard left - head >= count else { return nil }
        let payload = Array(bytes[start + head..<start + head + count])
        start += head + count
        return WebSocketFrame(isLast: isLast, kind: kind, payload: payload)
    }

    /// Bytes of the payload and of the head before it.
    private func length(_ second: UInt8, _ left: Int) throws(WebSocketFault) -> (Int, Int)? {
        let width = second == 126 ? 2 : second == 127 ? 8 : 0
        guard left >= 2 + width else { return nil }
        guard width > 0 else { return (try checked(UInt64(second)), 2) }
        let count = bytes[start + 2..<start + 2 + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard count > (width == 2 ? 125 : 0xFFFF), count >> 63 == 0 else { throw .badLength }
        return (try checked(count), 2 + width)
    }

    private func checked(_ count: UInt64) throws(WebSocketFault) -> Int {
        guard count <= UInt64(mostBytes) else { throw .tooLarge(mostBytes: mostBytes) }
        return Int(count)
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: UInt64, count: Int) {
        for place in (0..<count).reversed() {
            append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(place))))
        }
    }
}
