import Numerics
import Vocabulary

/// Values to bytes, as contracts take them.
public enum ABIEncoder {
    /// Encodes the values one behind the other, as the arguments of a call.
    public static func encode(
        _ values: [ABIValue],
        as types: [ABIType]
    ) throws(ABIError) -> [UInt8] {
        var bytes: [UInt8] = []
        try append(values, as: types, to: &bytes)
        return bytes
    }

    /// Appends the heads and behind them the tails, to which offsets in the heads point.
    static func append(
        _ values: [ABIValue],
        as types: some Collection<ABIType>,
        to bytes: inout [UInt8]
    ) throws(ABIError) {
        guard values.count == types.count else {
            throw ABIError(.wrongCount(expected: types.count, found: values.count))
        }
        let base = bytes.count
        var offsets: [(place: Int, index: Int, type: ABIType)] = []
        for (index, type) in types.enumerated() {
            if type.isDynamic {
                offsets.append((bytes.count, index, type))
                bytes.append(contentsOf: repeatElement(0, count: 32))
            } else {
                try ABIError.at(index) { () throws(ABIError) in
                    try append(values[index], as: type, to: &bytes)
                }
            }
        }
        for (place, index, type) in offsets {
            let offset = UInt64(bytes.count - base)
            for byte in 0..<8 {
                bytes[place + 31 - byte] = UInt8(truncatingIfNeeded: offset >> (8 * byte))
            }
            try ABIError.at(index) { () throws(ABIError) in
                try append(values[index], as: type, to: &bytes)
            }
        }
    }

    private static func append(
        _ value: ABIValue,
        as type: ABIType,
        to bytes: inout [UInt8]
    ) throws(ABIError) {
        switch (type, value) {
        case (.bytes, .bytes(let content)): appendContent(content, to: &bytes)
        case (.string, .string(let text)): appendContent(Array(text.utf8), to: &bytes)
        case (.array(let element), .list(let values)):
            UInt256(UInt64(values.count)).appendBigEndian(to: &bytes)
            try append(values, as: repeatElement(element, count: values.count), to: &bytes)
        case (.fixedArray(let element, let count), .list(let values)):
            try append(values, as: repeatElement(element, count: count), to: &bytes)
        case (.tuple(let types), .list(let values)):
            try append(values, as: types, to: &bytes)
        default:
            try word(value, as: type).appendBigEndian(to: &bytes)
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
            throw ABIError(.mismatch(type))
        }
    }

    private static func leftAligned(_ bytes: [UInt8]) -> UInt256 {
        (UInt256(bigEndian: bytes) ?? .zero) << (8 * (32 - bytes.count))
    }

    private static func appendContent(_ content: [UInt8], to bytes: inout [UInt8]) {
        UInt256(UInt64(content.count)).appendBigEndian(to: &bytes)
        bytes += content
        bytes.append(contentsOf: repeatElement(0, count: (32 - content.count % 32) % 32))
    }
}

extension Int256 {
    /// Whether two's complement of this width holds it.
    func fits(_ bits: Int) -> Bool {
        let shift = 256 - bits
        return (self << shift) >> shift == self
    }
}
