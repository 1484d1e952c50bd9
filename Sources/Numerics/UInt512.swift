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
