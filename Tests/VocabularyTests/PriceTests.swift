import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct PriceTests {
    private func price(_ numerator: UInt256, _ denominator: UInt256) throws -> Price {
        try #require(Price(numerator: numerator, denominator: denominator))
    }

    @Test func `a price of nothing is no price`() {
        #expect(Price(numerator: 0, denominator: 1) == nil)
        #expect(Price(numerator: 1, denominator: 0) == nil)
        #expect(Price(quote: 1, quoteDecimals: 0, base: .max, baseDecimals: 36) != nil)
        #expect(Price(quote: .max, quoteDecimals: 0, base: 1, baseDecimals: 1) == nil)
    }

    @Test func `equal values are equal prices, to the last bit`() throws {
        #expect(try price(1, 2) == price(2, 4))
        #expect(try price(.max, .max - 1) != price(.max - 1, .max - 2))
        #expect(try price(.max, .max - 1) < price(.max - 1, .max - 2))
        #expect(try price(.max - 1, .max) < price(1, 1))
    }

    @Test func `prices are in one order, whichever way they are asked`() throws {
        var chance = Chance(seed: 33)
        var prices: [Price] = []
        for _ in 0..<60 {
            let shift = Int.random(in: 0..<250, using: &chance)
            let numerator =
                UInt256(limbs: chance.next(), chance.next(), chance.next(), .max) >> shift
            prices.append(try price(numerator, numerator &+ UInt256(chance.next() % 3) | 1))
        }
        for left in prices {
            for right in prices {
                #expect([left < right, left == right, right < left].count { $0 } == 1)
                #expect((left < right) == (right.inverted < left.inverted))
                for middle in prices where left < middle && middle < right {
                    #expect(left < right)
                }
            }
        }
    }

    @Test func `decimals move into the fraction`() throws {
        // 2,650 USD of six decimals for one ounce of eighteen.
        let gold = try #require(
            Price(
                quote: 2_650_000_000,
                quoteDecimals: 6,
                base: 1_000_000_000_000_000_000,
                baseDecimals: 18
            )
        )
        #expect(try gold == price(2_650, 1))
        #expect(gold.text(decimals: 2) == "2650")
        let inverse = try #require(
            Price(
                quote: 1_000_000_000_000_000_000,
                quoteDecimals: 18,
                base: 2_650_000_000,
                baseDecimals: 6
            )
        )
        #expect(inverse == gold.inverted)
        #expect(inverse.text(decimals: 6) == "0.000377")
    }

    @Test func `a worth is rounded as named`() throws {
        let third = try price(1, 3)
        #expect(third.worth(of: 10, rounding: .down) == 3)
        #expect(third.worth(of: 10, rounding: .up) == 4)
        #expect(try price(2, 1).worth(of: .max, rounding: .down) == nil)
    }

    @Test func `a price over a third token is exact where it fits`() throws {
        let base = try price(2_650, 3)
        let quote = try price(7, 11)
        let cross = try #require(Price(of: base, in: quote, rounding: .down))
        #expect(try cross == price(2_650 * 11, 3 * 7))
    }

    @Test func `a price over a third token leans as named where it doesn't fit`() throws {
        var chance = Chance(seed: 34)
        for _ in 0..<2_000 {
            func number() -> UInt256 {
                UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
                    >> Int.random(in: 0..<60, using: &chance) | 1
            }
            let base = try price(number(), number())
            let quote = try price(number(), number())
            let down = try #require(Price(of: base, in: quote, rounding: .down))
            let up = try #require(Price(of: base, in: quote, rounding: .up))
            #expect(down <= up)
            // Both ends are within two units of 2^190 of each other, relatively.
            let spread = Deviation(of: up, from: down)
            #expect(spread.share.millionths == 0)
        }
        let huge = try price(.max, 1)
        #expect(Price(of: huge, in: huge.inverted, rounding: .down) != nil)
    }

    @Test(
        arguments: [
            (1_000_000, 1_000_600, 6, Deviation.Dear.second),
            (1_000_600, 1_000_000, 5, .first),
            (1_000_000, 1_000_000, 0, .neither),
            (1, 2, 10_000, .second),
            (2, 1, 5_000, .first),
        ] as [(UInt64, UInt64, UInt64, Deviation.Dear)]
    )
    func `a deviation is a share of the first price and keeps its side`(
        first: UInt64,
        second: UInt64,
        basisPoints: UInt64,
        dear: Deviation.Dear
    ) throws {
        let deviation = Deviation(
            of: try price(UInt256(first), 1),
            from: try price(UInt256(second), 1)
        )
        #expect(deviation.basisPoints == basisPoints)
        #expect(deviation.dear == dear)
    }

    @Test func `a threshold is met exactly at its boundary`() throws {
        let enter = try #require(BasisPoints(6))
        let at = Deviation(of: try price(10_000, 1), from: try price(10_006, 1))
        let below = Deviation(
            of: try price(10_000 * UInt256.one << 200, 1),
            from: try price(10_006 * UInt256.one << 200 - 1, 1)
        )
        #expect(at.isAtLeast(enter))
        #expect(!below.isAtLeast(enter))
        #expect(below.isAtLeast(BasisPoints(millionths: enter.millionths - 1)))
        #expect(Deviation(of: try price(1, .max), from: try price(.max, 1)).basisPoints > 0)
    }
}
