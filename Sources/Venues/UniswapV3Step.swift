import Numerics

/// `SqrtPriceMath`: how far an amount moves the price, and what a move of the price takes.
enum UniswapV3Price {
    /// `getNextSqrtPriceFromInput`.
    static func next(
        from root: UInt256,
        liquidity: UInt256,
        input amount: UInt256,
        sellsToken0: Bool
    ) throws(UniswapV3Fault) -> UInt256 {
        guard !root.isZero, !liquidity.isZero else { throw .empty }
        return sellsToken0
            ? try next0(root, liquidity, amount, adds: true)
            : try next1(root, liquidity, amount, adds: true)
    }

    /// `getNextSqrtPriceFromOutput`.
    static func next(
        from root: UInt256,
        liquidity: UInt256,
        output amount: UInt256,
        sellsToken0: Bool
    ) throws(UniswapV3Fault) -> UInt256 {
        guard !root.isZero, !liquidity.isZero else { throw .empty }
        return sellsToken0
            ? try next1(root, liquidity, amount, adds: false)
            : try next0(root, liquidity, amount, adds: false)
    }

    /// `getNextSqrtPriceFromAmount0RoundingUp`.
    private static func next0(
        _ root: UInt256,
        _ liquidity: UInt256,
        _ amount: UInt256,
        adds: Bool
    ) throws(UniswapV3Fault) -> UInt256 {
        guard !amount.isZero else { return root }
        let shifted = liquidity << 96
        let (product, overflows) = amount.multipliedReportingOverflow(by: root)
        guard adds else {
            guard !overflows, shifted > product else { throw .empty }
            let next = try UniswapV3Arithmetic.mulDiv(shifted, root, shifted &- product, .up)
            guard next <= UniswapV3Arithmetic.largestPrice else { throw .empty }
            return next
        }
        if !overflows {
            let (denominator, wraps) = shifted.addingReportingOverflow(product)
            if !wraps {
                let next = try UniswapV3Arithmetic.mulDiv(shifted, root, denominator, .up)
                return next & UniswapV3Arithmetic.largestPrice
            }
        }
        // The coarser form of the same, where the product does not fit.
        let denominator = try UniswapV3Arithmetic.add(shifted / root, amount)
        let next = try UniswapV3Arithmetic.divide(shifted, denominator, .up)
        return next & UniswapV3Arithmetic.largestPrice
    }

    /// `getNextSqrtPriceFromAmount1RoundingDown`.
    private static func next1(
        _ root: UInt256,
        _ liquidity: UInt256,
        _ amount: UInt256,
        adds: Bool
    ) throws(UniswapV3Fault) -> UInt256 {
        // Where 96 more bits don't fit, the contract takes the quotient through 512 bits; it is the same.
        let quotient = try UniswapV3Arithmetic.mulDiv(
            amount,
            UniswapV3Arithmetic.q96,
            liquidity,
            adds ? .down : .up
        )
        guard adds else {
            guard root > quotient else { throw .empty }
            return root &- quotient
        }
        let next = try UniswapV3Arithmetic.add(root, quotient)
        guard next <= UniswapV3Arithmetic.largestPrice else { throw .empty }
        return next
    }

    /// `getAmount0Delta`.
    static func amount0(
        between one: UInt256,
        _ other: UInt256,
        liquidity: UInt256,
        _ rounding: Rounding
    ) throws(UniswapV3Fault) -> UInt256 {
        let (low, high) = one > other ? (other, one) : (one, other)
        guard !low.isZero else { throw .empty }
        let scaled = try UniswapV3Arithmetic.mulDiv(liquidity << 96, high &- low, high, rounding)
        return try UniswapV3Arithmetic.divide(scaled, low, rounding)
    }

    /// `getAmount1Delta`.
    static func amount1(
        between one: UInt256,
        _ other: UInt256,
        liquidity: UInt256,
        _ rounding: Rounding
    ) throws(UniswapV3Fault) -> UInt256 {
        let distance = one > other ? one &- other : other &- one
        // A division by 2^96 is a shift.
        let product = UInt512(product: liquidity, distance)
        guard let amount = product.shiftedDown(by: 96, rounding: rounding) else { throw .empty }
        return amount
    }
}

/// `SwapMath`: what happens between two prices while the liquidity stays the same.
struct UniswapV3Step: Equatable {
    let root: UInt256
    let input: UInt256
    let output: UInt256
    let fee: UInt256

    static let whole: UInt256 = 1_000_000

    /// `computeSwapStep`; what is specified is an input, or an output that is still wanted.
    init(
        from current: UInt256,
        to target: UInt256,
        liquidity: UInt256,
        remaining: UInt256,
        isInput: Bool,
        feeMillionths: UInt256
    ) throws(UniswapV3Fault) {
        let sells0 = current >= target
        let kept = Self.whole &- feeMillionths
        let toTarget: UInt256
        if isInput {
            let spendable = try UniswapV3Arithmetic.mulDiv(remaining, kept, Self.whole, .down)
            toTarget =
                sells0
                ? try UniswapV3Price.amount0(between: target, current, liquidity: liquidity, .up)
                : try UniswapV3Price.amount1(between: current, target, liquidity: liquidity, .up)
            root =
                spendable >= toTarget
                ? target
                : try UniswapV3Price.next(
                    from: current,
                    liquidity: liquidity,
                    input: spendable,
                    sellsToken0: sells0
                )
        } else {
            toTarget =
                sells0
                ? try UniswapV3Price.amount1(between: target, current, liquidity: liquidity, .down)
                : try UniswapV3Price.amount0(between: current, target, liquidity: liquidity, .down)
            root =
                remaining >= toTarget
                ? target
                : try UniswapV3Price.next(
                    from: current,
                    liquidity: liquidity,
                    output: remaining,
                    sellsToken0: sells0
                )
        }
        let reaches = root == target
        if reaches, isInput {
            input = toTarget
        } else {
            input =
                sells0
                ? try UniswapV3Price.amount0(between: root, current, liquidity: liquidity, .up)
                : try UniswapV3Price.amount1(between: current, root, liquidity: liquidity, .up)
        }
        let leaving: UInt256
        if reaches, !isInput {
            leaving = toTarget
        } else {
            leaving =
                sells0
                ? try UniswapV3Price.amount1(between: root, current, liquidity: liquidity, .down)
                : try UniswapV3Price.amount0(between: current, root, liquidity: liquidity, .down)
        }
        output = !isInput && leaving > remaining ? remaining : leaving
        // Short of the target the whole rest is spent: what the price did not take is the fee.
        fee =
            isInput && !reaches
            ? remaining &- input
            : try UniswapV3Arithmetic.mulDiv(input, feeMillionths, kept, .up)
    }
}
