public import Numerics
import Routes
public import Venues
public import Vocabulary

/// What one pool is asked to do in a plan.
public struct PoolTrade: Hashable, Sendable {
    public let pool: ContractKey
    /// In the pool's own terms.
    public let side: Side
    public let sold: UInt256
    public let received: UInt256

    public init(pool: ContractKey, side: Side, sold: UInt256, received: UInt256) {
        self.pool = pool
        self.side = side
        self.sold = sold
        self.received = received
    }
}

/// A size and what it does on both chains, to the last unit.
struct PricedSize: Equatable {
    /// In the coarser of both chains' base decimals.
    let base: UInt256
    let buys: [PoolTrade]
    let sells: [PoolTrade]
    /// Quote on the cheap chain.
    let spent: UInt256
    /// Base on the cheap chain.
    let bought: UInt256
    /// Base on the dear chain.
    let given: UInt256
    /// Quote on the dear chain.
    let earned: UInt256
}

/// All pools of a route, as seen from the side that is dear now.
struct Trading {
    let cheap: [Market]
    let dear: [Market]
    let cheapPools: [PoolDescription]
    let dearPools: [PoolDescription]

    /// The pools whose prices are the chains' prices.
    var pair: MarketPair { MarketPair(buyingFrom: cheap[0], sellingTo: dear[0]) }

    private var isSimple: Bool { cheap.count == 1 && dear.count == 1 }

    /// `nil` where a pool refuses. Each pool used beyond the first costs gas: it must bring more.
    func priced(_ base: UInt256, costPerPool: UInt256) -> PricedSize? {
        guard !base.isZero else { return nil }
        if isSimple { return pair.size(base).flatMap(single) }
        guard
            let wanted = Decimals.convert(base, from: pair.baseDecimals, to: cheap[0].baseDecimals),
            let given = Decimals.convert(base, from: pair.baseDecimals, to: dear[0].baseDecimals),
            let sale = Market.split(given, of: .base, over: dear, costPerPool: costPerPool),
            let purchase = purchase(of: wanted, costPerPool: costPerPool)
        else { return nil }
        let sells = trades(sale.shares, of: .base, dear, dearPools)
        let buys = trades(purchase.shares, of: .quote, cheap, cheapPools)
        let spent = purchase.shares.reduce(UInt256.zero) { $0 &+ $1 }
        return PricedSize(
            base: base,
            buys: buys,
            sells: sells,
            spent: spent,
            bought: purchase.received,
            given: given,
            earned: sale.received
        )
    }

    func single(_ size: PairedSize) -> PricedSize {
        PricedSize(
            base: size.base,
            buys: [trade(size.purchase, of: .quote, cheap[0], cheapPools[0])],
            sells: [trade(size.sale, of: .base, dear[0], dearPools[0])],
            spent: size.purchase.sold,
            bought: size.purchase.received,
            given: size.sale.sold,
            earned: size.sale.received
        )
    }

    private func trade(
        _ quote: Quote,
        of side: Side,
        _ market: Market,
        _ pool: PoolDescription
    ) -> PoolTrade {
        PoolTrade(
            pool: pool.key,
            side: market.isInverted ? side.other : side,
            sold: quote.sold,
            received: quote.received
        )
    }

    private func trades(
        _ shares: [UInt256],
        of side: Side,
        _ markets: [Market],
        _ pools: [PoolDescription]
    ) -> [PoolTrade] {
        var trades: [PoolTrade] = []
        for (index, share) in shares.enumerated() where !share.isZero {
            guard let quote = try? markets[index].quote(selling: share, of: side) else { continue }
            trades.append(trade(quote, of: side, markets[index], pools[index]))
        }
        return trades
    }

    /// The most looks for what to spend; the curve is nearly straight between two of them.
    private static let mostLooks = 32

    /// Several pools have no exact output together: what is spent grows along the rate just seen until
    /// it buys enough.
    private func purchase(of wanted: UInt256, costPerPool: UInt256) -> Split? {
        guard let start = cheapestInput(buying: wanted) else { return nil }
        var spent = start
        var best: (spent: UInt256, split: Split)?
        for _ in 0..<Self.mostLooks {
            guard
                let split = Market.split(spent, of: .quote, over: cheap, costPerPool: costPerPool)
            else { return best?.split }
            if split.received >= wanted, spent < best?.spent ?? .max { best = (spent, split) }
            guard
                let next = spent.multiplied(by: wanted, dividedBy: split.received, rounding: .up)
            else { return best?.split }
            if next == spent || next == best?.spent { break }
            spent = split.received < wanted && next <= spent ? spent &+ 1 : next
        }
        return best?.split
    }

    /// What one pool alone would ask: more than all of them together.
    private func cheapestInput(buying wanted: UInt256) -> UInt256? {
        var least: UInt256?
        for market in cheap {
            guard let quote = market.leastInput(buying: wanted, of: .base) else { continue }
            least = min(least ?? .max, quote.sold)
        }
        return least ?? capacityInput(wanted)
    }

    /// No pool has enough alone: a price's worth to start from.
    private func capacityInput(_ wanted: UInt256) -> UInt256? {
        guard let price = try? cheap[0].venue.marginalPrice() else { return nil }
        let unit = cheap[0].isInverted ? price.inverted : price
        return unit.worth(of: wanted, rounding: .up)
    }

    /// The scene's pools after the trade; `nil` where one refuses.
    func after(_ size: PricedSize) -> Trading? {
        var (cheap, dear) = (cheap, dear)
        for trade in size.buys {
            guard let index = cheapPools.firstIndex(where: { $0.key == trade.pool }) else {
                return nil
            }
            guard (try? cheap[index].sell(trade.sold, of: .quote)) != nil else { return nil }
        }
        for trade in size.sells {
            guard let index = dearPools.firstIndex(where: { $0.key == trade.pool }) else {
                return nil
            }
            guard (try? dear[index].sell(trade.sold, of: .base)) != nil else { return nil }
        }
        return Trading(cheap: cheap, dear: dear, cheapPools: cheapPools, dearPools: dearPools)
    }
}

/// Moves amounts between decimals.
public enum Decimals {
    /// `nil` when it does not fit, or when the coarser decimals can't hold it.
    public static func convert(_ units: UInt256, from: UInt8, to: UInt8) -> UInt256? {
        let power = power(max(from, to) - min(from, to))
        if to >= from {
            let (product, overflow) = units.multipliedReportingOverflow(by: power)
            return overflow ? nil : product
        }
        let (quotient, remainder) = units.quotientAndRemainder(dividingBy: power)
        return remainder.isZero ? quotient : nil
    }

    /// Rounded down where the coarser decimals can't hold it; the largest there is when beyond.
    public static func floor(_ units: UInt256, from: UInt8, to: UInt8) -> UInt256 {
        let power = power(max(from, to) - min(from, to))
        if to < from { return units / power }
        let (product, overflow) = units.multipliedReportingOverflow(by: power)
        return overflow ? .max : product
    }

    /// Rounded up where the coarser decimals can't hold it; the largest there is when beyond.
    public static func ceiling(_ units: UInt256, from: UInt8, to: UInt8) -> UInt256 {
        let floor = floor(units, from: from, to: to)
        guard to < from, !(units % power(from - to)).isZero else { return floor }
        return floor &+ .one
    }

    private static func power(_ exponent: UInt8) -> UInt256 {
        (0..<exponent).reduce(UInt256.one) { power, _ in power * 10 }
    }
}
