// Sums, differences and products: exact, reporting and wrapping.

extension UInt256 {
    @inlinable
    public func addingReportingOverflow(
        _ other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        let (a0, c0) = limb0.addingReportingOverflow(other.limb0)
        let (a1, c1) = add(limb1, other.limb1, c0)
        let (a2, c2) = add(limb2, other.limb2, c1)
        let (a3, c3) = add(limb3, other.limb3, c2)
        return (UInt256(limbs: a0, a1, a2, a3), c3)
    }

    @inlinable
    public func subtractingReportingOverflow(
        _ other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        let (a0, b0) = limb0.subtractingReportingOverflow(other.limb0)
        let (a1, b1) = subtract(limb1, other.limb1, b0)
        let (a2, b2) = subtract(limb2, other.limb2, b1)
        let (a3, b3) = subtract(limb3, other.limb3, b2)
        return (UInt256(limbs: a0, a1, a2, a3), b3)
    }

    @inlinable
    public func multipliedReportingOverflow(
        by other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        let (high, low) = multipliedFullWidth(by: other)
        return (low, !high.isZero)
    }

    /// The exact 512-bit product.
    @inlinable
    public func multipliedFullWidth(by other: UInt256) -> (high: UInt256, low: UInt256) {
        var (r1, r2, r3): (UInt64, UInt64, UInt64)
        var (r4, r5, r6, r7): (UInt64, UInt64, UInt64, UInt64)
        let r0: UInt64
        (r1, r0) = multiply(limb0, other.limb0, 0, 0)
        (r2, r1) = multiply(limb0, other.limb1, r1, 0)
        (r3, r2) = multiply(limb0, other.limb2, r2, 0)
        (r4, r3) = multiply(limb0, other.limb3, r3, 0)

        (r5, r1) = multiply(limb1, other.limb0, r1, 0)
        (r5, r2) = multiply(limb1, other.limb1, r2, r5)
        (r5, r3) = multiply(limb1, other.limb2, r3, r5)
        (r5, r4) = multiply(limb1, other.limb3, r4, r5)

        (r6, r2) = multiply(limb2, other.limb0, r2, 0)
        (r6, r3) = multiply(limb2, other.limb1, r3, r6)
        (r6, r4) = multiply(limb2, other.limb2, r4, r6)
        (r6, r5) = multiply(limb2, other.limb3, r5, r6)

        (r7, r3) = multiply(limb3, other.limb0, r3, 0)
        (r7, r4) = multiply(limb3, other.limb1, r4, r7)
        (r7, r5) = multiply(limb3, other.limb2, r5, r7)
        (r7, r6) = multiply(limb3, other.limb3, r6, r7)
        return (UInt256(limbs: r4, r5, r6, r7), UInt256(limbs: r0, r1, r2, r3))
    }

    /// The sum modulo 2^256, as the EVM adds.
    @inlinable
    public static func &+ (left: UInt256, right: UInt256) -> UInt256 {
        left.addingReportingOverflow(right).partialValue
    }

    /// The difference modulo 2^256, as the EVM subtracts.
    @inlinable
    public static func &- (left: UInt256, right: UInt256) -> UInt256 {
        left.subtractingReportingOverflow(right).partialValue
    }

    /// The product modulo 2^256, as the EVM multiplies.
    @inlinable
    public static func &* (left: UInt256, right: UInt256) -> UInt256 {
        var (r1, r2, r3): (UInt64, UInt64, UInt64)
        let r0: UInt64
        var carry: UInt64
        (r1, r0) = multiply(left.limb0, right.limb0, 0, 0)
        (r2, r1) = multiply(left.limb0, right.limb1, r1, 0)
        (r3, r2) = multiply(left.limb0, right.limb2, r2, 0)
        r3 = r3 &+ left.limb0 &* right.limb3
        (carry, r1) = multiply(left.limb1, right.limb0, r1, 0)
        (carry, r2) = multiply(left.limb1, right.limb1, r2, carry)
        r3 = r3 &+ carry &+ left.limb1 &* right.limb2
        (carry, r2) = multiply(left.limb2, right.limb0, r2, 0)
        r3 = r3 &+ carry &+ left.limb2 &* right.limb1 &+ left.limb3 &* right.limb0
        return UInt256(limbs: r0, r1, r2, r3)
    }

    @inlinable
    public static func + (left: UInt256, right: UInt256) -> UInt256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        precondition(!overflow, "a sum of two UInt256 does not fit")
        return sum
    }

    @inlinable
    public static func - (left: UInt256, right: UInt256) -> UInt256 {
        let (difference, overflow) = left.subtractingReportingOverflow(right)
        precondition(!overflow, "a difference of two UInt256 is negative")
        return difference
    }

    @inlinable
    public static func * (left: UInt256, right: UInt256) -> UInt256 {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        precondition(!overflow, "a product of two UInt256 does not fit")
        return product
    }

    @inlinable public static func += (left: inout UInt256, right: UInt256) { left = left + right }
    @inlinable public static func -= (left: inout UInt256, right: UInt256) { left = left - right }
    @inlinable public static func *= (left: inout UInt256, right: UInt256) { left = left * right }
}

@inlinable @inline(__always)
func add(_ left: UInt64, _ right: UInt64, _ carry: Bool) -> (sum: UInt64, carry: Bool) {
    let (sum, first) = left.addingReportingOverflow(right)
    let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
    return (total, first != second)
}

@inlinable @inline(__always)
func subtract(
    _ left: UInt64,
    _ right: UInt64,
    _ borrow: Bool
) -> (difference: UInt64, borrow: Bool) {
    let (difference, first) = left.subtractingReportingOverflow(right)
    let (total, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
    return (total, first != second)
}

/// `left * right + first + second`, which always fits 128 bits.
@inlinable @inline(__always)
func multiply(
    _ left: UInt64,
    _ right: UInt64,
    _ first: UInt64,
    _ second: UInt64
) -> (high: UInt64, low: UInt64) {
    let total = UInt128(left) &* UInt128(right) &+ UInt128(first) &+ UInt128(second)
    return (UInt64(truncatingIfNeeded: total &>> 64), UInt64(truncatingIfNeeded: total))
}
