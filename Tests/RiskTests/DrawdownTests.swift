import Numerics
import Risk
import TestSupport
import Testing
import Vocabulary

/// How far the capital may fall, whatever is paid in or taken out.
@Suite struct DrawdownTests {
    private let noon = Instant(milliseconds: 43_200_000)

    private func see(
        _ equity: Int64?,
        capital: Int64 = 1_000,
        _ breakers: inout Breakers
    ) -> Trip? {
        let observation = Observation.equity(equity.map { Worth($0) }, capital: Worth(capital))
        guard case .tripped(let trip) = breakers.take(observation, at: noon).first else {
            return nil
        }
        return trip
    }

    @Test func `a fall opens beyond a tenth of the peak`() throws {
        var breakers = try Breakers()
        #expect(see(1_000, &breakers) == nil)
        #expect(see(2_000, &breakers) == nil)
        #expect(see(1_800, &breakers) == nil)
        let trip = try #require(see(1_799, &breakers))
        #expect(trip.breaker == .drawdown)
        #expect(trip.relation == .above)
        #expect(trip.left == .share(BasisPoints(millionths: 1_005_000_000)))
        #expect(trip.right == .share(BasisPoints(millionths: 1_000_000_000)))
    }

    @Test func `what is withdrawn is no loss`() throws {
        var breakers = try Breakers()
        #expect(see(1_000, capital: 1_000, &breakers) == nil)
        #expect(see(950, capital: 1_000, &breakers) == nil)
        #expect(see(95, capital: 145, &breakers) == nil)
        #expect(see(90, capital: 145, &breakers) == nil)
        #expect(see(89, capital: 145, &breakers)?.breaker == .drawdown)
    }

    @Test func `fresh money hides no loss`() throws {
        var breakers = try Breakers()
        #expect(see(1_000, capital: 1_000, &breakers) == nil)
        #expect(see(910, capital: 1_000, &breakers) == nil)
        #expect(see(9_100, capital: 9_190, &breakers) == nil)
        #expect(see(9_000, capital: 9_190, &breakers) == nil)
        #expect(see(8_999, capital: 9_190, &breakers)?.breaker == .drawdown)
    }

    @Test func `money that comes as something is lost does not cover it`() throws {
        var breakers = try Breakers()
        #expect(see(1_000, capital: 1_000, &breakers) == nil)
        #expect(see(1_000, capital: 1_200, &breakers)?.breaker == .drawdown)
    }

    @Test func `a worth that is not known is not a worth of nothing`() throws {
        var breakers = try Breakers()
        #expect(see(1_000, &breakers) == nil)
        #expect(see(nil, &breakers) == nil)
        #expect(see(950, &breakers) == nil)
        #expect(!breakers.isTripped(.drawdown, .global))
    }

    @Test func `from nothing nothing falls`() throws {
        var breakers = try Breakers()
        #expect(see(0, capital: 0, &breakers) == nil)
        #expect(see(0, capital: 0, &breakers) == nil)
        #expect(see(500, capital: 500, &breakers) == nil)
        #expect(see(0, capital: 0, &breakers) == nil)
        #expect(see(700, capital: 700, &breakers) == nil)
        #expect(see(629, capital: 700, &breakers)?.breaker == .drawdown)
    }

    @Test func `debt is a fall`() throws {
        var breakers = try Breakers()
        #expect(see(0, capital: 0, &breakers) == nil)
        #expect(see(-1, capital: 0, &breakers)?.left == .share(.whole))
    }

    @Test func `numbers that no money has stop it and trap nothing`() throws {
        var breakers = try Breakers()
        let (most, least) = (Worth(units: .max), Worth(units: .min))
        #expect(breakers.take(.equity(most, capital: least), at: noon).isEmpty)
        #expect(breakers.take(.equity(least, capital: most), at: noon).count == 1)
        var other = try Breakers()
        _ = other.take(.equity(least, capital: .zero), at: noon)
        _ = other.take(.equity(most, capital: .zero), at: noon)
        _ = other.take(.equity(least, capital: .zero), at: noon)
        #expect(other.isTripped(.drawdown, .global))
    }

    @Test func `armed again, the fall is counted from where somebody looked`() throws {
        var breakers = try Breakers()
        _ = see(1_000, &breakers)
        #expect(see(800, &breakers) != nil)
        breakers.rearm(.drawdown, .global)
        #expect(see(800, &breakers) == nil)
        #expect(see(720, &breakers) == nil)
        #expect(see(719, &breakers) != nil)
    }

    @Test func `flows alone never open it`() throws {
        var chance = Chance(seed: 5)
        var breakers = try Breakers()
        var capital: Int64 = 1_000_000
        for _ in 0..<2_000 {
            #expect(see(capital, capital: capital, &breakers) == nil)
            capital += Int64.random(in: -(capital / 2)...capital, using: &chance)
            capital = min(max(capital, 1_000), 1_000_000_000)
        }
    }
}
