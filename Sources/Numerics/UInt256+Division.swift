// Long division in base 2^64. The dividend's upper half is the first remainder, each of its four lower
// limbs gives one digit of the quotient; how a digit is found depends on the divisor's length.

extension UInt256 {
    /// Divides a 512-bit number; traps on zero and when the quotient does not fit.
    @inlinable
    public func dividingFullWidth(
        _ dividend: (high: UInt256, low: UInt256)
    ) -> (quotient: UInt256, remainder: UInt256) {
        precondition(!isZero, "division by zero")
        precondition(dividend.high < self, "the quotient does not fit UInt256")
        if limb2 | limb3 != 0 { return divideByLong(dividend.high, dividend.low) }
        if limb1 != 0 { return divideByTwoLimbs(dividend.high, dividend.low) }
        return divideByOneLimb(dividend.high.limb0, dividend.low)
    }

    @inlinable
    public func quotientAndRemainder(
        dividingBy other: UInt256
    ) -> (quotient: UInt256, remainder: UInt256) {
        precondition(!other.isZero, "division by zero")
        guard other <= self else { return (.zero, self) }
        if other.limb2 | other.limb3 != 0 { return other.divideByLong(.zero, self) }
        if other.limb1 != 0 { return other.divideByTwoLimbs(.zero, self) }
        return other.divideByOneLimb(0, self)
    }

    @inlinable
    func divideByOneLimb(
        _ high: UInt64,
        _ low: UInt256
    ) -> (quotient: UInt256, remainder: UInt256) {
        let shift = UInt64(truncatingIfNeeded: limb0.leadingZeroBitCount)
        let divisor =
            limb0 == 1_000_000_000_000_000_000
            ? OneLimbDivisor.ether : OneLimbDivisor(normalized: limb0 &<< shift)
        let first = shiftLeft(high, low.limb3, shift)
        let (q3, r3) = divisor.divide(first, shiftLeft(low.limb3, low.limb2, shift))
        let (q2, r2) = divisor.divide(r3, shiftLeft(low.limb2, low.limb1, shift))
        let (q1, r1) = divisor.divide(r2, shiftLeft(low.limb1, low.limb0, shift))
        let (q0, r0) = divisor.divide(r1, low.limb0 &<< shift)
        return (UInt256(limbs: q0, q1, q2, q3), UInt256(r0 &>> shift))
    }

    @inlinable
    func divideByTwoLimbs(
        _ high: UInt256,
        _ low: UInt256
    ) -> (quotient: UInt256, remainder: UInt256) {
        let shift = UInt64(truncatingIfNeeded: limb1.leadingZeroBitCount)
        let divisor = TwoLimbDivisor(
            normalized: shiftLeft(limb1, limb0, shift),
            limb0 &<< shift
        )
        var remainder: UInt128
        var q3: UInt64 = 0
        if high.limb0 | high.limb1 == 0 {
            // The upper half is empty, so its first digit is zero: one division saved.
            remainder =
                UInt128(shiftLeft(0, low.limb3, shift)) &<< 64
                | UInt128(shiftLeft(low.limb3, low.limb2, shift))
        } else {
            remainder =
                UInt128(shiftLeft(high.limb1, high.limb0, shift)) &<< 64
                | UInt128(shiftLeft(high.limb0, low.limb3, shift))
            (q3, remainder) = divisor.divide(remainder, shiftLeft(low.limb3, low.limb2, shift))
        }
        let (q2, r2) = divisor.divide(remainder, shiftLeft(low.limb2, low.limb1, shift))
        let (q1, r1) = divisor.divide(r2, shiftLeft(low.limb1, low.limb0, shift))
        let (q0, r0) = divisor.divide(r1, low.limb0 &<< shift)
        return (
            UInt256(limbs: q0, q1, q2, q3), UInt256(high: 0, low: r0 &>> UInt128(shift))
        )
    }

    /// For divisors of three and four limbs; three are made four by a shift of a whole limb.
    @inlinable
    func divideByLong(
        _ high: UInt256,
        _ low: UInt256
    ) -> (quotient: UInt256, remainder: UInt256) {
        let bits = leadingZeroBitCount
        let divisor = LongDivisor(normalized: self &<< UInt256(UInt64(bits)))
        var remainder = high.shifted(leftBy: bits, filledFrom: low)
        let digits = low &<< UInt256(UInt64(bits))
        let q3 = divisor.divide(&remainder, digits.limb3)
        let q2 = divisor.divide(&remainder, digits.limb2)
        let q1 = divisor.divide(&remainder, digits.limb1)
        let q0 = divisor.divide(&remainder, digits.limb0)
        return (
            UInt256(limbs: q0, q1, q2, q3), remainder &>> UInt256(UInt64(bits))
        )
    }

    /// `self << bits`, with the upper bits of `lower` moving in; `bits` below 128.
    @inlinable @inline(__always)
    func shifted(leftBy bits: Int, filledFrom lower: UInt256) -> UInt256 {
        let count = UInt64(truncatingIfNeeded: bits & 63)
        if bits < 64 {
            return UInt256(
                limbs: shiftLeft(limb0, lower.limb3, count),
                shiftLeft(limb1, limb0, count),
                shiftLeft(limb2, limb1, count),
                shiftLeft(limb3, limb2, count)
            )
        }
        return UInt256(
            limbs: shiftLeft(lower.limb3, lower.limb2, count),
            shiftLeft(limb0, lower.limb3, count),
            shiftLeft(limb1, limb0, count),
            shiftLeft(limb2, limb1, count)
        )
    }

    @inlinable
    public func dividedReportingOverflow(
        by other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        guard !other.isZero else { return (self, true) }
        return (quotientAndRemainder(dividingBy: other).quotient, false)
    }

    @inlinable
    public func remainderReportingOverflow(
        dividingBy other: UInt256
    ) -> (partialValue: UInt256, overflow: Bool) {
        guard !other.isZero else { return (self, true) }
        return (quotientAndRemainder(dividingBy: other).remainder, false)
    }

    @inlinable
    public static func / (left: UInt256, right: UInt256) -> UInt256 {
        left.quotientAndRemainder(dividingBy: right).quotient
    }

    @inlinable
    public static func % (left: UInt256, right: UInt256) -> UInt256 {
        left.quotientAndRemainder(dividingBy: right).remainder
    }

    @inlinable public static func /= (left: inout UInt256, right: UInt256) { left = left / right }
    @inlinable public static func %= (left: inout UInt256, right: UInt256) { left = left % right }
}

/// A divisor of four limbs, its top bit set.
@frozen
@usableFromInline
struct LongDivisor {
    @usableFromInline let divisor: UInt256
    @usableFromInline let top: TwoLimbDivisor

    @inlinable
    init(normalized divisor: UInt256) {
        self.divisor = divisor
        top = TwoLimbDivisor(normalized: divisor.limb3, divisor.limb2)
    }

    /// Divides `(remainder, digit)`; the remainder must be below the divisor, and is again.
    @inlinable @inline(__always)
    func divide(_ remainder: inout UInt256, _ digit: UInt64) -> UInt64 {
        let upper = UInt128(remainder.limb3) &<< 64 | UInt128(remainder.limb2)
        guard upper < top.divisor else { return divideAtTheLimit(&remainder, digit) }
        var (quotient, rest) = top.divide(upper, remainder.limb1)
        // What the two lower limbs of the divisor take off.
        let (carry, p0) = multiply(quotient, divisor.limb0, 0, 0)
        let (p2, p1) = multiply(quotient, divisor.limb1, carry, 0)
        let (r0, b0) = digit.subtractingReportingOverflow(p0)
        let (r1, b1) = subtract(remainder.limb0, p1, b0)
        let (r2, b2) = subtract(UInt64(truncatingIfNeeded: rest), p2, b1)
        let (r3, b3) = subtract(UInt64(truncatingIfNeeded: rest &>> 64), 0, b2)
        remainder = UInt256(limbs: r0, r1, r2, r3)
        if b3 {
            // The estimate is at most one too large.
            quotient &-= 1
            remainder = remainder &+ divisor
        }
        return quotient
    }

    /// Where the estimate would need more than a limb, the digit is the largest or one below it.
    @inlinable @inline(never)
    func divideAtTheLimit(_ remainder: inout UInt256, _ digit: UInt64) -> UInt64 {
        var quotient = UInt64.max
        // (remainder, digit) - (2^64 - 1) * divisor, modulo 2^320.
        let product = divisor.multipliedFullWidth(by: UInt256(quotient))
        let (r0, b0) = digit.subtractingReportingOverflow(product.low.limb0)
        let (r1, b1) = subtract(remainder.limb0, product.low.limb1, b0)
        let (r2, b2) = subtract(remainder.limb1, product.low.limb2, b1)
        let (r3, b3) = subtract(remainder.limb2, product.low.limb3, b2)
        var (r4, negative) = subtract(remainder.limb3, product.high.limb0, b3)
        remainder = UInt256(limbs: r0, r1, r2, r3)
        while negative {
            quotient &-= 1
            let (sum, carry) = remainder.addingReportingOverflow(divisor)
            remainder = sum
            let (next, wrapped) = r4.addingReportingOverflow(carry ? 1 : 0)
            r4 = next
            negative = !wrapped
        }
        return quotient
    }
}

/// The upper limb of `(high, low) << shift`; `shift` below 64.
@inlinable @inline(__always)
func shiftLeft(_ high: UInt64, _ low: UInt64, _ shift: UInt64) -> UInt64 {
    high &<< shift | (low &>> 1) &>> (63 &- shift)
}
