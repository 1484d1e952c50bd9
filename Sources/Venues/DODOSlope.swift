public import Numerics

extension DODOPool {
    public func slope(after amount: UInt256, of side: Side) throws(Refusal) -> Approximation {
        if let fault = adjusted.fault { throw refusal(fault) }
        guard let point = guide(selling: Approximation(amount), of: side) else {
            throw refusal(.targetIsZero)
        }
        return point.slope
    }

    /// The continuous curve, with the targets and the reciprocal price the contract would use.
    public func guide(selling amount: Approximation, of side: Side) -> CurvePoint? {
        guide(selling: side)?.point(after: amount)
    }

    /// `nil` where the contract refuses to say its targets.
    func guide(selling side: Side) -> DODOGuide? {
        adjusted.fault == nil ? DODOGuide(self, selling: side) : nil
    }
}

/// The continuous curve of a PMM pool seen by a seller of one side.
///
/// With V the reserve and V0 the target of the scarce side, the price there is `1 - k + k (V0/V)^2`
/// times the guide price, and what has been paid along the way is its integral.
struct DODOGuide {
    private let k: Approximation
    private let complement: Approximation
    /// Units paid out for one unit sold, at balance.
    private let price: Approximation
    /// What both fees leave of the output.
    private let kept: Approximation
    private let soldReserve: Approximation
    private let soldTarget: Approximation
    private let paidReserve: Approximation
    private let paidTarget: Approximation
    private let surplus: Approximation
    private let soldIsScarce: Bool
    private let isBalanced: Bool

    init(_ pool: DODOPool, selling side: Side) {
        let isBase = side == .base
        let one = Approximation(DODOArithmetic.one)
        // The contract rounds the reciprocal down to 36 decimals, which for a large price shows.
        price =
            isBase
            ? Approximation(pool.guidePrice) / one
            : Approximation(
                DODOArithmetic.oneSquared.quotientAndRemainder(dividingBy: pool.guidePrice).quotient
            ) / one
        k = Approximation(pool.slippage) / one
        complement = Approximation(DODOArithmetic.one &- pool.slippage) / one
        let fees = pool.lpFeeRate &+ pool.maintainerFeeRate
        kept = fees >= DODOArithmetic.one ? .zero : Approximation(DODOArithmetic.one &- fees) / one
        let paid = isBase ? pool.quoteReserve : pool.baseReserve
        let target = isBase ? pool.adjusted.quoteTarget : pool.adjusted.baseTarget
        soldReserve = Approximation(isBase ? pool.baseReserve : pool.quoteReserve)
        soldTarget = Approximation(isBase ? pool.adjusted.baseTarget : pool.adjusted.quoteTarget)
        paidReserve = Approximation(paid)
        paidTarget = Approximation(target)
        surplus = Approximation(paid > target ? paid &- target : .zero)
        soldIsScarce = pool.regime == (isBase ? .aboveOne : .belowOne)
        isBalanced = pool.regime == .one
    }

    func point(after amount: Approximation) -> CurvePoint? {
        if isBalanced { return beyond(amount, from: paidTarget, before: .zero) }
        guard soldIsScarce else { return beyond(amount, from: paidReserve, before: .zero) }
        let filled = soldReserve + amount
        guard filled < soldTarget else {
            return beyond(filled - soldTarget, from: paidTarget, before: surplus)
        }
        let paid =
            price * amount
            * (complement + k * (soldTarget / filled) * (soldTarget / soldReserve))
        return CurvePoint(
            received: kept * (paid < surplus ? paid : surplus),
            slope: kept * price * steepness(soldTarget / filled)
        )
    }

    private func steepness(_ ratio: Approximation) -> Approximation {
        complement + k * ratio * ratio
    }

    /// How much is sold until the next unit brings no more than `slope`; `nil` on a straight line, where
    /// no amount answers that.
    func amount(downTo slope: Approximation) -> Approximation? {
        if k.isZero || slope.isZero || price.isZero { return nil }
        let best = kept * price
        if isBalanced { return beyond(downTo: slope, best, from: paidTarget) }
        guard soldIsScarce else { return beyond(downTo: slope, best, from: paidReserve) }
        // Filling up what is scarce pays more than the guide price, down to it at the target.
        guard slope < best else {
            let ratio = ratio(ofSteepness: slope / best)
            return ratio.isZero ? .zero : soldTarget / ratio - soldReserve
        }
        guard let more = beyond(downTo: slope, best, from: paidTarget) else { return nil }
        return (soldTarget - soldReserve) + more
    }

    /// The ratio of target to reserve at which the curve is that steep; zero where it never is so flat.
    private func ratio(ofSteepness steepness: Approximation) -> Approximation {
        ((steepness - complement) / k).squareRoot()
    }

    private func beyond(
        downTo slope: Approximation,
        _ best: Approximation,
        from start: Approximation
    ) -> Approximation? {
        if paidTarget.isZero || start.isZero { return .zero }
        let ratio = ratio(ofSteepness: best / slope)
        if ratio.isZero { return .zero }
        let end = paidTarget / ratio
        guard end < start else { return .zero }
        // The integral of the price from one reserve to the other.
        let fallen = start - end
        return fallen * (complement + k * (paidTarget / start) * ratio) / price
    }

    /// Selling what is not scarce: the other side's reserve falls from `start`.
    private func beyond(
        _ amount: Approximation,
        from start: Approximation,
        before: Approximation
    ) -> CurvePoint? {
        if paidTarget.isZero || start.isZero { return nil }
        let end = reserveLeft(after: price * amount, from: start)
        if end.isZero { return CurvePoint(received: kept * (before + start), slope: .zero) }
        return CurvePoint(
            received: kept * (before + (start - end)),
            slope: kept * price / steepness(paidTarget / end)
        )
    }

    /// The positive root of `(1 - k) V^2 + b V - k V0^2`, in whichever form cancels nothing.
    private func reserveLeft(after value: Approximation, from start: Approximation) -> Approximation
    {
        let square = k * paidTarget * paidTarget
        let up = square / start + value
        let down = complement * start
        let isPositive = down < up
        let b = isPositive ? up - down : down - up
        let inner = b * b + complement * square * Approximation(UInt64(4))
        let root = inner.squareRoot()
        if isPositive { return (square + square) / (b + root) }
        return ((b + root) / complement).halved
    }
}
