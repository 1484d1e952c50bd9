import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Venues

@Suite struct SplitTests {
    static func received(_ markets: [Market], _ shares: [UInt256], _ side: Side) -> UInt256? {
        var sum = UInt256.zero
        for (market, share) in zip(markets, shares) where share > 0 {
            guard let quote = try? market.quote(selling: share, of: side) else { return nil }
            sum += quote.received
        }
        return sum
    }

    /// Three units a pool, of what it pays or, where that is worth more, of what it takes: V3 rounds its
    /// fee in the input. A PMM contract computes its ratio with 18 decimals, so beyond 10^18 units its
    /// own rounding is coarser than a unit.
    static func grain(_ split: Split, pools: UInt256) -> UInt256 {
        let worthOfInput = split.received / split.shares.reduce(0, +)
        return 3 * pools * (1 + worthOfInput + split.received / 1_000_000_000_000_000_000)
    }

    @Test func `no two-way split beats the split by more than three units a pool`() throws {
        let seed: UInt64 = 0x5917
        var samples = SizingSamples(seed: seed)
        var divided = 0
        for number in 0..<Effort.scenarios {
            let (base, quote) = (samples.decimals(), samples.decimals())
            let price = UInt256(100 + samples.below(5000))
            let depth = Int(samples.below(11)) + 1
            let markets = try (0..<2).map { _ in
                try samples.market(
                    base: base,
                    quote: quote,
                    depth: depth - Int(samples.below(2)),
                    thousandths: samples.near(price, thousandths: 20)
                )
            }
            let side: Side = samples.pick([.base, .quote])
            let whole = SizingSamples.power((side == .base ? base : quote) + depth)
            let amount = whole * UInt256(1 + samples.below(2000)) / 1000
            guard let split = Market.split(amount, of: side, over: markets, costPerPool: 0) else {
                continue
            }
            let place = "seed \(seed), scenario \(number): \(split) of \(amount) \(side) \(markets)"
            #expect(split.shares.reduce(0, +) == amount, "\(place)")
            #expect(split.received == Self.received(markets, split.shares, side), "\(place)")
            if split.shares.allSatisfy({ $0 > 0 }) { divided += 1 }
            var firsts = [UInt256.zero, amount]
            for step in 1...Effort.neighbours {
                if split.shares[0] >= step { firsts.append(split.shares[0] - step) }
                if split.shares[1] >= step { firsts.append(split.shares[0] + step) }
            }
            for _ in 0..<Effort.randomSizes {
                firsts.append(amount * UInt256(samples.below(1_000_001)) / 1_000_000)
            }
            let better = firsts.max {
                let (one, other) = ([$0, amount - $0], [$1, amount - $1])
                return Self.received(markets, one, side) ?? 0
                    < Self.received(markets, other, side) ?? 0
            }
            let first = try #require(better)
            let most = Self.received(markets, [first, amount - first], side) ?? 0
            #expect(most <= split.received + Self.grain(split, pools: 2), "\(first) in \(place)")
        }
        print("splits: \(divided) of \(Effort.scenarios) scenarios used both pools")
        #expect(divided > Effort.scenarios / 4)
    }

    @Test func `many pools share until nothing is won by moving a share`() throws {
        let seed: UInt64 = 0x5918
        var samples = SizingSamples(seed: seed)
        for number in 0..<Effort.scenarios / 4 {
            let markets = try (0..<5).map { _ in
                try samples.market(base: 18, quote: 6, depth: 5, thousandths: 1000)
            }
            let amount = SizingSamples.power(18 + 4) * UInt256(1 + samples.below(100))
            guard let split = Market.split(amount, of: .base, over: markets, costPerPool: 0) else {
                continue
            }
            for _ in 0..<Effort.randomSizes {
                let from = Int(samples.below(5))
                let to = Int(samples.below(5))
                guard from != to else { continue }
                var shares = split.shares
                let moved = shares[from] >> Int(samples.below(80))
                shares[from] -= moved
                shares[to] += moved
                guard let received = Self.received(markets, shares, .base) else { continue }
                #expect(
                    received <= split.received + Self.grain(split, pools: 5),
                    "seed \(seed), scenario \(number): \(moved) from \(from) to \(to) of \(split)"
                )
            }
        }
    }

    @Test func `a pool that brings less than its cost is left out`() throws {
        let pair = try UniswapV2Pair(
            reserve0: 1_000_000_000,
            reserve1: 1_000_000_000,
            fee: .original
        )
        let market = try Market(.uniswapV2(pair), baseDecimals: 6, quoteDecimals: 6)
        let both = [market, market]
        let free = try #require(Market.split(1_000_000, of: .base, over: both, costPerPool: 0))
        #expect(free.shares == [500_000, 500_000])
        let alone = try market.quote(selling: 1_000_000, of: .base).received
        let won = free.received - alone
        #expect(won > 0)
        let dear = try #require(Market.split(1_000_000, of: .base, over: both, costPerPool: won))
        #expect(dear.shares.contains(0) && dear.received == alone)
        let cheap = try #require(
            Market.split(1_000_000, of: .base, over: both, costPerPool: won - 1)
        )
        #expect(cheap == free)
    }

    @Test func `what cannot be divided is nil`() throws {
        #expect(Market.split(1, of: .base, over: [], costPerPool: 0) == nil)
        let pair = try UniswapV2Pair(reserve0: 1000, reserve1: 1000, fee: .original)
        let market = try Market(.uniswapV2(pair), baseDecimals: 6, quoteDecimals: 6)
        let many = [Market](repeating: market, count: Market.mostPools + 1)
        #expect(Market.split(100, of: .base, over: many, costPerPool: 0) == nil)
        #expect(Market.split(0, of: .base, over: [market], costPerPool: 0) == nil)
    }
}
