public import Numerics
public import Vocabulary

extension DODOPool: Pool {
    public func quote(selling amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        Quote(sold: amount, received: try detailedQuote(selling: amount, of: side).received)
    }

    public mutating func sell(_ amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        let paid = try sellDetailed(amount, of: side)
        return Quote(sold: amount, received: paid.received)
    }

    /// `sellBase` and `sellQuote`: the quote, the payments, then the new storage.
    ///
    /// A change of regime stores the adjusted target of the side sold. Reserves and stored targets
    /// beyond 112 bits revert, which a query never does.
    public mutating func sellDetailed(
        _ amount: UInt256,
        of side: Side
    ) throws(Refusal) -> DODOQuote {
        do throws(DODOFault) {
            let paid = try exactQuote(amount, side)
            try settle(amount, side, paid)
            return paid
        } catch {
            throw refusal(error)
        }
    }

    private mutating func settle(
        _ amount: UInt256,
        _ side: Side,
        _ paid: DODOQuote
    ) throws(DODOFault) {
        let soldReserve = side == .base ? baseReserve : quoteReserve
        let paidReserve = side == .base ? quoteReserve : baseReserve
        let leaving = try DODOArithmetic.add(paid.received, paid.maintainerFee)
        if leaving > paidReserve { throw .transferFails }
        let grown = try DODOArithmetic.add(soldReserve, amount)
        let stored = side == .base ? adjusted.baseTarget : adjusted.quoteTarget
        let changesRegime = kind != .dvm && paid.regime != regime
        let width = DODOArithmetic.largestStored
        if changesRegime, stored > width { throw .exceedsUInt112 }
        if grown > width { throw .exceedsUInt112 }

        if side == .base {
            baseReserve = grown
            quoteReserve = paidReserve &- leaving
            if changesRegime { baseTarget = stored }
        } else {
            quoteReserve = grown
            baseReserve = paidReserve &- leaving
            if changesRegime { quoteTarget = stored }
        }
        if changesRegime { regime = paid.regime }
        adjustTargets()
    }

    /// The price at the margin from the reserves themselves, rounded down beyond 97 significant bits.
    ///
    /// `getMidPrice` shows few decimals where quote has fewer than base; a deviation of basis points
    /// would drown in its rounding. Where this cannot be had, the mid price stands in.
    public func marginalPrice() throws(Refusal) -> Price {
        let mid = try midPrice()
        let one = DODOArithmetic.one
        guard let guide = Price(numerator: guidePrice, denominator: one) else { throw .outOfRange }
        if slippage == .zero { return guide }
        let isBelow = regime == .belowOne
        var reserve = isBelow ? quoteReserve : baseReserve
        var target = isBelow ? adjusted.quoteTarget : adjusted.baseTarget
        // Two squares and a factor of 60 bits have to stay within 256.
        let excess = 159 - min(reserve.leadingZeroBitCount, target.leadingZeroBitCount)
        if excess > 0 {
            reserve = reserve >> excess
            target = target >> excess
        }
        let bent = (one &- slippage) &* reserve &* reserve &+ slippage &* target &* target
        let straight = one &* reserve &* reserve
        let steepness =
            isBelow
            ? Price(numerator: bent, denominator: straight)
            : Price(numerator: straight, denominator: bent)
        guard let steepness, let price = Price(of: guide, in: steepness, rounding: .down) else {
            guard let price = Price(numerator: mid, denominator: one) else { throw .outOfRange }
            return price
        }
        return price
    }
}
