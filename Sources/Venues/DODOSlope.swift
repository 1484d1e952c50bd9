public import Numerics

extension DODOPool {
    /// Where the trade has led: what would leave before fees, and the price at the margin there.
    public func slope(after amount: UInt256, of side: Side) throws(Refusal) -> Approximation {
        do throws(DODOFault) {
            if let fault = adjusted.fault { throw fault }
            let gross = try grossOutput(amount, side).0
            return guide.slope(after: Approximation(amount), gross: gross, of: side)
        } catch {
            throw refusal(error)
        }
    }

    var guide: DODOGuide { DODOGuide(self) }
}

/// The continuous curve of a PMM pool, close enough to steer a search and far faster than a quote.
struct DODOGuide {
    let pool: DODOPool

    init(_ pool: DODOPool) { self.pool = pool }

    static let one = Approximation(DODOArithmetic.one)

    /// Received per sold, after fees, once `gross` has left for `amount`.
    func slope(after amount: Approximation, gross: UInt256, of side: Side) -> Approximation {
        let isBase = side == .base
        let soldReserve = Approximation(isBase ? pool.baseReserve : pool.quoteReserve)
        let soldTarget = Approximation(
            isBase ? pool.adjusted.baseTarget : pool.adjusted.quoteTarget
        )
        let soldIsScarce: DODOPool.Regime = isBase ? .aboveOne : .belowOne
        let filled = soldReserve + amount
        if pool.regime == soldIsScarce, filled < soldTarget {
            return keptShare * price(of: side) * steepness(target: soldTarget, reserve: filled)
        }
        let paidReserve = isBase ? pool.quoteReserve : pool.baseReserve
        let paidTarget = Approximation(
            isBase ? pool.adjusted.quoteTarget : pool.adjusted.baseTarget
        )
        let left = gross < paidReserve ? Approximation(paidReserve &- gross) : .zero
        if left.isZero { return .zero }
        return keptShare * price(of: side) / steepness(target: paidTarget, reserve: left)
    }

    /// `1 - k + k * (target / reserve)^2`.
    func steepness(target: Approximation, reserve: Approximation) -> Approximation {
        let ratio = target / reserve
        let k = Approximation(pool.slippage) / Self.one
        return (Approximation.one - k) + k * ratio * ratio
    }

    /// The guide price as units paid out for one unit sold.
    func price(of side: Side) -> Approximation {
        let scaled =
            side == .base
            ? pool.guidePrice
            : DODOArithmetic.oneSquared.quotientAndRemainder(dividingBy: pool.guidePrice).quotient
        return Approximation(scaled) / Self.one
    }

    /// What both fees leave of the output.
    var keptShare: Approximation {
        Approximation(DODOArithmetic.one &- pool.lpFeeRate &- pool.maintainerFeeRate) / Self.one
    }
}
