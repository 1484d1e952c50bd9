import Numerics

/// Logarithms and powers of two in integers, in 48 binary places and the same on every machine.
enum BinaryLogarithm {
    /// The logarithm of a positive number, rounded down somewhere in its last few places.
    static func of(_ number: UInt64) -> UInt64 {
        precondition(number > 0, "zero has no logarithm")
        let whole = 63 - number.leadingZeroBitCount
        // Between one and two, with 63 binary places; each squaring brings one place out.
        var mantissa = number << number.leadingZeroBitCount
        var places: UInt64 = 0
        for _ in 0..<Fraction48.places {
            let square = mantissa.multipliedFullWidth(by: mantissa)
            places <<= 1
            if square.high >> 63 == 1 {
                places |= 1
                mantissa = square.high
            } else {
                mantissa = square.high << 1 | square.low >> 63
            }
        }
        return UInt64(whole) << 48 | places
    }

    /// Two to the power of a fraction below one, with 63 binary places.
    static func power(ofFraction fraction: UInt64) -> UInt64 {
        var product: UInt64 = 1 << 63
        for (index, root) in roots.enumerated() where fraction >> (47 - index) & 1 == 1 {
            let (high, low) = product.multipliedFullWidth(by: root)
            product = high << 1 | low >> 63
        }
        return product
    }

    /// Two to the power of minus `exponent`, in parts of 2^64; rounds to zero past 64 halvings.
    static func inversePower(_ exponent: UInt64) -> UInt64 {
        let fraction = exponent & (Fraction48.one - 1)
        let whole = exponent >> 48
        guard exponent > 0 else { return .max }
        if fraction == 0 { return whole > 64 ? 0 : 1 << (64 - whole) }
        return whole > 63 ? 0 : power(ofFraction: Fraction48.one - fraction) >> whole
    }

    /// The square root of two, its square root, and so on: 63 binary places each. Computed, so that no
    /// constant can be mistyped.
    private static let roots: [UInt64] = {
        var roots: [UInt64] = []
        var square = UInt256.one << 64
        for _ in 0..<Fraction48.places {
            let root = (square << 63).squareRoot()
            roots.append(UInt64(truncatingIfNeeded: root))
            square = root
        }
        return roots
    }()
}
