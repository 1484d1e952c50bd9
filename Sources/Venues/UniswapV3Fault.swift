import Numerics

/// Why a step of Uniswap V3's arithmetic stops, inside this module.
enum UniswapV3Fault: Error, Equatable {
    /// A `require` without a reason, as its libraries write most of them.
    case empty
    /// A `require` with one.
    case error(String)
    case moreTicksNeeded(beyond: Int32)

    var refusal: Refusal {
        switch self {
        case .empty: .reverts(.empty)
        case .error(let reason): .reverts(.error(reason))
        case .moreTicksNeeded(let tick): .moreTicksNeeded(beyond: tick)
        }
    }
}

/// `FullMath` and its neighbours: quotients through 512 bits, a revert where they don't fit.
enum UniswapV3Arithmetic {
    static var q96: UInt256 { UInt256(limbs: 0, 1 << 32, 0, 0) }
    static var q128: UInt256 { UInt256(limbs: 0, 0, 1, 0) }
    static var largestPrice: UInt256 { UInt256(limbs: .max, .max, 0xFFFF_FFFF, 0) }
    static var largestLiquidity: UInt256 { UInt256(limbs: .max, .max, 0, 0) }
    static var largestSigned: UInt256 { UInt256(limbs: .max, .max, .max, .max >> 1) }

    static func mulDiv(
        _ left: UInt256,
        _ right: UInt256,
        _ divisor: UInt256,
        _ rounding: Rounding
    ) throws(UniswapV3Fault) -> UInt256 {
        let quotient = left.multiplied(by: right, dividedBy: divisor, rounding: rounding)
        guard let quotient else { throw .empty }
        return quotient
    }

    /// `amount * 2^128 / divisor`, rounded down.
    static func growth(
        of amount: UInt256,
        per divisor: UInt256
    ) throws(UniswapV3Fault) -> UInt256 {
        let (l0, l1, l2, l3) = amount.limbs
        guard l2 | l3 == 0 else { return try mulDiv(amount, q128, divisor, .down) }
        return UInt256(limbs: 0, 0, l0, l1) / divisor
    }

    static func divide(
        _ dividend: UInt256,
        _ divisor: UInt256,
        _ rounding: Rounding
    ) throws(UniswapV3Fault) -> UInt256 {
        guard let quotient = dividend.divided(by: divisor, rounding: rounding) else {
            throw .empty
        }
        return quotient
    }

    static func add(_ left: UInt256, _ right: UInt256) throws(UniswapV3Fault) -> UInt256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw .empty }
        return sum
    }
}
