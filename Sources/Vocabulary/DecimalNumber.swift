public import Numerics

/// A decimal number as people write it, exactly: `digits` divided by ten to the `scale`.
///
/// For reading what people write and for showing them numbers. Nothing computes with it.
public struct DecimalNumber: Hashable, Sendable {
    public let digits: UInt256
    public let scale: UInt8

    public static let mostDecimals: UInt8 = 76

    /// Takes idle zeros off, so that equal numbers are equal values.
    public init(digits: UInt256, scale: UInt8) {
        var (digits, scale) = (digits, scale)
        while scale > 0 {
            let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
            guard remainder.isZero else { break }
            digits = quotient
            scale -= 1
        }
        self.digits = digits
        self.scale = scale
    }

    /// Reads `1`, `0.15`, `10_000.5`: digits, single underscores between digits, one point between digits.
    public init(_ text: String) throws(DecimalTextError) {
        var reader = Reader()
        for (index, byte) in text.utf8.enumerated() {
            try reader.take(byte, at: index)
        }
        self = try reader.finish(at: text.utf8.count)
    }

    /// The number times ten to the `decimals`, which must be whole.
    public func scaled(to decimals: UInt8) throws(DecimalTextError) -> UInt256 {
        guard scale <= decimals else { throw .tooManyDecimals(scale, atMost: decimals) }
        var scaled = digits
        for _ in 0..<(decimals - scale) {
            let (product, overflow) = scaled.multipliedReportingOverflow(by: 10)
            guard !overflow else { throw .tooLarge }
            scaled = product
        }
        return scaled
    }
}

/// Why a text is not the decimal number it was read as.
public enum DecimalTextError: Error, Hashable, Sendable {
    case empty
    /// A digit was expected at this offset; `nil` where the text ended instead.
    case expectedDigit(at: Int, found: UInt8?)
    /// A second point stands at this offset.
    case secondPoint(at: Int)
    case tooManyDecimals(UInt8, atMost: UInt8)
    case tooLarge
}

extension DecimalNumber: CustomStringConvertible {
    public var description: String {
        let text = digits.description
        guard scale > 0 else { return text }
        let padded = String(repeating: "0", count: max(0, Int(scale) + 1 - text.utf8.count)) + text
        return padded.dropLast(Int(scale)) + "." + padded.suffix(Int(scale))
    }
}

extension DecimalNumber {
    /// Reads a number byte by byte; after a point, an underscore and at the start a digit must follow.
    private struct Reader {
        private var digits = UInt256.zero
        private var scale: UInt8 = 0
        private var hasPoint = false
        private var needsDigit = true
        private var isEmpty = true
        private var fits = true

        mutating func take(_ byte: UInt8, at index: Int) throws(DecimalTextError) {
            isEmpty = false
            switch byte {
            case 0x30...0x39: append(byte - 0x30)
            case 0x5F where !needsDigit: needsDigit = true
            case 0x2E where hasPoint: throw .secondPoint(at: index)
            case 0x2E where !needsDigit:
                hasPoint = true
                needsDigit = true
            default: throw .expectedDigit(at: index, found: byte)
            }
        }

        private mutating func append(_ digit: UInt8) {
            needsDigit = false
            let (product, tooLarge) = digits.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt256(digit))
            if tooLarge || carried { fits = false }
            digits = sum
            if hasPoint { scale = min(scale + 1, DecimalNumber.mostDecimals + 1) }
        }

        func finish(at end: Int) throws(DecimalTextError) -> DecimalNumber {
            guard !isEmpty else { throw .empty }
            guard !needsDigit else { throw .expectedDigit(at: end, found: nil) }
            guard fits else { throw .tooLarge }
            guard scale <= DecimalNumber.mostDecimals else {
                throw .tooManyDecimals(scale, atMost: DecimalNumber.mostDecimals)
            }
            return DecimalNumber(digits: digits, scale: scale)
        }
    }
}
