import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Venues

/// What must hold for every pool at every magnitude, beside agreeing with the vectors.
@Suite struct VenuePropertyTests {
    #if DEBUG
        static let draws = 300
    #else
        static let draws = 20_000
    #endif

    static func amount(_ samples: inout SizingSamples, upTo most: UInt256) -> UInt256 {
        let bits = UInt64(256 - most.leadingZeroBitCount)
        let wide = UInt256(
            limbs: samples.chance.next(),
            samples.chance.next(),
            samples.chance.next(),
            samples.chance.next()
        )
        return min(wide >> Int(256 - samples.below(bits + 1).magnitude), most)
    }

    static func venue(_ samples: inout SizingSamples) throws -> Venue {
        try samples.market(
            base: samples.decimals(),
            quote: samples.decimals(),
            depth: Int(samples.below(12)),
            thousandths: UInt256(100 + samples.below(5000))
        ).venue
    }

    @Test func `any amount of either side gets a number or a reason, never a trap`() throws {
        let seed: UInt64 = 0x70A1
        var samples = SizingSamples(seed: seed, slippages: SizingSamples.steepSlippages)
        var answered = 0
        for _ in 0..<Self.draws {
            var venue = try Self.venue(&samples)
            for side in Side.allCases {
                let amount = Self.amount(&samples, upTo: .max)
                if (try? venue.quote(selling: amount, of: side)) != nil { answered += 1 }
                _ = venue.guide(selling: Approximation(amount), of: side)
                _ = try? venue.sell(amount, of: side)
                _ = try? venue.marginalPrice()
            }
        }
        #expect(answered > Self.draws / 4)
    }

    @Test func `storage in any state gets a number or a reason, never a trap`() {
        let seed: UInt64 = 0x70A2
        var samples = SizingSamples(seed: seed, slippages: SizingSamples.steepSlippages)
        for _ in 0..<Self.draws {
            let words = (0..<9).map { _ in Self.amount(&samples, upTo: .max) }
            let one = DODOArithmetic.one
            guard
                let pool = try? DODOPool(
                    kind: samples.pick(DODOPool.Kind.allCases),
                    revision: samples.pick(DODOPool.Revision.allCases),
                    guidePrice: words[0] % (DODOPool.largestGuidePrice + 1),
                    slippage: words[1] % (one + 1),
                    baseReserve: words[2] >> 144,
                    quoteReserve: words[3] >> 144,
                    baseTarget: words[4] >> 144,
                    quoteTarget: words[5] >> 144,
                    regime: samples.pick(DODOPool.Regime.allCases),
                    lpFeeRate: words[6] % one,
                    maintainerFeeRate: words[7] % one
                )
            else { continue }
            for side in Side.allCases {
                var after = pool
                _ = try? pool.quote(selling: words[8], of: side)
                _ = try? pool.slope(after: words[8], of: side)
                _ = try? after.sell(words[8] >> 144, of: side)
                _ = try? after.marginalPrice()
            }
        }
    }

    @Test func `nothing is made or lost: what enters less what leaves is what the pool gained`()
        throws
    {
        let seed: UInt64 = 0x70A3
        var samples = SizingSamples(seed: seed, slippages: SizingSamples.steepSlippages)
        var sold = 0
        for _ in 0..<Self.draws {
            let before = try samples.dodo(
                base: samples.decimals(),
                quote: samples.decimals(),
                depth: Int(samples.below(12)),
                thousandths: UInt256(100 + samples.below(5000))
            )
            let side: Side = samples.pick(Side.allCases)
            let reserve = side == .base ? before.baseReserve : before.quoteReserve
            let amount = Self.amount(&samples, upTo: reserve)
            var after = before
            guard let paid = try? after.sellDetailed(amount, of: side) else { continue }
            sold += 1
            let leaving = paid.received + paid.maintainerFee
            if side == .base {
                #expect(after.baseReserve == before.baseReserve + amount)
                #expect(after.quoteReserve + leaving == before.quoteReserve)
            } else {
                #expect(after.quoteReserve == before.quoteReserve + amount)
                #expect(after.baseReserve + leaving == before.baseReserve)
            }
            let gross = leaving + paid.lpFee
            #expect(paid.lpFee == gross * before.lpFeeRate / DODOArithmetic.one)
            #expect(paid.maintainerFee == gross * before.maintainerFeeRate / DODOArithmetic.one)
        }
        #expect(sold > Self.draws / 2)
    }

    /// Units by which a contract's own rounding may favour a trader, in what `side` is sold for.
    ///
    /// A PMM contract computes with 18 decimals and a reciprocal price of 36, so beyond some 10^18 units
    /// its grain grows with the amount; one unit of its square root is worth `1 / 2(1 - k)` units of
    /// output, and its adjusted target is a multiple of `reserve / 2k`, where both count 10^-18. Below
    /// k = 10^-6, which no sane pool has, that last one is left out of the samples. Uniswap V2 rounds
    /// every step down.
    static func grain(_ venue: Venue, _ received: UInt256, of side: Side) -> UInt256 {
        guard case .dodo(let pool) = venue else { return 0 }
        let one = DODOArithmetic.one
        let reciprocal = one * one / pool.guidePrice
        let price = side == .base ? pool.guidePrice : reciprocal
        let coarse = received / one + received / reciprocal + received / pool.guidePrice
        let root = pool.slippage == one ? 1 : 1 + one / (2 * (one - pool.slippage))
        let reserve = side == .base ? pool.quoteReserve : pool.baseReserve
        let target = pool.slippage == 0 ? 0 : reserve / (2 * pool.slippage)
        return root * (2 + 2 * coarse + 2 * (price / one)) + target
    }

    @Test func `more sold never pays less, beyond the contracts' own grain`() throws {
        let seed: UInt64 = 0x70A4
        var samples = SizingSamples(seed: seed, slippages: SizingSamples.steepSlippages)
        var compared = 0
        for number in 0..<Self.draws {
            let venue = try Self.venue(&samples)
            let side: Side = samples.pick(Side.allCases)
            let more = Self.amount(&samples, upTo: UInt256(1) << 100)
            let less = more - min(more, Self.amount(&samples, upTo: more | 1))
            guard let big = try? venue.quote(selling: more, of: side).received,
                let small = try? venue.quote(selling: less, of: side).received
            else { continue }
            compared += 1
            #expect(
                small <= big + Self.grain(venue, big, of: side),
                "seed \(seed), draw \(number): \(less) pays \(small), \(more) pays \(big) of \(venue)"
            )
        }
        #expect(compared > Self.draws / 4)
    }

    @Test func `no round trip wins, beyond the contracts' own grain`() throws {
        let seed: UInt64 = 0x70A5
        var samples = SizingSamples(seed: seed, slippages: SizingSamples.steepSlippages)
        var returned = 0
        for number in 0..<Self.draws {
            let start = try Self.venue(&samples)
            let side: Side = samples.pick(Side.allCases)
            let amount = Self.amount(&samples, upTo: start.scale(of: side).floored)
            var middle = start
            guard let there = try? middle.sell(amount, of: side).received else { continue }
            var end = middle
            guard let back = try? end.sell(there, of: side.other).received else { continue }
            returned += 1
            // A unit of grain on the way there is worth what the emptied side pays for it.
            let won = Approximation(Self.grain(start, there, of: side))
            let worth = try middle.slope(after: 0, of: side.other) * won
            let allowed = Self.grain(start, back, of: side.other) + 2 * worth.floored
            #expect(
                back <= amount + allowed,
                "seed \(seed), draw \(number): \(amount) \(side) came back as \(back) of \(start)"
            )
        }
        #expect(returned > Self.draws / 4)
    }
}
