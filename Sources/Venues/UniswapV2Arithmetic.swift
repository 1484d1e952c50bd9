internal import Numerics

/// Where a Uniswap V2 contract gives up. Carries no text, so that computing with it never allocates.
enum UniswapV2Fault: Error, Hashable, Sendable {
    case addition
    case subtraction
    case multiplication
    case divisionByZero
    case libraryInput
    case libraryOutput
    case libraryLiquidity
    case libraryAmount
    case pairOutput
    case pairLiquidity
    case pairInput
    case invariant
    case exceedsUInt112

    var refusal: Refusal { .reverts(revert) }

    private var revert: Revert {
        switch self {
        case .addition: .error("ds-math-add-overflow")
        case .subtraction: .error("ds-math-sub-underflow")
        case .multiplication: .error("ds-math-mul-overflow")
        case .divisionByZero: .invalidOpcode
        case .libraryInput: .error("UniswapV2Library: INSUFFICIENT_INPUT_AMOUNT")
        case .libraryOutput: .error("UniswapV2Library: INSUFFICIENT_OUTPUT_AMOUNT")
        case .libraryLiquidity: .error("UniswapV2Library: INSUFFICIENT_LIQUIDITY")
        case .libraryAmount: .error("UniswapV2Library: INSUFFICIENT_AMOUNT")
        case .pairOutput: .error("UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT")
        case .pairLiquidity: .error("UniswapV2: INSUFFICIENT_LIQUIDITY")
        case .pairInput: .error("UniswapV2: INSUFFICIENT_INPUT_AMOUNT")
        case .invariant: .error("UniswapV2: K")
        case .exceedsUInt112: .error("UniswapV2: OVERFLOW")
        }
    }
}

/// `UniswapV2Library` and its `SafeMath`, for any fee.
enum UniswapV2Library {
    @inline(__always)
    static func multiply(_ a: UInt256, _ b: UInt256) throws(UniswapV2Fault) -> UInt256 {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        if overflow { throw .multiplication }
        return product
    }

    /// `multiply` by a fee's share, which is one short limb: a quarter of the work.
    @inline(__always)
    static func multiply(_ a: UInt256, _ b: UInt32) throws(UniswapV2Fault) -> UInt256 {
        let factor = UInt64(b)
        let limbs = a.limbs
        let (high0, low0) = limbs.0.multipliedFullWidth(by: factor)
        let (high1, low1) = limbs.1.multipliedFullWidth(by: factor)
        let (high2, low2) = limbs.2.multipliedFullWidth(by: factor)
        let (high3, low3) = limbs.3.multipliedFullWidth(by: factor)
        let (sum1, carry1) = low1.addingReportingOverflow(high0)
        // The factor is short, so an upper half has room for a carry.
        let (sum2, carry2) = low2.addingReportingOverflow(high1 &+ (carry1 ? 1 : 0))
        let (sum3, carry3) = low3.addingReportingOverflow(high2 &+ (carry2 ? 1 : 0))
        if high3 != 0 || carry3 { throw .multiplication }
        return UInt256(limbs: low0, sum1, sum2, sum3)
    }

    @inline(__always)
    static func add(_ a: UInt256, _ b: UInt256) throws(UniswapV2Fault) -> UInt256 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { throw .addition }
        return sum
    }

    @inline(__always)
    static func subtract(_ a: UInt256, _ b: UInt256) throws(UniswapV2Fault) -> UInt256 {
        let (difference, overflow) = a.subtractingReportingOverflow(b)
        if overflow { throw .subtraction }
        return difference
    }

    /// A plain `/` of Solidity 0.5 and 0.6, which stops the machine at a zero divisor.
    @inline(__always)
    static func divide(_ a: UInt256, _ b: UInt256) throws(UniswapV2Fault) -> UInt256 {
        if b == .zero { throw .divisionByZero }
        return a.quotientAndRemainder(dividingBy: b).quotient
    }

    /// `getAmountOut`.
    @inline(__always)
    static func amountOut(
        _ amountIn: UInt256,
        _ reserveIn: UInt256,
        _ reserveOut: UInt256,
        _ fee: UniswapV2Pair.Fee
    ) throws(UniswapV2Fault) -> UInt256 {
        if amountIn == .zero { throw .libraryInput }
        if reserveIn == .zero || reserveOut == .zero { throw .libraryLiquidity }
        let taken = try multiply(amountIn, fee.kept)
        let numerator = try multiply(taken, reserveOut)
        let denominator = try add(multiply(reserveIn, fee.whole), taken)
        return try divide(numerator, denominator)
    }

    /// `getAmountIn`.
    static func amountIn(
        _ amountOut: UInt256,
        _ reserveIn: UInt256,
        _ reserveOut: UInt256,
        _ fee: UniswapV2Pair.Fee
    ) throws(UniswapV2Fault) -> UInt256 {
        if amountOut == .zero { throw .libraryOutput }
        if reserveIn == .zero || reserveOut == .zero { throw .libraryLiquidity }
        let numerator = try multiply(multiply(reserveIn, amountOut), fee.whole)
        let denominator = try multiply(subtract(reserveOut, amountOut), fee.kept)
        return try add(divide(numerator, denominator), UInt256(limbs: 1, 0, 0, 0))
    }

    /// `quote`: the other side at the reserves' ratio, without a fee.
    static func proportion(
        _ amount: UInt256,
        _ reserve: UInt256,
        _ otherReserve: UInt256
    ) throws(UniswapV2Fault) -> UInt256 {
        if amount == .zero { throw .libraryAmount }
        if reserve == .zero || otherReserve == .zero { throw .libraryLiquidity }
        return try divide(multiply(amount, otherReserve), reserve)
    }
}
