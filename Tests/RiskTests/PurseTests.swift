import Numerics
import Risk
import TestSupport
import Testing
import Vocabulary

/// So much a day, whichever day one takes.
@Suite struct PurseTests {
    private let noon = Instant(milliseconds: 43_200_000)

    private func minutes(_ minutes: UInt64) -> Instant {
        noon.advanced(by: Interval(milliseconds: minutes * 60_000))
    }

    @Test func `a purse gives what it has and says what it lacks`() throws {
        var purse = Purse(.volume, limit: Worth(50_000))
        try purse.take(Worth(40_000), at: noon)
        #expect(purse.left(at: noon) == Worth(10_000))
        #expect(
            throws: PurseRefusal.full(
                .volume,
                wanted: Worth(10_001),
                left: Worth(10_000),
                limit: Worth(50_000)
            )
        ) { try purse.take(Worth(10_001), at: noon) }
        try purse.take(Worth(10_000), at: noon)
        #expect(purse.left(at: noon) == .zero)
    }

    @Test func `an empty purse refuses everything but nothing`() throws {
        var purse = Purse(.subsidy, limit: .zero)
        try purse.take(.zero, at: noon)
        #expect(throws: PurseRefusal.self) { try purse.take(Worth(units: 1), at: noon) }
    }

    @Test func `nothing negative is taken, and no gain fills a purse`() throws {
        var purse = Purse(.subsidy, limit: Worth(10))
        #expect(throws: PurseRefusal.negative(.subsidy, Worth(-1))) {
            try purse.take(Worth(-1), at: noon)
        }
        purse.note(Worth(-100), at: noon)
        #expect(purse.left(at: noon) == Worth(10))
    }

    @Test func `what was spent beyond the limit is remembered`() {
        var purse = Purse(.unwinding, limit: Worth(100))
        purse.note(Worth(250), at: noon)
        #expect(purse.spent(at: noon) == Worth(250))
        #expect(purse.left(at: noon) == .zero)
    }

    @Test func `twice the limit does not go around midnight`() throws {
        var purse = Purse(.volume, limit: Worth(10))
        try purse.take(Worth(10), at: Instant(milliseconds: 86_399_999))
        #expect(throws: PurseRefusal.self) {
            try purse.take(Worth(10), at: Instant(milliseconds: 86_400_000))
        }
    }

    @Test func `what was never sent comes back, once`() throws {
        var purse = Purse(.volume, limit: Worth(10))
        try purse.take(Worth(10), at: noon)
        purse.giveBack(Worth(10), takenAt: noon)
        #expect(purse.left(at: noon) == Worth(10))
        purse.giveBack(Worth(10), takenAt: noon)
        #expect(purse.left(at: noon) == Worth(10))
        purse.giveBack(Worth(10), takenAt: minutes(600))
        #expect(purse.left(at: noon) == Worth(10))
    }

    @Test func `a clock that is set back frees nothing`() throws {
        var purse = Purse(.volume, limit: Worth(10))
        try purse.take(Worth(10), at: minutes(600))
        #expect(purse.left(at: noon) == .zero)
    }

    @Test func `sums beyond all money stop at the most there is`() throws {
        var purse = Purse(.volume, limit: Worth(units: .max))
        purse.note(Worth(units: .max), at: noon)
        purse.note(Worth(units: .max), at: noon)
        #expect(purse.spent(at: noon) == Worth(units: .max))
        #expect(purse.left(at: noon) == .zero)
        purse.note(Worth(1), at: Instant(milliseconds: .max))
        #expect(purse.spent(at: Instant(milliseconds: .max)) == Worth(1))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `no stretch of a day spends more than the limit`(seed: UInt64) {
        var chance = Chance(seed: seed)
        var purse = Purse(.volume, limit: Worth(1_000))
        var taken: [(at: UInt64, amount: Int64)] = []
        var now: UInt64 = 0
        for _ in 0..<700 {
            now += UInt64.random(in: 0...7_200_000, using: &chance)
            let amount = Int64.random(in: 1...300, using: &chance)
            let instant = Instant(milliseconds: now)
            let before = purse.spent(at: instant)
            guard (try? purse.take(Worth(amount), at: instant)) != nil else {
                // Refused for what lies in the last 25 hours at most.
                let wide = taken.filter { $0.at + 90_000_000 > now }.reduce(0) { $0 + $1.amount }
                #expect(wide + amount > 1_000)
                #expect(purse.spent(at: instant) == before)
                continue
            }
            taken.append((now, amount))
            let day = taken.filter { $0.at + 86_400_000 > now }.reduce(0) { $0 + $1.amount }
            #expect(day <= 1_000)
        }
        #expect(taken.count > 50)
    }
}
