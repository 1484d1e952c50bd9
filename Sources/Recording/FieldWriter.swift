import Numerics

/// Puts fields into a part's body.
struct FieldWriter {
    private(set) var bytes: [UInt8] = []

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    /// Seven bits a byte, the lowest first.
    mutating func count(_ value: UInt64) {
        var value = value
        while value > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    /// From one number to another, round the end of all numbers where that is nearer.
    mutating func step(from old: UInt64, to new: UInt64) {
        let difference = Int64(bitPattern: new &- old)
        count(UInt64(bitPattern: difference << 1 ^ difference >> 63))
    }

    /// The difference's number of bytes and its sign, then those bytes, the lowest first.
    mutating func step(from old: UInt256, to new: UInt256) {
        let difference = Int256(bitPattern: new &- old)
        let magnitude = difference.magnitude
        let width = magnitude.significantByteCount
        bytes.append(UInt8(width << 1) | (difference.isNegative ? 1 : 0))
        for index in 0..<width {
            bytes.append(UInt8(truncatingIfNeeded: magnitude >> (8 * index)))
        }
    }

    /// Bytes behind their number.
    mutating func data(_ more: [UInt8]) {
        count(UInt64(more.count))
        bytes += more
    }
}
