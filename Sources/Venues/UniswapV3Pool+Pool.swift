public import Numerics
public import Vocabulary

/// Both sides of a swap as the pool counts them.
public struct UniswapV3Amounts: Hashable, Sendable {
    /// What the pool takes, fee included.
    public let sold: UInt256
    public let received: UInt256
}

extension UniswapV3Pool: Pool {
    public func quote(selling amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        let amounts = try swapped(
            amount,
            isInput: true,
            selling: side,
            limit: nil,
            keepsBooks: false
        ).amounts
        return Quote(sold: amounts.sold, received: amounts.received)
    }

    /// The cost of exactly `amount` of `side`; less is received where the pool has no more.
    public func quote(buying amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        let amounts = try swapped(
            amount,
            isInput: false,
            selling: side.other,
            limit: nil,
            keepsBooks: false
        )
        .amounts
        return Quote(sold: amounts.sold, received: amounts.received)
    }

    public mutating func sell(_ amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        let swap = try swapped(amount, isInput: true, selling: side, limit: nil, keepsBooks: true)
        try settle(swap)
        return Quote(sold: swap.amounts.sold, received: swap.amounts.received)
    }

    /// The pool's `swap`: an exact input, or an exact output, up to a price.
    public mutating func swap(
        _ amount: UInt256,
        isInput: Bool,
        selling side: Side,
        limit: UInt256
    ) throws(Refusal) -> UniswapV3Amounts {
        let swap = try swapped(
            amount,
            isInput: isInput,
            selling: side,
            limit: limit,
            keepsBooks: true
        )
        try settle(swap)
        return swap.amounts
    }

    private mutating func settle(_ swap: UniswapV3Swap) throws(Refusal) {
        do throws(UniswapV3Fault) {
            try end(swap)
        } catch {
            throw error.refusal
        }
    }

    /// Token 1 for one of token 0: the square of the root.
    ///
    /// Exact as long as the root has no more than 128 bits; beyond, the square is rounded down by less
    /// than one part in 2^192.
    public func marginalPrice() throws(Refusal) -> Price {
        let (high, low) = root.multipliedFullWidth(by: root)
        let price =
            high.isZero
            ? Price(numerator: low, denominator: UInt256.one << 192)
            : Price(numerator: high << 192 | low >> 64, denominator: UInt256.one << 128)
        guard let price else { throw .outOfRange }
        return price
    }

    public func slope(after amount: UInt256, of side: Side) throws(Refusal) -> Approximation {
        var (root, liquidity) = (root, liquidity)
        if !amount.isZero {
            let swap = try swapped(
                amount,
                isInput: true,
                selling: side,
                limit: nil,
                keepsBooks: false
            )
            (root, liquidity) = (swap.root, swap.liquidity)
        }
        // Where there is no liquidity nothing more is paid.
        guard !liquidity.isZero else { return .zero }
        let ratio = Approximation(root) / Approximation(UniswapV3Arithmetic.q96)
        let price = ratio * ratio
        let kept =
            Approximation(UInt256(1_000_000 - fee)) / Approximation(UniswapV3Step.whole)
        return side == .base ? price * kept : kept / price
    }

    private func swapped(
        _ amount: UInt256,
        isInput: Bool,
        selling side: Side,
        limit: UInt256?,
        keepsBooks: Bool
    ) throws(Refusal) -> UniswapV3Swap {
        let sells0 = side == .base
        let end =
            sells0
            ? UniswapV3Ticks.leastRoot &+ .one : UniswapV3Ticks.greatestRoot &- .one
        do throws(UniswapV3Fault) {
            return try UniswapV3Swap(
                self,
                amount: amount,
                isInput: isInput,
                sells0: sells0,
                limit: limit ?? end,
                keepsBooks: keepsBooks
            )
        } catch {
            throw error.refusal
        }
    }
}

extension UniswapV3Swap {
    fileprivate var specified: UInt256 { amount &- remaining }

    var amounts: UniswapV3Amounts {
        isInput
            ? UniswapV3Amounts(sold: specified, received: calculated)
            : UniswapV3Amounts(sold: calculated, received: specified)
    }
}
