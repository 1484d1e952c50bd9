import Numerics
import Risk
import Routes
import TestSupport
import Testing
import Vocabulary

/// What is remembered is read back, and nothing else is.
@Suite struct RiskCanonicalTests {
    private let noon = Instant(milliseconds: 43_200_000)
    private let pool: ContractKey
    private let far: ContractKey

    init() throws {
        let address = try #require(Address(word: 1))
        pool = ContractKey(chain: try #require(ChainID(138)), address: address)
        far = ContractKey(chain: try #require(ChainID(651_940)), address: address)
    }

    private func check<Value: Canonical & Equatable>(_ value: Value) throws {
        let bytes = value.canonicalBytes
        #expect(try Value(canonicalBytes: bytes) == value)
        #expect(!value.canonicalJSON.isEmpty)
        for count in 0..<bytes.count {
            #expect(throws: CanonicalError.self) {
                try Value(canonicalBytes: Array(bytes[..<count]))
            }
        }
    }

    @Test func `limits with everything in them are read back`() throws {
        var limits = RiskLimits()
        try check(limits)
        for name in ["b", "a", "c"] { try limits.configure(name, RouteParameters()) }
        let wish = TradeWish(
            size: Worth(50),
            pools: [TradeWish.PoolBlock(pool: pool, block: 9)]
        )
        try limits.take(wish, on: "b", at: noon, isLive: true)
        try limits.change("b") { route in
            route.settled(3, isLive: true)
            route.failed(at: noon)
            route.unwound(costing: Worth(1), at: noon)
        }
        try limits.cross(
            LaneKey(source: pool, destination: far),
            at: noon,
            pause: Interval(milliseconds: 1)
        )
        try check(limits)
    }

    @Test func `stops with everything in them are read back`() throws {
        var stops = try Stops()
        try check(stops)
        let outcome = TradeOutcome(
            route: "a",
            purpose: .profit,
            size: Worth(9),
            planned: Worth(1),
            realised: Worth(-300)
        )
        _ = stops.observe(.traded(outcome), at: noon)
        _ = stops.observe(.equity(Worth(5), capital: Worth(6)), at: noon)
        _ = stops.observe(.endpoints(pool.chain, .disputed), at: noon)
        _ = stops.halt(try Halt(.route("a"), by: "ada", reason: "\"why\"", since: noon))
        _ = stops.halt(Halt(.chain(pool.chain), because: .nonces, since: noon))
        try check(stops)
        try check(try stops.resume(.global, by: "ada", at: noon))
    }

    @Test func `every observation is read back`() throws {
        let outcome = TradeOutcome(
            route: "a",
            purpose: .parity,
            size: Worth(9),
            planned: Worth(-1),
            realised: Worth(-3)
        )
        let limit = Interval(milliseconds: 5)
        let observations: [Observation] = [
            .traded(outcome), .paid(Worth(1)), .attempted(.unknown),
            .equity(nil, capital: .zero), .equity(Worth(-1), capital: Worth(2)),
            .head(pool.chain, age: limit, limit: limit), .endpoints(pool.chain, .disputed),
            .journalFailed,
        ]
        for observation in observations { try check(observation) }
    }

    @Test func `every refusal is read back`() throws {
        let worth = Worth(7)
        let purse = PurseRefusal.full(.subsidy, wanted: worth, left: .zero, limit: worth)
        let lane = LaneKey(source: pool, destination: far)
        let refusals: [RiskLimits.Refusal] = [
            .unknownRoute("a"), .tooManyRoutes("b"), .limit(.belowLeast(.zero, least: worth)),
            .limit(.aboveMost(worth, most: .zero)), .limit(.purse(purse)),
            .limit(.purse(.negative(.volume, worth))),
            .limit(.ramping(worth, most: .zero, settled: 1, of: 10)),
            .limit(.coolingDown(until: noon, failures: 2)),
            .limit(.spacing(.tooManyPools)),
            .limit(.spacing(.tooSoon(pool, since: 1, needed: 3))),
            .lane(.tooManyLanes), .lane(.pausing(lane, until: noon)),
        ]
        for refusal in refusals { try check(refusal) }
        try check(TimeJump.backwards(by: Interval(milliseconds: 1)))
        try check(TimeJump.forwards(by: Interval(milliseconds: 1)))
        try check(BreakerRefusal.tooManyRoutes("a"))
        try check(BreakerRefusal.tooManyChains(pool.chain))
    }

    @Test func `damaged bytes are refused or are another state, and trap nothing`() throws {
        var chance = Chance(seed: 3)
        var stops = try Stops()
        var limits = RiskLimits()
        try limits.configure("a", RouteParameters())
        let wish = TradeWish(
            size: Worth(50),
            pools: [TradeWish.PoolBlock(pool: pool, block: 9)]
        )
        let outcome = TradeOutcome(
            route: "a",
            purpose: .profit,
            size: Worth(9),
            planned: Worth(1),
            realised: Worth(-3)
        )
        let observations: [Observation] = [
            .traded(outcome), .paid(Worth(1)), .attempted(.failed), .attempted(.filled),
            .equity(Worth(-1), capital: Worth(2)), .endpoints(pool.chain, .disputed),
            .endpoints(far.chain, .agreed), .journalFailed,
        ]
        for observation in observations { _ = stops.observe(observation, at: noon) }
        try limits.take(wish, on: "a", at: noon, isLive: true)
        try limits.change("a") { $0.failed(at: noon) }
        let (first, second) = (stops.canonicalBytes, limits.canonicalBytes)
        var (isRead, isRefused) = (0, 0)
        for _ in 0..<1_000 {
            var (damaged, other) = (first, second)
            let place = Int(chance.next() % UInt64(damaged.count))
            damaged[place] = UInt8(truncatingIfNeeded: chance.next())
            other[place % other.count] = UInt8(truncatingIfNeeded: chance.next())
            if var read = try? Stops(canonicalBytes: damaged) {
                isRead += 1
                #expect(read.canonicalBytes == damaged)
                for observation in observations { _ = read.observe(observation, at: noon) }
                _ = try? read.resume(.global, by: "ada", at: noon)
            } else {
                isRefused += 1
            }
            if var read = try? RiskLimits(canonicalBytes: other) {
                #expect(read.canonicalBytes == other)
                _ = try? read.take(wish, on: "a", at: noon, isLive: true)
                try? read.change("a") { route in
                    route.failed(at: noon)
                    route.settled(1, isLive: true)
                    route.unwound(costing: Worth(1), at: noon)
                    route.giveBack(wish, takenAt: noon)
                }
            }
        }
        #expect(isRead > 0)
        #expect(isRefused > 0)
    }

    @Test func `a breaker that is open without a halt is not read`() throws {
        var stops = try Stops()
        _ = stops.observe(.journalFailed, at: noon)
        var writer = CanonicalWriter(.binary)
        Halts().write(to: &writer)
        stops.breakers.write(to: &writer)
        var reader = CanonicalReader(writer.bytes)
        #expect(throws: CanonicalError.self) { try Stops(from: &reader) }
    }

    @Test func `two halts of one kind on one scope are not read`() throws {
        let halt = Halt(.global, because: .shortfall, since: noon)
        var writer = CanonicalWriter(.binary)
        writer.list([halt, halt])
        var reader = CanonicalReader(writer.bytes)
        #expect(throws: CanonicalError.self) { try Halts(from: &reader) }
    }

    @Test func `a ramp that counted a trade twice is not read`() throws {
        var writer = CanonicalWriter(.binary)
        writer.list([UInt64(1), 1])
        UInt8(10).write(to: &writer)
        var reader = CanonicalReader(writer.bytes)
        #expect(throws: CanonicalError.self) { try Ramp(from: &reader) }
    }
}
