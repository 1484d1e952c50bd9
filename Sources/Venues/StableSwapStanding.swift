import Numerics
public import Vocabulary

extension StableSwapPool {
    /// The same pool after trades that have brought the price there, fees left out: its invariant stays.
    ///
    /// The price of base units; no balance is one unit off where it is reached. `nil` where no trade of a
    /// thousand times what the pool holds would bring it there.
    public func standing(at price: Price) -> StableSwapPool? {
        guard let free = with(balances, fee: .zero), let now = try? free.marginalPrice() else {
            return nil
        }
        guard now != price else { return self }
        let side: Side = price > now ? .quote : .base
        func after(_ amount: UInt256) -> StableSwapPool? {
            var pool = free
            return (try? pool.sell(amount, of: side)) == nil ? nil : pool
        }
        /// `nil` for what the pool refuses, which is too much.
        func isThere(_ amount: UInt256) -> Bool? {
            guard let there = try? after(amount)?.marginalPrice() else { return nil }
            return side == .quote ? there >= price : there <= price
        }
        var high = balances[coins(selling: side).sold] >> 6
        var low = UInt256.zero
        for _ in 0..<17 {
            if isThere(high) != false { break }
            low = high
            high = high &+ high
        }
        guard isThere(high) != false else { return nil }
        while high > low, high - low > .one {
            let middle = low + (high - low) >> 1
            if isThere(middle) == false { low = middle } else { high = middle }
        }
        return after(high).flatMap { with($0.balances, fee: fee) }
    }

    private func with(_ balances: [UInt256], fee: UInt256) -> StableSwapPool? {
        try? StableSwapPool(
            rules: rules,
            balances: balances,
            rates: rates,
            amplification: amplification,
            fee: fee,
            administratorShare: administratorShare,
            offPegMultiplier: offPegMultiplier,
            base: base,
            quote: quote
        )
    }
}
