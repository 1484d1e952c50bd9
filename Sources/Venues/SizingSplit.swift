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
        let all = Array(markets.indices)
        var search = SplitSearch(markets: markets, used: all, side: side, amount: amount)
        var best = search.split()
        while search.used.count > 1 {
            let used = search.used
            var fewest: (split: Split, used: [Int])?
            for index in used.indices {
                if let best, search.isWorth(more: costPerPool, used[index], in: best) { continue }
                var fewer = used
                fewer.remove(at: index)
                guard let split = search.with(fewer).split() else { continue }
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
            search = search.with(fewest.used)
        }
        return best
    }
}

/// The search for one set of pools.
private struct SplitSearch {
    let markets: [Market]
    private let guides: [CurveGuide]
    let used: [Int]
    let side: Side
    let amount: UInt256

    init(markets: [Market], used: [Int], side: Side, amount: UInt256) {
        self.markets = markets
        self.used = used
        self.side = side
        self.amount = amount
        guides = markets.map { $0.guide(selling: side) }
    }

    private init(_ other: SplitSearch, used: [Int]) {
        markets = other.markets
        guides = other.guides
        side = other.side
        amount = other.amount
        self.used = used
    }

    /// The same with other pools of them.
    func with(_ used: [Int]) -> SplitSearch { SplitSearch(self, used: used) }

    /// Whether the best split without a pool is sure to bring so much less that the pool earns this cost.
    ///
    /// Curves only flatten: what the others pay for its share is at most what they pay for their next unit
    /// now. `false` says nothing.
    func isWorth(more cost: UInt256, _ index: Int, in split: Split) -> Bool {
        let share = split.shares[index]
        if share == .zero { return false }
        var slope = Approximation.zero
        for other in used where other != index {
            let point = guides[other].point(after: Approximation(split.shares[other]))
            guard let point else { return false }
            slope = max(slope, point.slope)
        }
        do throws(Refusal) {
            let received = try markets[index].quote(selling: share, of: side).received
            let elsewhere = slope * Approximation(share)
            let least = Approximation(received) - elsewhere
            let rounding = Approximation(split.received >> 24) + Approximation(UInt64(256))
            return Approximation(cost) + rounding < least
        } catch {
            return false
        }
    }

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
            max(best, guides[index].point(after: .zero)?.slope ?? .zero)
        }
    }

    /// How much a pool takes before its slope falls to this one; at most everything.
    private func share(of index: Int, downTo slope: Approximation) -> Approximation {
        let guide = guides[index]
        if let share = guide.amount(downTo: slope) { return min(share, Approximation(amount)) }
        return SizingSearch.crossing(
            start: markets[index].searchStart(side),
            most: Approximation(amount)
        ) { size in
            guard let point = guide.point(after: size), !point.slope.isZero else {
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
