// What passes through 512 bits, and the integer square root.

extension UInt256 {
    /// `self * factor / divisor` with no digit lost on the way; `nil` when the divisor is zero or the
    /// quotient does not fit.
    @inlinable
    public func multiplied(
        by factor: UInt256,
        dividedBy divisor: UInt256,
        rounding: Rounding
    ) -> UInt256? {
        let quotient: UInt256
        let remainder: UInt256
        if limb2 | limb3 | factor.limb2 | factor.limb3 == 0 {
            // Amounts and reserves of pools: the product fits 256 bits, a quarter of the work is enough.
            guard !divisor.isZero else { return nil }
            (quotient, remainder) = multipliedHalves(by: factor)
                .quotientAndRemainder(dividingBy: divisor)
        } else {
            let product = multipliedFullWidth(by: factor)
            // Also refuses a divisor of zero: nothing is below it.
            guard product.high < divisor else { return nil }
            (quotient, remainder) = divisor.dividingFullWidth(product)
        }
        guard rounding == .up, !remainder.isZero else { return quotient }
        let (rounded, overflow) = quotient.addingReportingOverflow(.one)
        return overflow ? nil : rounded
    }

    /// The product of the lower halves.
    @inlinable @inline(__always)
    func multipliedHalves(by factor: UInt256) -> UInt256 {
        let (c0, r0) = multiply(limb0, factor.limb0, 0, 0)
        let (c1, r1) = multiply(limb0, factor.limb1, c0, 0)
        let (c2, s1) = multiply(limb1, factor.limb0, r1, 0)
        let (r3, r2) = multiply(limb1, factor.limb1, c1, c2)
        return UInt256(limbs: r0, s1, r2, r3)
    }

    /// `self / divisor`; `nil` when the divisor is zero.
    @inlinable
    public func divided(by divisor: UInt256, rounding: Rounding) -> UInt256? {
        guard !divisor.isZero else { return nil }
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        // No overflow: a remainder needs a divisor of two or more, so the quotient is at most half.
        return rounding == .up && !remainder.isZero ? quotient &+ .one : quotient
    }

    /// `self * factor` modulo `modulus`, as the EVM's MULMOD: zero for a modulus of zero.
    @inlinable
    public func multiplied(by factor: UInt256, modulo modulus: UInt256) -> UInt256 {
        guard !modulus.isZero else { return .zero }
        let (high, low) = multipliedFullWidth(by: factor)
        return modulus.dividingFullWidth((high % modulus, low)).remainder
    }

    /// The largest integer whose square is at most `self`.
    ///
    /// P. Zimmermann's square root by division: the root of the upper half, then one division for the
    /// lower half of the root.
    public func squareRoot() -> UInt256 {
        guard !isZero else { return .zero }
        // An even shift that leaves at most one leading zero bit; it halves in the root.
        let shift = leadingZeroBitCount & ~1
        let scaled = self &<< UInt256(UInt64(shift))
        let upper = UInt128(scaled.limb3) &<< 64 | UInt128(scaled.limb2)
        let (root, rest) = upper.squareRootAndRemainder()
        let divisor = UInt256(high: 0, low: UInt128(root)) &<< .one
        let dividend =
            UInt256(high: 0, low: rest) &<< UInt256(64 as UInt64) | UInt256(scaled.limb1)
        let (digit, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        var result = (UInt256(high: 0, low: UInt128(root)) &<< UInt256(64 as UInt64)) &+ digit
        let left = remainder &<< UInt256(64 as UInt64) | UInt256(scaled.limb0)
        if left < digit &* digit { result = result &- .one }
        return result &>> UInt256(UInt64(shift / 2))
    }
}

extension UInt128 {
    /// The root and what is left over, for a number with its top bit or the one below it set.
    fileprivate func squareRootAndRemainder() -> (root: UInt64, remainder: UInt128) {
        let upper = UInt64(truncatingIfNeeded: self &>> 64)
        let (root, rest) = upper.squareRootAndRemainder()
        let divisor = root &<< 1
        // `rest` is at most `divisor`: the quotient can be 2^32, which carries into the root.
        let middle = UInt128(rest) &<< 32 | (self &>> 32 & 0xFFFF_FFFF)
        let (digit, remainder) = middle.quotientAndRemainder(dividingBy: UInt128(divisor))
        var result = (UInt128(root) &<< 32) &+ digit
        var left = Int128(remainder &<< 32 | (self & 0xFFFF_FFFF)) &- Int128(digit &* digit)
        while left < 0 {
            left &+= Int128(result &<< 1) &- 1
            result &-= 1
        }
        return (UInt64(truncatingIfNeeded: result), UInt128(left))
    }
}

extension UInt64 {
    /// The same one floor down, by Newton's iteration from above.
    fileprivate func squareRootAndRemainder() -> (root: UInt64, remainder: UInt64) {
        var root: UInt64 = 1 &<< 32
        while true {
            let next = (root &+ self / root) &>> 1
            guard next < root else { return (root, self &- root &* root) }
            root = next
        }
    }
}
