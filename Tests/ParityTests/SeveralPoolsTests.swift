import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// Over several pools the best size has no closed form: it is searched, and the search is tried here
/// against every size of a grid.
@Suite struct SeveralPoolsTests {
    /// Two or three pools of different depth and price on each chain.
    private func random(_ seed: UInt64) throws -> Fixture {
        var chance = Chance(seed: seed)
        func pick(_ range: ClosedRange<UInt64>) -> UInt64 {
            range.lowerBound + chance.next() % (range.upperBound - range.lowerBound + 1)
        }
        var fixture = Fixture()
        for (path, first) in [(\Fixture.first, UInt64(0xA10)), (\Fixture.second, 0xA20)] {
            for number in 0..<pick(1...2) {
                var other = fixture[keyPath: path]
                other.depth = pick(100_000...3_000_000)
                other.slippage = pick(10...200) * 1_000_000_000_000_000
                other.fee = pick(0...4) * 100_000_000_000_000
                let share = Int(other.depth / pick(40...200))
                other.pushed = path == \Fixture.second ? share : -share
                let venue = try fixture.venue(other)
                fixture[keyPath: path].more.append((first + number, venue))
            }
            fixture[keyPath: path].gasPrice = .known(Wei(UInt256(pick(0...20_000_000))))
        }
        fixture.fee = BasisPoints(millionths: pick(0...4) * 1_000_000)
        fixture.parameters.parity.toxic = BasisPoints(millionths: 2_000_000_000)
        fixture.parameters.size.most = Worth(Int64(pick(20_000...80_000)))
        fixture.parameters.size.perDay = Worth(1_000_000)
        fixture.parameters.size.perPoolAndBlock = Worth(100_000)
        fixture.parameters.safety.worstCase = Worth(1_000)
        return fixture
    }

    @Test func `over several pools no size earns more than the one that is searched`() throws {
        var (searched, inside) = (0, 0)
        for seed in 0..<24 as Range<UInt64> {
            let fixture = try random(seed)
            guard let plan = try fixture.assess().plan else { continue }
            searched += 1
            let most = fixture.parameters.size.most
            let value = Worth(units: Int256(magnitude: plan.size, isNegative: false) ?? .zero)
            if value.units * Int256(1_000_000_000_000) < most.units { inside += 1 }
            for step in 1...24 as ClosedRange<Int64> {
                var forced = fixture
                forced.parameters.size.most = Worth(units: most.units * Int256(step) / Int256(24))
                // Made as large as it is allowed, whatever it brings.
                forced.parameters.mission = .parity(Mission.Subsidy(perDay: Worth(1_000_000)))
                guard let other = try forced.assess().plan, other.net > plan.net else { continue }
                let gap = other.net.subtracting(plan.net) ?? other.net
                #expect(
                    gap.units * Int256(10_000) <= plan.net.units,
                    "seed \(seed): \(other.size) earns \(other.net), \(plan.size) only \(plan.net)"
                )
            }
        }
        #expect(searched > 12, "\(searched) plans")
        #expect(inside > 6, "\(inside) of \(searched) have their top below the most")
    }

    @Test func `a pool more never earns less`() throws {
        var compared = 0
        for seed in 0..<24 as Range<UInt64> {
            let fixture = try random(seed)
            guard let plan = try fixture.assess().plan else { continue }
            var fewer = fixture
            fewer.first.more = []
            fewer.second.more = []
            let single = try fewer.assess().plan?.net ?? .zero
            compared += 1
            // A search ends a 65,536th of the way off, which costs the square of that.
            #expect(plan.net.units * Int256(10_000) >= single.units * Int256(9_999), "seed \(seed)")
        }
        #expect(compared > 12)
    }
}
