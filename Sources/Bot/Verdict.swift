import Numerics
import Venues
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

/// Judges one snapshot of each chain and, where they call for a trade, says which orders it takes.
func assess(
    first: Snapshot,
    second: Snapshot,
    configuration: Configuration
) -> (verdict: Verdict, orders: (sell: Order, buy: Order)?) {
    guard
        let firstPrice = try? first.pool.marginalPrice(),
        let secondPrice = try? second.pool.marginalPrice()
    else { return (.hold(.tradeSizeBeyondPool), nil) }
    let deviation = Deviation(of: firstPrice, from: secondPrice)
    guard deviation.isAtLeast(configuration.enter) else { return (.inParity, nil) }
    let (dear, cheap) = deviation.dear == .first ? (first, second) : (second, first)
    let size = configuration.tradeSize
    guard
        let received = try? dear.pool.quote(selling: size, of: .base).received,
        let paid = try? cheap.pool.quote(buying: size, of: .base).sold
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
