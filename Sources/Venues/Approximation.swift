public import Numerics
public import Vocabulary

/// A positive number to 63 significant bits: `mantissa * 2^exponent`, in integers only.
///
/// Sizing looks for the neighbourhood of an answer with it and then decides with exact quotes. It is
/// never an amount, never a price, and never leaves this module in a result. Every operation truncates,
/// so the same inputs give the same bits on every machine. Beyond 2^4096 numbers stay the largest, below
/// its inverse they are zero.
public struct Approximation: Hashable, Sendable {
    /// Zero, or with the top bit set.
    @usableFromInline let mantissa: UInt64
    @usableFromInline let exponent: Int

    @inlinable
    init(mantissa: UInt64, exponent: Int) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    @usableFromInline static var mostExponent: Int { 4096 }

    /// Keeps runaway products within bounds.
    @inlinable var bounded: Approximation {
        if exponent > Self.mostExponent { return .largest }
        return exponent < -Self.mostExponent ? .zero : self
    }

    @inlinable public static var largest: Approximation {
        Approximation(mantissa: .max, exponent: mostExponent)
    }
    @inlinable public static var zero: Approximation { Approximation(mantissa: 0, exponent: 0) }
    @inlinable public static var one: Approximation {
        Approximation(mantissa: 1 << 63, exponent: -63)
    }

    @inlinable public var isZero: Bool { mantissa == 0 }

    @inlinable
    public init(_ value: UInt64) {
        let shift = value.leadingZeroBitCount
        self = value == 0 ? .zero : Approximation(mantissa: value << shift, exponent: -shift)
    }

    @inlinable
    public init(_ value: UInt256) {
        let (l0, l1, l2, l3) = value.limbs
        if l3 != 0 {
            self.init(high: l3, low: l2, exponent: 192)
        } else if l2 != 0 {
            self.init(high: l2, low: l1, exponent: 128)
        } else if l1 != 0 {
            self.init(high: l1, low: l0, exponent: 64)
        } else {
            self.init(l0)
        }
    }

    /// `high` and what stands below it, where `exponent` is that of `high`'s lowest bit.
    @inlinable
    init(high: UInt64, low: UInt64, exponent: Int) {
        let shift = high.leadingZeroBitCount
        self.init(
            mantissa: shift == 0 ? high : high << shift | low >> (64 - shift),
            exponent: exponent - shift
        )
    }

    @inlinable
    public init(_ price: Price) {
        self = Approximation(price.numerator) / Approximation(price.denominator)
    }

    /// The integer below, or the largest there is.
    @inlinable public var floored: UInt256 {
        if exponent >= 193 { return .max }
        if exponent <= -64 || mantissa == 0 { return .zero }
        let value = UInt256(limbs: mantissa, 0, 0, 0)
        return exponent >= 0 ? value << exponent : value >> -exponent
    }
}

extension Approximation {
    @inlinable
    public static func * (left: Approximation, right: Approximation) -> Approximation {
        if left.mantissa == 0 || right.mantissa == 0 { return .zero }
        let product = left.mantissa.multipliedFullWidth(by: right.mantissa)
        return Approximation(
            high: product.high,
            low: product.low,
            exponent: left.exponent + right.exponent + 64
        ).bounded
    }

    /// Dividing by zero gives the largest number, which every caller takes as "beyond reach".
    @inlinable
    public static func / (left: Approximation, right: Approximation) -> Approximation {
        if left.mantissa == 0 { return .zero }
        if right.mantissa == 0 { return .largest }
        let exponent = left.exponent - right.exponent
        if left.mantissa < right.mantissa {
            let quotient = right.mantissa.dividingFullWidth((left.mantissa, 0)).quotient
            return Approximation(mantissa: quotient, exponent: exponent - 64).bounded
        }
        let quotient = right.mantissa.dividingFullWidth(
            (left.mantissa >> 1, left.mantissa << 63)
        ).quotient
        return Approximation(mantissa: quotient, exponent: exponent - 63).bounded
    }

    @inlinable
    public static func + (left: Approximation, right: Approximation) -> Approximation {
        if left.mantissa == 0 { return right }
        if right.mantissa == 0 { return left }
        let (big, small) = left.exponent >= right.exponent ? (left, right) : (right, left)
        let distance = big.exponent - small.exponent
        if distance >= 64 { return big }
        let (sum, carry) = big.mantissa.addingReportingOverflow(small.mantissa >> distance)
        return carry
            ? Approximation(mantissa: sum >> 1 | 1 << 63, exponent: big.exponent + 1).bounded
            : Approximation(mantissa: sum, exponent: big.exponent)
    }

    /// Zero where the difference would be negative.
    @inlinable
    public static func - (left: Approximation, right: Approximation) -> Approximation {
        if right.mantissa == 0 { return left }
        guard right < left else { return .zero }
        let distance = left.exponent - right.exponent
        if distance >= 64 { return left }
        let difference = left.mantissa - right.mantissa >> distance
        let shift = difference.leadingZeroBitCount
        return difference == 0
            ? .zero : Approximation(mantissa: difference << shift, exponent: left.exponent - shift)
    }

    /// Half of it.
    @inlinable public var halved: Approximation {
        Approximation(mantissa: mantissa, exponent: mantissa == 0 ? 0 : exponent - 1)
    }

    /// Newton's method on 128 bits, from a start that is within six per cent.
    @inlinable
    public func squareRoot() -> Approximation {
        if mantissa == 0 { return .zero }
        // A radicand of 128 bits with an even exponent has a root of 64 bits.
        let isOdd = exponent & 1 != 0
        let high = isOdd ? mantissa >> 1 : mantissa
        let low = isOdd ? mantissa << 63 : 0
        let half = (exponent - (isOdd ? 63 : 64)) / 2
        // With high = v * 2^64, v in [1/4, 1): the chord 1/3 + 2v/3 lies within six per cent.
        var root = 0x5555_5555_5555_5555 + (high / 3) << 1
        for _ in 0..<4 {
            guard root > high else { break }
            let quotient = root.dividingFullWidth((high, low)).quotient
            root = (root >> 1) &+ (quotient >> 1) &+ (root & quotient & 1)
        }
        let shift = root.leadingZeroBitCount
        return Approximation(mantissa: root << shift, exponent: half - shift)
    }
}

extension Approximation: Comparable {
    @inlinable
    public static func < (left: Approximation, right: Approximation) -> Bool {
        if left.mantissa == 0 || right.mantissa == 0 { return left.mantissa < right.mantissa }
        return left.exponent == right.exponent
            ? left.mantissa < right.mantissa : left.exponent < right.exponent
    }
}
