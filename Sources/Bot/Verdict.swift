import Numerics
public import Vocabulary

/// What was decided about one look at the two chains, with the numbers it was decided by.
public enum Verdict: Hashable, Sendable {
    case inParity
    case hold(HoldReason)
    case trade(dear: ChainID, cheap: ChainID)
}

public enum HoldReason: Hashable, Sendable {
    /// Off by more than `enter`, but both fees and the price impact eat the gap.
    case gapBelowCost
    case tradeSizeBeyondPool
}

/// The two mid prices against each other, in whole basis points of the first, rounded down.
func deviationInBasisPoints(_ first: ToyPool, _ second: ToyPool) -> UInt256? {
    // P1 = q1/b1, P2 = q2/b2: |P1 - P2| / P1 = |q1 b2 - q2 b1| / (q1 b2). Reserves are below 2^112.
    let left = first.quote * second.base
    let right = second.quote * first.base
    let gap = left > right ? left - right : right - left
    return gap.multiplied(by: 10_000, dividedBy: left, rounding: .down)
}

/// Judges one snapshot of each chain and, where they call for a trade, says which orders it takes.
func assess(
    first: Snapshot,
    second: Snapshot,
    configuration: Configuration
) -> (verdict: Verdict, orders: (sell: Order, buy: Order)?) {
    guard
        let deviation = deviationInBasisPoints(first.pool, second.pool),
        deviation >= configuration.enterBasisPoints
    else { return (.inParity, nil) }
    let firstIsDear = first.pool.quote * second.pool.base > second.pool.quote * first.pool.base
    let (dear, cheap) = firstIsDear ? (first, second) : (second, first)
    let size = configuration.tradeSize
    guard
        let received = dear.pool.quoteForSelling(.base, amount: size),
        let paid = cheap.pool.inputForBuying(.base, amount: size)
    else { return (.hold(.tradeSizeBeyondPool), nil) }
    guard received > paid else { return (.hold(.gapBelowCost), nil) }
    let sell = Order(
        selling: .base,
        amount: size,
        quoted: received,
        in: dear,
        under: configuration
    )
    let buy = Order(selling: .quote, amount: paid, quoted: size, in: cheap, under: configuration)
    guard let sell, let buy else { return (.hold(.tradeSizeBeyondPool), nil) }
    return (.trade(dear: dear.chain, cheap: cheap.chain), (sell, buy))
}
