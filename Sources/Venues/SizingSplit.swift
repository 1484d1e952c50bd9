public import Numerics

/// One amount divided over several pools, and what they pay together.
public struct Split: Hashable, Sendable {
    /// One share a market, in the order given; zero where a pool is not worth its cost.
    public let shares: [UInt256]
    /// After fees, before any cost of a pool.
    public let received: UInt256
}

extension Market {
    /// More pools for one pair of tokens on one chain are more than any route needs.
    public static let mostPools = 16

    /// Divides `amount` of `side` so that every pool used pays the same for its last unit, after fees.
    ///
    /// All markets trade the same two tokens of one chain. Each pool used costs `costPerPool` in the
    /// token received: a pool that brings less than that is left out. At most `mostPools` markets;
    /// `nil` with none, with more, or when they cannot take that much together.
    public static func split(
        _ amount: UInt256,
        of side: Side,
        over markets: [Market],
        costPerPool: UInt256
    ) -> Split? {
        if markets.isEmpty || markets.count > mostPools || amount == .zero { return nil }
        var used = Array(markets.indices)
        var best = SplitSearch(markets: markets, used: used, side: side, amount: amount).split()
        while used.count > 1 {
            var fewest: (split: Split, used: [Int])?
            for index in used.indices {
                var fewer = used
                fewer.remove(at: index)
                let search = SplitSearch(markets: markets, used: fewer, side: side, amount: amount)
                guard let split = search.split() else { continue }
                if split.received > fewest?.split.received ?? .zero { fewest = (split, fewer) }
            }
            guard let fewest else { break }
            // One pool less saves its cost: it stays only for what it adds beyond that.
            if let best, best.received > fewest.split.received,
                best.received &- fewest.split.received > costPerPool
            {
                break
            }
            best = fewest.split
            used = fewest.used
        }
        return best
    }
}

/// The search for one set of pools.
private struct SplitSearch {
    let markets: [Market]
    let used: [Int]
    let side: Side
    let amount: UInt256

    func split() -> Split? {
        var shares = [UInt256](repeating: .zero, count: markets.count)
        if used.count == 1 {
            shares[used[0]] = amount
            return priced(shares)
        }
        let whole = Approximation(amount)
        let best = bestStart
        if best.isZero { return nil }
        // The common slope falls from the best pool's first to where all shares add up.
        let fall = SizingSearch.passage(start: Self.firstFall, resolution: .zero) { fall in
            let slope = best / (Approximation.one + fall)
            let taken = used.reduce(Approximation.zero) { $0 + share(of: $1, downTo: slope) }
            return .margin(taken / whole)
        }
        // First what lies above that slope, then what lies on it: a pool without slippage takes
        // everything at one slope.
        var left = amount
        for fall in [fall.below, fall.above] {
            let slope = best / (Approximation.one + fall)
            for index in used where left != .zero {
                let most = share(of: index, downTo: slope).floored
                let more = min(most > shares[index] ? most &- shares[index] : .zero, left)
                shares[index] = shares[index] &+ more
                left = left &- more
            }
        }
        return settled(shares, left)
    }

    private static let firstFall = Approximation(mantissa: 1 << 63, exponent: -63 - 8)

    private var bestStart: Approximation {
        used.reduce(Approximation.zero) { best, index in
            max(best, markets[index].guide(selling: .zero, of: side)?.slope ?? .zero)
        }
    }

    /// How much a pool takes before its slope falls to this one; at most everything.
    private func share(of index: Int, downTo slope: Approximation) -> Approximation {
        let market = markets[index]
        return SizingSearch.crossing(
            start: market.searchStart(side),
            most: Approximation(amount)
        ) { size in
            guard let point = market.guide(selling: size, of: side), !point.slope.isZero else {
                return .tooMuch
            }
            return .margin((slope / point.slope).squareRoot())
        }
    }

    /// Gives what rounding left to the pool that pays most for it.
    private func settled(_ shares: [UInt256], _ left: UInt256) -> Split? {
        if left == .zero { return priced(shares) }
        var best: Split?
        for index in used {
            var trial = shares
            trial[index] = trial[index] &+ left
            guard let split = priced(trial) else { continue }
            if split.received > best?.received ?? .zero { best = split }
        }
        return best
    }

    private func priced(_ shares: [UInt256]) -> Split? {
        var received = UInt256.zero
        for index in used where shares[index] != .zero {
            do throws(Refusal) {
                let quote = try markets[index].quote(selling: shares[index], of: side)
                guard quote.sold == shares[index] else { return nil }
                let (sum, overflow) = received.addingReportingOverflow(quote.received)
                if overflow { return nil }
                received = sum
            } catch {
                return nil
            }
        }
        return Split(shares: shares, received: received)
    }
}
