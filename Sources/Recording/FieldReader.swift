import Numerics

/// Takes fields out of a part's body; what could be written in two ways is read in one.
struct FieldReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    typealias Fault = RecordingFailure.Contradiction

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func byte() throws(Fault) -> UInt8 {
        guard offset < bytes.count else { throw .short }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func raw(_ count: Int) throws(Fault) -> [UInt8] {
        guard count <= bytes.count - offset else { throw .short }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    mutating func count() throws(Fault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 70, by: 7) {
            let byte = try byte()
            let part = UInt64(byte & 0x7F)
            guard shift < 63 || part <= 1 else { throw .tooLarge }
            value |= part << shift
            if byte & 0x80 == 0 {
                guard byte != 0 || shift == 0 else { throw .notMinimal }
                return value
            }
        }
        throw .tooLarge
    }

    mutating func step(from old: UInt64) throws(Fault) -> UInt64 {
        let folded = try count()
        return old &+ (folded >> 1 ^ (0 &- (folded & 1)))
    }

    /// Another number than `old`.
    mutating func step(from old: UInt256) throws(Fault) -> UInt256 {
        let head = try byte()
        let width = Int(head >> 1)
        guard width <= 32 else { throw .tooLarge }
        guard width > 0 else { throw .notMinimal }
        var magnitude = UInt256.zero
        for index in 0..<width {
            let byte = try byte()
            if index == width - 1, byte == 0 { throw .notMinimal }
            magnitude = magnitude | UInt256(UInt64(byte)) << (8 * index)
        }
        guard let difference = Int256(magnitude: magnitude, isNegative: head & 1 == 1) else {
            throw .tooLarge
        }
        return old &+ difference.bitPattern
    }

    mutating func data() throws(Fault) -> [UInt8] {
        let count = try count()
        guard count <= UInt64(bytes.count - offset) else { throw .short }
        return try raw(Int(count))
    }
}
