/// An exact product of two 256-bit numbers, to be compared with another.
///
/// Not an integer type: products are compared here, and divided by `UInt256.dividingFullWidth`.
public struct UInt512: Hashable, Sendable, BitwiseCopyable {
    public let high: UInt256
    public let low: UInt256

    @inlinable
    public init(product left: UInt256, _ right: UInt256) {
        (high, low) = left.multipliedFullWidth(by: right)
    }

    @inlinable
    init(high: UInt256, low: UInt256) {
        self.high = high
        self.low = low
    }

    /// How far the two are apart.
    @inlinable
    public func distance(to other: UInt512) -> UInt512 {
        let (greater, lesser) = self < other ? (other, self) : (self, other)
        let (low, borrow) = greater.low.subtractingReportingOverflow(lesser.low)
        let high = greater.high &- lesser.high &- (borrow ? UInt256.one : .zero)
        return UInt512(high: high, low: low)
    }
}

extension UInt512: Comparable {
    @inlinable
    public static func < (left: UInt512, right: UInt512) -> Bool {
        left.high < right.high || (left.high == right.high && left.low < right.low)
    }
}

extension UInt512 {
    @inlinable
    public var leadingZeroBitCount: Int {
        high.isZero ? 256 + low.leadingZeroBitCount : high.leadingZeroBitCount
    }

    /// The exact product with a number of 64 bits.
    @inlinable
    public func multipliedFullWidth(by factor: UInt64) -> (high: UInt64, low: UInt512) {
        let lower = low.multipliedFullWidth(by: UInt256(factor))
        let upper = high.multipliedFullWidth(by: UInt256(factor))
        let (middle, carry) = upper.low.addingReportingOverflow(lower.high)
        // The factor has 64 bits, so the upper product's upper half has as many and a carry fits.
        let top = upper.high.limb0 &+ (carry ? 1 : 0)
        return (top, UInt512(high: middle, low: lower.low))
    }

    /// Divided by two to the `count`; `nil` when what is left has more than 256 bits.
    @inlinable
    public func shiftedDown(by count: Int, rounding: Rounding) -> UInt256? {
        guard count >= 0, leadingZeroBitCount + count >= 256 else { return nil }
        guard count > 0 else { return low }
        guard count < 256 else {
            let shifted = high >> (count - 256)
            let isExact = low.isZero && shifted << (count - 256) == high
            return rounding == .up && !isExact ? shifted.addingOne : shifted
        }
        let shifted = low >> count | high << (256 - count)
        let isExact = (shifted << count) == low
        return rounding == .up && !isExact ? shifted.addingOne : shifted
    }
}

extension UInt256 {
    @inlinable
    var addingOne: UInt256? {
        let (sum, overflow) = addingReportingOverflow(.one)
        return overflow ? nil : sum
    }
}
