// Exact decimal and hexadecimal text. From outside: typed errors, never traps.

/// Why a text is not the number it was read as.
public enum NumberTextError: Error, Hashable, Sendable {
    case empty
    /// The byte at this offset does not belong into a number of this base.
    case unexpectedByte(UInt8, at: Int)
    /// The digits are in order and their number does not fit 256 bits.
    case tooLarge
}

extension UInt256 {
    /// Reads decimal digits and nothing else: no sign, no separator, no space.
    public init(decimal text: String) throws(NumberTextError) {
        self = try Self.read(text, from: 0, base: 10)
    }

    /// Reads `0x` and hexadecimal digits of either case; leading zeros are allowed.
    public init(hexadecimal text: String) throws(NumberTextError) {
        let prefix = Array("0x".utf8)
        for (index, byte) in text.utf8.prefix(2).enumerated() where byte != prefix[index] {
            throw .unexpectedByte(byte, at: index)
        }
        guard text.utf8.count > 2 else { throw .empty }
        self = try Self.read(text, from: 2, base: 16)
    }

    private static func read(
        _ text: String,
        from start: Int,
        base: UInt64
    ) throws(NumberTextError) -> UInt256 {
        guard text.utf8.count > start else { throw .empty }
        var value = UInt256.zero
        var fits = true
        for (index, byte) in text.utf8.enumerated().dropFirst(start) {
            guard let digit = digit(byte), digit < base else {
                throw .unexpectedByte(byte, at: index)
            }
            // A number too large is still read to its end: a wrong byte behind it is the better answer.
            let (product, tooLarge) = value.multipliedReportingOverflow(by: UInt256(base))
            let (sum, carried) = product.addingReportingOverflow(UInt256(digit))
            if tooLarge || carried { fits = false }
            value = sum
        }
        guard fits else { throw .tooLarge }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x41...0x46: UInt64(byte - 0x37)
        case 0x61...0x66: UInt64(byte - 0x57)
        default: nil
        }
    }

    /// `0x` and the hexadecimal digits without leading zeros; `0x0` for zero.
    public var hexadecimal: String {
        "0x" + String(self, radix: 16)
    }
}

extension UInt256: CustomStringConvertible {
    /// The decimal digits.
    public var description: String {
        var chunks: [UInt64] = []
        var rest = self
        let chunk: UInt256 = 10_000_000_000_000_000_000
        while rest >= chunk {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: chunk)
            chunks.append(remainder.limb0)
            rest = quotient
        }
        var text = String(rest.limb0)
        for chunk in chunks.reversed() {
            let digits = String(chunk)
            text += String(repeating: "0", count: 19 - digits.utf8.count) + digits
        }
        return text
    }
}
