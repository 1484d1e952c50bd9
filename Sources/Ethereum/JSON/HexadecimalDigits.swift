/// Hexadecimal digits, each of them checked.
enum HexadecimalDigits {
    static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Two limbs from 32 digits, all of them at once; the top bits that are left in `valid` mark the bytes
    /// that were digits so far, those set in `wide` the bytes beyond ASCII.
    ///
    /// Eight bytes to a lane. Adding what is missing to 0x80 sets a byte's top bit from the wanted byte on,
    /// as long as the byte itself is below 0x80.
    @inline(__always)
    static func limbs(
        of text: SIMD4<UInt64>,
        valid: inout SIMD4<UInt64>,
        wide: inout SIMD4<UInt64>
    ) -> (first: UInt64, second: UInt64) {
        wide |= text
        let low = text & lanes(0x7F)
        let lower = low | lanes(0x20)
        let digits = (low &+ lanes(0x50)) & ~(low &+ lanes(0x46))
        let letters = (lower &+ lanes(0x1F)) & ~(lower &+ lanes(0x19)) & lanes(0x80)
        valid &= digits | letters
        // A letter's lower half counts from one: nine more, eight and one, make it a digit.
        let nibbles = (low & lanes(0x0F)) &+ ((letters &>> 4) | (letters &>> 7))
        // The first digit is in the lowest byte: pairs, fours and eights of digits move together.
        let pairs = ((nibbles &<< 4) | (nibbles &>> 8)) & SIMD4(repeating: 0x00FF_00FF_00FF_00FF)
        let fours = (pairs | (pairs &>> 8)) & SIMD4(repeating: 0x0000_FFFF_0000_FFFF)
        let eights = fours | (fours &>> 16)
        let first = (eights[0] & 0xFFFF_FFFF) | (eights[1] &<< 32)
        let second = (eights[2] & 0xFFFF_FFFF) | (eights[3] &<< 32)
        return (first.byteSwapped, second.byteSwapped)
    }

    /// Whether all that `limbs` was handed were digits.
    @inline(__always)
    static func areDigits(_ valid: SIMD4<UInt64>, _ wide: SIMD4<UInt64>) -> Bool {
        valid == lanes(0x80) && wide.anyBits & 0x8080_8080_8080_8080 == 0
    }

    /// The same byte in every place.
    @inline(__always)
    static func lanes(_ byte: UInt64) -> SIMD4<UInt64> {
        SIMD4(repeating: byte &* 0x0101_0101_0101_0101)
    }
}

extension SIMD4<UInt64> {
    /// All lanes in one, each bit set that is set in any.
    @inline(__always)
    var anyBits: UInt64 {
        let two = lowHalf | highHalf
        return two[0] | two[1]
    }
}
