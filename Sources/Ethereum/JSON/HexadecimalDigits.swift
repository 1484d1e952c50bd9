/// Hexadecimal digits eight at a time, each of them checked.
enum HexadecimalDigits {
    static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// The 32 bits of eight digits, the first one in the lowest byte of `word`; what is not zero in
    /// `wrong` afterwards marks a byte that is no digit.
    @inline(__always)
    static func value(ofEight word: UInt64, wrong: inout UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones &* 0x80
        // Adding what is missing to 0x80 sets a byte's top bit from the wanted byte on, as long as the byte
        // itself is below 0x80.
        let low = word & ~tops
        let lower = low | (ones &* 0x20)
        let digits = (low &+ ones &* 0x50) & ~(low &+ ones &* 0x46)
        let letters = (lower &+ ones &* 0x1F) & ~(lower &+ ones &* 0x19)
        wrong |= (~(digits | letters) | word) & tops
        let nibbles = ((low & (ones &* 0x0F)) &+ ((letters & tops) &>> 7) &* 9).byteSwapped
        let pairs = (nibbles | nibbles &>> 4) & 0x00FF_00FF_00FF_00FF
        let quads = (pairs | pairs &>> 8) & 0x0000_FFFF_0000_FFFF
        return (quads | quads &>> 16) & 0xFFFF_FFFF
    }
}
