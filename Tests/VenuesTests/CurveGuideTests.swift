import Numerics
import TestSupport
import Testing

@testable import Venues

struct CurveGuideTests {
    private static func pool(_ chance: inout Chance) -> DODOPool? {
        let whole: UInt256 = 1_000_000_000_000_000_000
        let regimes: [DODOPool.Regime] = [.one, .aboveOne, .belowOne]
        let regime = regimes[Int(chance.next() % 3)]
        let target = UInt256(1 + chance.next() % 1_000_000) * 1_000_000_000
        // What is scarce is short of its target by up to half, and the other side has what it is worth.
        let short = target - target * UInt256(chance.next() % 500) / 1_000
        let full = target + (target - short) * UInt256(1_000 + chance.next() % 400) / 1_000
        return try? DODOPool(
            kind: .dsp,
            revision: .current,
            guidePrice: whole * UInt256(500 + chance.next() % 1_000) / 1_000,
            slippage: whole * UInt256(1 + chance.next() % 1_000) / 1_000,
            baseReserve: regime == .aboveOne ? short : regime == .belowOne ? full : target,
            quoteReserve: regime == .belowOne ? short : regime == .aboveOne ? full : target,
            baseTarget: target,
            quoteTarget: target,
            regime: regime,
            lpFeeRate: whole * UInt256(chance.next() % 30) / 10_000,
            maintainerFeeRate: .zero
        )
    }

    @Test func `the amount down to a slope is where the curve is that steep`() throws {
        let seed: UInt64 = 0xC0_5E
        var chance = Chance(seed: seed)
        var met = 0
        for number in 0..<4_000 {
            guard let pool = Self.pool(&chance) else { continue }
            let side: Side = chance.next() % 2 == 0 ? .base : .quote
            let guide = CurveGuide(.dodo(pool), selling: side)
            guard let first = guide.point(after: .zero) else { continue }
            // A slope that the curve has after anything up to three times what is there.
            let sold = pool.baseReserve * UInt256(chance.next() % 3_000) / 1_000
            guard let wanted = guide.point(after: Approximation(sold)), !wanted.slope.isZero else {
                continue
            }
            let amount = try #require(guide.amount(downTo: wanted.slope))
            let place = "seed \(seed), case \(number): \(side) of \(pool)"
            if amount.isZero {
                #expect(first.slope <= wanted.slope, "\(place)")
                continue
            }
            met += 1
            let found = try #require(guide.point(after: amount)?.slope)
            let (low, high) = (min(found, wanted.slope), max(found, wanted.slope))
            // To one in a thousand million of the slope.
            #expect((high - low) * Approximation(UInt64(1_000_000_000)) < high, "\(place)")
        }
        #expect(met > 1_000)
    }
}
