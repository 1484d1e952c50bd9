import Numerics

/// A decimal number with a unit behind it, as a person writes one: `15 bps`, `50 gwei`, `5 min`.
public struct Quantity: Hashable, Sendable {
    public let number: DecimalNumber
    /// Empty where none was written.
    public let unit: String

    /// Reads a number, then any spaces, then the unit.
    public init(_ text: String) throws(QuantityTextError) {
        let bytes = Array(text.utf8)
        let end = bytes.firstIndex { !Self.belongsToNumber($0) } ?? bytes.endIndex
        do throws(DecimalTextError) {
            number = try DecimalNumber(String(decoding: bytes[..<end], as: UTF8.self))
        } catch {
            throw .number(error)
        }
        unit = String(decoding: bytes[end...].drop { $0 == 0x20 }, as: UTF8.self)
    }

    private static func belongsToNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x5F
    }

    /// The number in units of which this many powers of ten, times a factor, make one.
    func counted(in units: [Unit]) throws(QuantityTextError) -> DecimalNumber {
        guard let match = units.first(where: { $0.name == unit }) else {
            throw .unit(unit, expected: units.map(\.name))
        }
        let (digits, overflow) = number.digits.multipliedReportingOverflow(by: match.factor)
        guard !overflow else { throw .number(.tooLarge) }
        return DecimalNumber(digits: digits, scale: number.scale)
    }

    func whole(in units: [Unit]) throws(QuantityTextError) -> UInt256 {
        let counted = try counted(in: units)
        do throws(DecimalTextError) {
            return try counted.scaled(to: 0)
        } catch {
            throw .number(error)
        }
    }

    struct Unit {
        let name: String
        let factor: UInt256
    }
}

/// Why a text is not the quantity it was read as.
public enum QuantityTextError: Error, Hashable, Sendable {
    case number(DecimalTextError)
    /// The unit is missing or unknown here.
    case unit(String, expected: [String])
}
