// Division by a reciprocal instead of the processor's divider, after N. Möller and T. Granlund,
// "Improved division by invariant integers" (2011): one multiplication a quotient digit.

/// A divisor of one limb, its top bit set, beside `(2^128 - 1) / divisor - 2^64`.
@frozen
@usableFromInline
struct OneLimbDivisor {
    @usableFromInline let divisor: UInt64
    @usableFromInline let reciprocal: UInt64

    @inlinable
    init(normalized divisor: UInt64) {
        self.divisor = divisor
        reciprocal = Self.reciprocal(of: divisor)
    }

    @inlinable
    init(divisor: UInt64, reciprocal: UInt64) {
        self.divisor = divisor
        self.reciprocal = reciprocal
    }

    /// The commonest divisor of all, 10^18, shifted by the four bits that normalise it.
    @inlinable static var ether: OneLimbDivisor {
        OneLimbDivisor(divisor: 16_000_000_000_000_000_000, reciprocal: 0x2725_DD1D_243A_BA0E)
    }

    /// Newton's iteration from a quotient of nine bits; each step doubles the bits that are right.
    @inlinable
    static func reciprocal(of divisor: UInt64) -> UInt64 {
        let lowBit = divisor & 1
        let topNine = divisor &>> 55
        let topForty = (divisor &>> 24) &+ 1
        let half = (divisor &>> 1) &+ lowBit
        let v0 = UInt64(UInt32(0x7FD00) / UInt32(truncatingIfNeeded: topNine))
        let v1 = (v0 &<< 11) &- ((v0 &* v0 &* topForty) &>> 40) &- 1
        let v2 = (v1 &<< 13) &+ ((v1 &* ((1 &<< 60) &- v1 &* topForty)) &>> 47)
        let error = ((v2 &>> 1) & (0 &- lowBit)) &- v2 &* half
        let v3 = (v2 &<< 31) &+ (v2.multipliedFullWidth(by: error).high &>> 1)
        return v3 &- multiply(v3, divisor, divisor, 0).high &- divisor
    }

    /// Divides `high * 2^64 + low`; `high` must be below the divisor.
    @inlinable @inline(__always)
    func divide(_ high: UInt64, _ low: UInt64) -> (quotient: UInt64, remainder: UInt64) {
        let estimate =
            UInt128(reciprocal) &* UInt128(high) &+ (UInt128(high) &<< 64 | UInt128(low))
        var quotient = UInt64(truncatingIfNeeded: estimate &>> 64) &+ 1
        var remainder = low &- quotient &* divisor
        if remainder > UInt64(truncatingIfNeeded: estimate) {
            quotient &-= 1
            remainder &+= divisor
        }
        if remainder >= divisor {
            quotient &+= 1
            remainder &-= divisor
        }
        return (quotient, remainder)
    }
}

/// A divisor of two limbs, its top bit set, beside `(2^192 - 1) / divisor - 2^64`.
@frozen
@usableFromInline
struct TwoLimbDivisor {
    @usableFromInline let divisor: UInt128
    @usableFromInline let reciprocal: UInt64

    @inlinable
    init(normalized high: UInt64, _ low: UInt64) {
        divisor = UInt128(high) &<< 64 | UInt128(low)
        var v = OneLimbDivisor.reciprocal(of: high)
        var p = high &* v &+ low
        if p < low {
            v &-= 1
            if p >= high {
                v &-= 1
                p &-= high
            }
            p &-= high
        }
        let (top, bottom) = v.multipliedFullWidth(by: low)
        p &+= top
        if p < top {
            v &-= 1
            if p > high || (p == high && bottom >= low) { v &-= 1 }
        }
        reciprocal = v
    }

    /// Divides `(high, low)`, 192 bits of which `high` are the upper 128; `high` must be below the
    /// divisor.
    @inlinable @inline(__always)
    func divide(_ high: UInt128, _ low: UInt64) -> (quotient: UInt64, remainder: UInt128) {
        let top = UInt64(truncatingIfNeeded: high &>> 64)
        let middle = UInt64(truncatingIfNeeded: high)
        let estimate = UInt128(reciprocal) &* UInt128(top) &+ high
        var quotient = UInt64(truncatingIfNeeded: estimate &>> 64)
        let upper = middle &- quotient &* UInt64(truncatingIfNeeded: divisor &>> 64)
        let product = UInt128(UInt64(truncatingIfNeeded: divisor)) &* UInt128(quotient)
        var remainder = (UInt128(upper) &<< 64 | UInt128(low)) &- product &- divisor
        quotient &+= 1
        if UInt64(truncatingIfNeeded: remainder &>> 64) >= UInt64(truncatingIfNeeded: estimate) {
            quotient &-= 1
            remainder &+= divisor
        }
        if remainder >= divisor {
            quotient &+= 1
            remainder &-= divisor
        }
        return (quotient, remainder)
    }
}
