public import Numerics

/// What `querySellBase` and `querySellQuote` answer.
public struct DODOQuote: Hashable, Sendable {
    /// After both fees.
    public let received: UInt256
    /// Sent away from the pool, in the token paid out.
    public let maintainerFee: UInt256
    /// Kept by the pool, in the token paid out.
    public let lpFee: UInt256
    public let regime: DODOPool.Regime
}

extension DODOPool {
    /// The adjusted targets, or the revert of `getPMMStateForCall`.
    public func adjustedTargets() throws(Refusal) -> (base: UInt256, quote: UInt256) {
        if let fault = adjusted.fault { throw refusal(fault) }
        return (adjusted.baseTarget, adjusted.quoteTarget)
    }

    /// `getMidPrice`: the marginal price before fees, in the unit of the guide price.
    public func midPrice() throws(Refusal) -> UInt256 {
        do throws(DODOFault) { return try exactMidPrice() } catch { throw refusal(error) }
    }

    /// What selling `amount` of `side` pays, with both fees apart. Like the contract's query it takes
    /// any amount; only a real sale is held to 112 bits.
    public func detailedQuote(
        selling amount: UInt256,
        of side: Side
    ) throws(Refusal) -> DODOQuote {
        do throws(DODOFault) { return try exactQuote(amount, side) } catch {
            throw refusal(error)
        }
    }

    func refusal(_ fault: DODOFault) -> Refusal { .reverts(dialect.revert(for: fault)) }

    func exactMidPrice() throws(DODOFault) -> UInt256 {
        if let fault = adjusted.fault { throw fault }
        let isBelow = regime == .belowOne
        let target = isBelow ? adjusted.quoteTarget : adjusted.baseTarget
        let reserve = isBelow ? quoteReserve : baseReserve
        let ratio = try DODOArithmetic.divFloor(
            DODOArithmetic.divide(DODOArithmetic.multiply(target, target), reserve),
            reserve
        )
        let factor = try DODOArithmetic.add(
            DODOArithmetic.subtract(DODOArithmetic.one, slippage),
            DODOArithmetic.mulFloor(slippage, ratio)
        )
        return isBelow
            ? try DODOArithmetic.divFloor(guidePrice, factor)
            : try DODOArithmetic.mulFloor(guidePrice, factor)
    }

    func exactQuote(_ amount: UInt256, _ side: Side) throws(DODOFault) -> DODOQuote {
        if let fault = adjusted.fault { throw fault }
        let (gross, regime) = try grossOutput(amount, side)
        let maintainerFee = try DODOArithmetic.mulFloor(gross, maintainerFeeRate)
        let lpFee = try DODOArithmetic.mulFloor(gross, lpFeeRate)
        let received = try DODOArithmetic.subtract(
            DODOArithmetic.subtract(gross, lpFee),
            maintainerFee
        )
        return DODOQuote(
            received: received,
            maintainerFee: maintainerFee,
            lpFee: lpFee,
            regime: regime
        )
    }

    /// `sellBaseToken` and `sellQuoteToken`, which mirror each other: before fees, with the regime
    /// the pool would be in.
    func grossOutput(
        _ amount: UInt256,
        _ side: Side
    ) throws(DODOFault) -> (UInt256, Regime) {
        let isBase = side == .base
        let price = isBase ? guidePrice : try DODOArithmetic.reciprocalFloor(guidePrice)
        let paidTarget = isBase ? adjusted.quoteTarget : adjusted.baseTarget
        let paidReserve = isBase ? quoteReserve : baseReserve
        let soldTarget = isBase ? adjusted.baseTarget : adjusted.quoteTarget
        let soldReserve = isBase ? baseReserve : quoteReserve
        let soldIsScarce: Regime = isBase ? .aboveOne : .belowOne
        let paidIsScarce: Regime = isBase ? .belowOne : .aboveOne

        if regime == .one {
            return (try fromBalance(amount, paidTarget, price), paidIsScarce)
        }
        guard regime == soldIsScarce else {
            let gross = try DODOMath.trade(
                target: paidTarget,
                reserve: paidReserve,
                delta: amount,
                price: price,
                slippage: slippage,
                dialect: dialect
            )
            return (gross, paidIsScarce)
        }
        let back = try DODOArithmetic.subtract(soldTarget, soldReserve)
        let surplus = try DODOArithmetic.subtract(paidReserve, paidTarget)
        if amount < back {
            let gross = try DODOMath.integrate(
                target: soldTarget,
                from: soldReserve,
                to: DODOArithmetic.add(soldReserve, amount),
                price: price,
                slippage: slippage
            )
            return (gross > surplus ? surplus : gross, soldIsScarce)
        }
        if amount == back { return (surplus, .one) }
        let beyond = try fromBalance(amount &- back, paidTarget, price)
        return (try DODOArithmetic.add(surplus, beyond), paidIsScarce)
    }

    private func fromBalance(
        _ amount: UInt256,
        _ target: UInt256,
        _ price: UInt256
    ) throws(DODOFault) -> UInt256 {
        try DODOMath.trade(
            target: target,
            reserve: target,
            delta: amount,
            price: price,
            slippage: slippage,
            dialect: dialect
        )
    }
}
