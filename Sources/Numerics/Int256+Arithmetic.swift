// Sums, products and quotients of signed numbers, on the bits or on the magnitudes.

extension Int256 {
    @inlinable
    public func addingReportingOverflow(
        _ other: Int256
    ) -> (partialValue: Int256, overflow: Bool) {
        let sum = Int256(bitPattern: bitPattern &+ other.bitPattern)
        return (sum, isNegative == other.isNegative && sum.isNegative != isNegative)
    }

    @inlinable
    public func subtractingReportingOverflow(
        _ other: Int256
    ) -> (partialValue: Int256, overflow: Bool) {
        let difference = Int256(bitPattern: bitPattern &- other.bitPattern)
        return (difference, isNegative != other.isNegative && difference.isNegative != isNegative)
    }

    @inlinable
    public func multipliedReportingOverflow(
        by other: Int256
    ) -> (partialValue: Int256, overflow: Bool) {
        let (high, low) = magnitude.multipliedFullWidth(by: other.magnitude)
        let isNegative = isNegative != other.isNegative && !low.isZero
        let exact = high.isZero && Int256(magnitude: low, isNegative: isNegative) != nil
        return (Int256(bitPattern: bitPattern &* other.bitPattern), !exact)
    }

    /// The exact product: the upper half carries the sign.
    @inlinable
    public func multipliedFullWidth(by other: Int256) -> (high: Int256, low: UInt256) {
        let (high, low) = magnitude.multipliedFullWidth(by: other.magnitude)
        guard isNegative != other.isNegative else { return (Int256(bitPattern: high), low) }
        let negated = ~low &+ .one
        return (Int256(bitPattern: ~high &+ (negated.isZero ? .one : .zero)), negated)
    }

    @inlinable
    public func quotientAndRemainder(
        dividingBy other: Int256
    ) -> (quotient: Int256, remainder: Int256) {
        let (quotient, overflow) = dividedReportingOverflow(by: other)
        precondition(!overflow, "a quotient of two Int256 does not fit, or a division by zero")
        return (quotient, remainderReportingOverflow(dividingBy: other).partialValue)
    }

    /// Overflows for a divisor of zero, and for the least number divided by minus one.
    @inlinable
    public func dividedReportingOverflow(
        by other: Int256
    ) -> (partialValue: Int256, overflow: Bool) {
        guard other != .zero else { return (self, true) }
        let quotient = magnitude / other.magnitude
        let bits = isNegative == other.isNegative ? quotient : .zero &- quotient
        return (Int256(bitPattern: bits), self == .min && other == -1)
    }

    /// The remainder has the dividend's sign.
    @inlinable
    public func remainderReportingOverflow(
        dividingBy other: Int256
    ) -> (partialValue: Int256, overflow: Bool) {
        guard other != .zero else { return (self, true) }
        let remainder = magnitude % other.magnitude
        let bits = isNegative ? .zero &- remainder : remainder
        return (Int256(bitPattern: bits), self == .min && other == -1)
    }

    @inlinable
    public func dividingFullWidth(
        _ dividend: (high: Int256, low: UInt256)
    ) -> (quotient: Int256, remainder: Int256) {
        let isNegative = dividend.high.isNegative
        var (high, low) = (dividend.high.bitPattern, dividend.low)
        if isNegative {
            low = ~low &+ .one
            high = ~high &+ (low.isZero ? .one : .zero)
        }
        let (quotient, remainder) = magnitude.dividingFullWidth((high, low))
        guard
            let signed = Int256(
                magnitude: quotient,
                isNegative: isNegative != self.isNegative && !quotient.isZero
            )
        else { preconditionFailure("the quotient does not fit Int256") }
        return (signed, Int256(bitPattern: isNegative ? .zero &- remainder : remainder))
    }

    @inlinable
    public static func + (left: Int256, right: Int256) -> Int256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        precondition(!overflow, "a sum of two Int256 does not fit")
        return sum
    }

    @inlinable
    public static func - (left: Int256, right: Int256) -> Int256 {
        let (difference, overflow) = left.subtractingReportingOverflow(right)
        precondition(!overflow, "a difference of two Int256 does not fit")
        return difference
    }

    @inlinable
    public static func * (left: Int256, right: Int256) -> Int256 {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        precondition(!overflow, "a product of two Int256 does not fit")
        return product
    }

    @inlinable
    public static func / (left: Int256, right: Int256) -> Int256 {
        left.quotientAndRemainder(dividingBy: right).quotient
    }

    @inlinable
    public static func % (left: Int256, right: Int256) -> Int256 {
        left.quotientAndRemainder(dividingBy: right).remainder
    }

    @inlinable public static func += (left: inout Int256, right: Int256) { left = left + right }
    @inlinable public static func -= (left: inout Int256, right: Int256) { left = left - right }
    @inlinable public static func *= (left: inout Int256, right: Int256) { left = left * right }
    @inlinable public static func /= (left: inout Int256, right: Int256) { left = left / right }
    @inlinable public static func %= (left: inout Int256, right: Int256) { left = left % right }
}
