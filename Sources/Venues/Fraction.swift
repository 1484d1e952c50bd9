public import Numerics

/// An exact ratio of two 256-bit integers, compared through 512 bits.
public struct Fraction: Hashable, Sendable {
    public let numerator: UInt256
    public let denominator: UInt256

    /// Fails when the denominator is zero.
    @inlinable
    public init?(_ numerator: UInt256, over denominator: UInt256) {
        guard denominator != .zero else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// How the two values compare, whatever their terms: `1/2` and `2/4` are neither less nor greater.
    @inlinable
    public static func isLess(_ left: Fraction, than right: Fraction) -> Bool {
        let first = left.numerator.multipliedFullWidth(by: right.denominator)
        let second = right.numerator.multipliedFullWidth(by: left.denominator)
        if first.high != second.high { return first.high < second.high }
        return first.low < second.low
    }
}
