// Bitwise operations, shifts and counts.

extension UInt256 {
    @inlinable public static prefix func ~ (value: UInt256) -> UInt256 {
        UInt256(limbs: ~value.limb0, ~value.limb1, ~value.limb2, ~value.limb3)
    }

    @inlinable public static func & (left: UInt256, right: UInt256) -> UInt256 {
        UInt256(
            limbs: left.limb0 & right.limb0,
            left.limb1 & right.limb1,
            left.limb2 & right.limb2,
            left.limb3 & right.limb3
        )
    }

    @inlinable public static func | (left: UInt256, right: UInt256) -> UInt256 {
        UInt256(
            limbs: left.limb0 | right.limb0,
            left.limb1 | right.limb1,
            left.limb2 | right.limb2,
            left.limb3 | right.limb3
        )
    }

    @inlinable public static func ^ (left: UInt256, right: UInt256) -> UInt256 {
        UInt256(
            limbs: left.limb0 ^ right.limb0,
            left.limb1 ^ right.limb1,
            left.limb2 ^ right.limb2,
            left.limb3 ^ right.limb3
        )
    }

    @inlinable public static func &= (left: inout UInt256, right: UInt256) { left = left & right }
    @inlinable public static func |= (left: inout UInt256, right: UInt256) { left = left | right }
    @inlinable public static func ^= (left: inout UInt256, right: UInt256) { left = left ^ right }

    /// Shifts with the count taken modulo 256.
    @inlinable
    public static func &<< (left: UInt256, right: UInt256) -> UInt256 {
        let count = right.limb0 & 63
        switch right.limb0 &>> 6 & 3 {
        case 0:
            return UInt256(
                limbs: left.limb0 &<< count,
                shiftLeft(left.limb1, left.limb0, count),
                shiftLeft(left.limb2, left.limb1, count),
                shiftLeft(left.limb3, left.limb2, count)
            )
        case 1:
            return UInt256(
                limbs: 0,
                left.limb0 &<< count,
                shiftLeft(left.limb1, left.limb0, count),
                shiftLeft(left.limb2, left.limb1, count)
            )
        case 2:
            return UInt256(
                limbs: 0,
                0,
                left.limb0 &<< count,
                shiftLeft(left.limb1, left.limb0, count)
            )
        default:
            return UInt256(limbs: 0, 0, 0, left.limb0 &<< count)
        }
    }

    /// Shifts with the count taken modulo 256.
    @inlinable
    public static func &>> (left: UInt256, right: UInt256) -> UInt256 {
        let count = right.limb0 & 63
        switch right.limb0 &>> 6 & 3 {
        case 0:
            return UInt256(
                limbs: shiftRight(left.limb1, left.limb0, count),
                shiftRight(left.limb2, left.limb1, count),
                shiftRight(left.limb3, left.limb2, count),
                left.limb3 &>> count
            )
        case 1:
            return UInt256(
                limbs: shiftRight(left.limb2, left.limb1, count),
                shiftRight(left.limb3, left.limb2, count),
                left.limb3 &>> count,
                0
            )
        case 2:
            return UInt256(
                limbs: shiftRight(left.limb3, left.limb2, count),
                left.limb3 &>> count,
                0,
                0
            )
        default:
            return UInt256(left.limb3 &>> count)
        }
    }

    @inlinable public static func &<<= (left: inout UInt256, right: UInt256) {
        left = left &<< right
    }
    @inlinable public static func &>>= (left: inout UInt256, right: UInt256) {
        left = left &>> right
    }

    @inlinable public var leadingZeroBitCount: Int {
        if limb3 != 0 { return limb3.leadingZeroBitCount }
        if limb2 != 0 { return 64 + limb2.leadingZeroBitCount }
        if limb1 != 0 { return 128 + limb1.leadingZeroBitCount }
        return 192 + limb0.leadingZeroBitCount
    }

    @inlinable public var trailingZeroBitCount: Int {
        if limb0 != 0 { return limb0.trailingZeroBitCount }
        if limb1 != 0 { return 64 + limb1.trailingZeroBitCount }
        if limb2 != 0 { return 128 + limb2.trailingZeroBitCount }
        return 192 + limb3.trailingZeroBitCount
    }

    @inlinable public var nonzeroBitCount: Int {
        limb0.nonzeroBitCount + limb1.nonzeroBitCount + limb2.nonzeroBitCount
            + limb3.nonzeroBitCount
    }

    @inlinable public var byteSwapped: UInt256 {
        UInt256(
            limbs: limb3.byteSwapped,
            limb2.byteSwapped,
            limb1.byteSwapped,
            limb0.byteSwapped
        )
    }
}

/// The lower limb of `(high, low) >> shift`; `shift` below 64.
@inlinable @inline(__always)
func shiftRight(_ high: UInt64, _ low: UInt64, _ shift: UInt64) -> UInt64 {
    low &>> shift | (high &<< 1) &<< (63 &- shift)
}
