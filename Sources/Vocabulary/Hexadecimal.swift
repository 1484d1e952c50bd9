/// Bytes as hexadecimal text, the way JSON-RPC and people write them.
public enum Hexadecimal {
    /// Reads pairs of hexadecimal digits of either case, with or without `0x` in front.
    public static func bytes(of text: String) throws(HexadecimalError) -> [UInt8] {
        var digits = Array(text.utf8)[...]
        if digits.starts(with: [0x30, 0x78]) { digits = digits.dropFirst(2) }
        guard digits.count % 2 == 0 else { throw .oddNumberOfDigits(digits.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
            let high = try value(of: digits[index], at: index)
            let low = try value(of: digits[index + 1], at: index + 1)
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// `0x` and two lower-case digits a byte.
    public static func text(of bytes: some Sequence<UInt8>) -> String {
        "0x" + digits(of: bytes)
    }

    /// Two lower-case digits a byte, and nothing in front.
    public static func digits(of bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }

    private static func value(
        of byte: UInt8,
        at index: Int
    ) throws(HexadecimalError) -> UInt8 {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: throw .notADigit(byte, at: index)
        }
    }
}

/// Why a text is not hexadecimal.
public enum HexadecimalError: Error, Hashable, Sendable {
    case oddNumberOfDigits(Int)
    /// The byte at this offset of the text is no hexadecimal digit.
    case notADigit(UInt8, at: Int)
    /// The digits are in order, and not as many as asked for.
    case wrongLength(expectedBytes: Int, found: Int)
}
