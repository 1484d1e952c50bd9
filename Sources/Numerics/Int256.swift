/// A signed integer of 256 bits in two's complement: the signed companion of `UInt256`.
///
/// Division truncates toward zero, as Swift's and the EVM's SDIV do.
@frozen
public struct Int256: Hashable, Sendable, BitwiseCopyable {
    /// The same bits as an unsigned number.
    public var bitPattern: UInt256

    @inlinable
    public init(bitPattern: UInt256) {
        self.bitPattern = bitPattern
    }

    /// The number of this magnitude and sign; `nil` when it does not fit.
    @inlinable
    public init?(magnitude: UInt256, isNegative: Bool) {
        let limit = Int256.min.bitPattern
        guard isNegative ? magnitude <= limit : magnitude < limit else { return nil }
        bitPattern = isNegative ? .zero &- magnitude : magnitude
    }

    @inlinable public var isNegative: Bool { bitPattern.limb3 &>> 63 == 1 }

    @inlinable public static var zero: Int256 { Int256(bitPattern: .zero) }
    @inlinable public static var min: Int256 {
        Int256(bitPattern: UInt256(limbs: 0, 0, 0, 1 &<< 63))
    }
    @inlinable public static var max: Int256 { Int256(bitPattern: ~min.bitPattern) }

    @inlinable
    public static func == (left: Int256, right: Int256) -> Bool {
        left.bitPattern == right.bitPattern
    }
}

extension Int256: Comparable {
    @inlinable
    public static func < (left: Int256, right: Int256) -> Bool {
        left.isNegative == right.isNegative
            ? left.bitPattern < right.bitPattern : left.isNegative
    }
}

extension Int256: CustomStringConvertible {
    public var description: String {
        (isNegative ? "-" : "") + magnitude.description
    }

    /// Reads an optional minus sign and decimal digits.
    public init(decimal text: String) throws(NumberTextError) {
        let isNegative = text.utf8.first == 0x2D
        let magnitude: UInt256
        do throws(NumberTextError) {
            magnitude = try UInt256(decimal: isNegative ? String(text.dropFirst()) : text)
        } catch {
            guard isNegative, case .unexpectedByte(let byte, let offset) = error else {
                throw error
            }
            throw .unexpectedByte(byte, at: offset + 1)
        }
        guard let value = Int256(magnitude: magnitude, isNegative: isNegative) else {
            throw .tooLarge
        }
        self = value
    }
}
