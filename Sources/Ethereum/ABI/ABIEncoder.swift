import Numerics
import Vocabulary

/// Values to bytes, as contracts take them.
public enum ABIEncoder {
    /// Encodes the values one behind the other, as the arguments of a call.
    public static func encode(
        _ values: [ABIValue],
        as types: [ABIType]
    ) throws(ABIError) -> [UInt8] {
        guard values.count == types.count else {
            throw .wrongCount(expected: types.count, found: values.count)
        }
        var head: [UInt8] = []
        var tail: [UInt8] = []
        guard let headSize = ABIType.headSize(of: types) else {
            throw .wrongCount(expected: .max, found: values.count)
        }
        for (value, type) in zip(values, types) {
            let encoded = try encode(value, as: type)
            guard type.isDynamic else {
                head += encoded
                continue
            }
            UInt256(UInt64(headSize + tail.count)).appendBigEndian(to: &head)
            tail += encoded
        }
        return head + tail
    }

    private static func encode(
        _ value: ABIValue,
        as type: ABIType
    ) throws(ABIError) -> [UInt8] {
        switch (type, value) {
        case (.bytes, .bytes(let bytes)): return lengthPrefixed(bytes)
        case (.string, .string(let text)): return lengthPrefixed(Array(text.utf8))
        case (.array(let element), .list(let values)):
            let types = Array(repeating: element, count: values.count)
            return UInt256(UInt64(values.count)).bigEndianBytes
                + (try encode(values, as: types))
        case (.fixedArray(let element, let count), .list(let values)):
            guard values.count == count else {
                throw .wrongCount(expected: count, found: values.count)
            }
            return try encode(values, as: Array(repeating: element, count: count))
        case (.tuple(let types), .list(let values)):
            return try encode(values, as: types)
        default:
            return try word(value, as: type).bigEndianBytes
        }
    }

    /// The one word of a value that takes one; left-aligned for bytes.
    static func word(_ value: ABIValue, as type: ABIType) throws(ABIError) -> UInt256 {
        switch (type, value) {
        case (.unsigned(let bits), .unsigned(let number))
        where 256 - number.leadingZeroBitCount <= bits:
            return number
        case (.signed(let bits), .signed(let number)) where number.fits(bits):
            return number.bitPattern
        case (.address, .address(let address)):
            return address.word
        case (.bool, .bool(let flag)):
            return flag ? 1 : 0
        case (.fixedBytes(let count), .bytes(let bytes)) where bytes.count == count:
            return leftAligned(bytes)
        case (.function, .bytes(let bytes)) where bytes.count == 24:
            return leftAligned(bytes)
        default:
            throw .mismatch(type)
        }
    }

    private static func leftAligned(_ bytes: [UInt8]) -> UInt256 {
        (UInt256(bigEndian: bytes) ?? .zero) << (8 * (32 - bytes.count))
    }

    private static func lengthPrefixed(_ bytes: [UInt8]) -> [UInt8] {
        let padding = (32 - bytes.count % 32) % 32
        return UInt256(UInt64(bytes.count)).bigEndianBytes + bytes
            + [UInt8](repeating: 0, count: padding)
    }
}

extension Int256 {
    /// Whether two's complement of this width holds it.
    func fits(_ bits: Int) -> Bool {
        let shift = 256 - bits
        return (self << shift) >> shift == self
    }
}
