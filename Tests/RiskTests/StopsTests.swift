import Numerics
import Risk
import TestSupport
import Testing
import Vocabulary

/// Halts and breakers together.
@Suite struct StopsTests {
    private let near: ChainID
    private let far: ChainID
    private let noon = Instant(milliseconds: 43_200_000)

    init() throws {
        near = try #require(ChainID(138))
        far = try #require(ChainID(651_940))
    }

    private func loss(_ worth: Int64) -> Observation {
        .traded(
            TradeOutcome(
                route: "a",
                purpose: .profit,
                size: Worth(1_000),
                planned: .zero,
                realised: Worth(-worth)
            )
        )
    }

    @Test func `a breaker that opens halts, and the halt says its numbers`() throws {
        var stops = try Stops()
        #expect(stops.observe(loss(250), at: noon).count == 1)
        let halt = try #require(stops.blocks(route: "b", chains: [near, far], at: noon))
        #expect(halt.author == .breaker(.dailyLoss))
        #expect(halt.scope == .global)
        #expect(halt.since == noon)
        #expect(halt.until == nil)
        #expect(halt.reason == "daily loss: 250 >= 200, sample 1")
    }

    @Test func `resuming is on record and arms what it lifts`() throws {
        var stops = try Stops()
        _ = stops.observe(loss(250), at: noon)
        let resumption = try stops.resume(.global, by: "ada", at: noon)
        #expect(resumption.name == "ada")
        #expect(resumption.lifted.map(\.author) == [.breaker(.dailyLoss)])
        #expect(resumption.rearmed.map(\.breaker) == [.dailyLoss])
        #expect(stops.blocks(route: "a", chains: [near], at: noon) == nil)
        #expect(stops.observe(loss(199), at: noon).isEmpty)
        #expect(stops.observe(loss(1), at: noon).count == 1)
        #expect(stops.blocks(route: "a", chains: [near], at: noon) != nil)
    }

    @Test func `resuming needs a name and something to resume`() throws {
        var stops = try Stops()
        _ = stops.observe(loss(250), at: noon)
        #expect(throws: HaltFault.nameless) { try stops.resume(.global, by: "", at: noon) }
        #expect(throws: HaltFault.nothingToResume(.chain(near))) {
            try stops.resume(.chain(near), by: "ada", at: noon)
        }
        #expect(stops.blocks(route: "a", chains: [near], at: noon) != nil)
    }

    @Test func `a chain that is well again is freed, but not from a person's halt`() throws {
        var stops = try Stops()
        let limit = Interval(milliseconds: 10)
        let halt = try Halt(.chain(near), by: "ada", reason: "upgrade", since: noon)
        _ = stops.observe(.head(near, age: Interval(milliseconds: 11), limit: limit), at: noon)
        _ = stops.halt(halt)
        #expect(stops.halts.standing.count == 2)
        for _ in 0..<3 { _ = stops.observe(.head(near, age: limit, limit: limit), at: noon) }
        #expect(stops.halts.standing == [halt])
        #expect(stops.breakers.tripped.isEmpty)
    }

    @Test func `breakers of a chain don't free each other`() throws {
        var stops = try Stops()
        let limit = Interval(milliseconds: 10)
        for _ in 0..<3 { _ = stops.observe(.endpoints(near, .disputed), at: noon) }
        _ = stops.observe(.head(near, age: Interval(milliseconds: 11), limit: limit), at: noon)
        for _ in 0..<9 { _ = stops.observe(.head(near, age: limit, limit: limit), at: noon) }
        let halt = stops.blocks(route: "a", chains: [near, far], at: noon)
        #expect(halt?.author == .breaker(.endpoints))
    }

    @Test func `a breaker for which there was no place is armed with what stood for it`() throws {
        var stops = try Stops()
        for number in 1..<Halts.mostHalts {
            let name = "r\(number)"
            _ = stops.halt(try Halt(.route(name), by: "ada", reason: "", since: noon))
        }
        let effects = stops.observe(.journalFailed, at: noon)
        #expect(effects.count == 2)
        #expect(effects.last == .widened)
        let halt = stops.blocks(route: "a", chains: [near], at: noon)
        #expect(halt?.author == .bot(.tooManyHalts))
        let resumption = try stops.resume(.global, by: "ada", at: noon)
        #expect(resumption.rearmed.map(\.breaker) == [.journal])
        // The people's halts still take all places.
        #expect(stops.observe(.journalFailed, at: noon).last == .widened)
    }

    @Test func `lifting one halt arms no breaker that another stands for`() throws {
        var stops = try Stops()
        for number in 1..<Halts.mostHalts {
            let name = "r\(number)"
            _ = stops.halt(try Halt(.route(name), by: "ada", reason: "", since: noon))
        }
        _ = stops.observe(.journalFailed, at: noon)
        #expect(try stops.resume(.route("r1"), by: "ada", at: noon).rearmed.isEmpty)
        #expect(stops.observe(.journalFailed, at: noon).isEmpty)
        #expect(stops.blocks(route: "r1", chains: [], at: noon) != nil)
    }

    @Test func `good news costs nothing and says nothing`() throws {
        var stops = try Stops()
        let limit = Interval(milliseconds: 10)
        for _ in 0..<100 {
            #expect(stops.observe(.head(near, age: limit, limit: limit), at: noon).isEmpty)
            #expect(stops.observe(.endpoints(near, .agreed), at: noon).isEmpty)
            #expect(stops.observe(.equity(Worth(5), capital: Worth(5)), at: noon).isEmpty)
            #expect(stops.expire(at: noon).over.isEmpty)
        }
    }
}

/// Everything at once, in any order.
@Suite struct StopsHistoryTests {
    private struct History {
        var chance: Chance
        var stops: Stops
        var now = Instant(milliseconds: 1_000_000_000)
        let chains: [ChainID]

        init(seed: UInt64) throws {
            chance = Chance(seed: seed)
            var parameters = BreakerParameters()
            parameters.wins.leastSample = 5
            parameters.wins.window = 70
            parameters.errors.leastSample = 8
            parameters.errors.window = 64
            stops = try Stops(parameters)
            chains = try (1...3).map { try #require(ChainID($0)) }
        }

        mutating func below(_ limit: UInt64) -> UInt64 { chance.next() % limit }

        mutating func scope() -> Halt.Scope {
            switch below(3) {
            case 0: .global
            case 1: .chain(chains[Int(below(3))])
            default: .route("r\(below(4))")
            }
        }

        mutating func observation() -> Observation {
            let chain = chains[Int(below(3))]
            switch below(7) {
            case 0...1:
                let outcome = TradeOutcome(
                    route: "r\(below(4))",
                    purpose: below(4) == 0 ? .parity : .profit,
                    size: Worth(1_000),
                    planned: Worth(Int64(below(5))),
                    realised: Worth(Int64(below(40)) - 20)
                )
                return .traded(outcome)
            case 2: return .attempted([.filled, .failed, .unknown][Int(below(3))])
            case 3:
                let equity = Worth(Int64(900 + below(150)))
                return .equity(below(9) == 0 ? nil : equity, capital: Worth(Int64(below(500))))
            case 4:
                let age = Interval(milliseconds: below(12))
                return .head(chain, age: age, limit: Interval(milliseconds: 9))
            case 5: return .endpoints(chain, [.agreed, .disputed, .unknown][Int(below(3))])
            default: return below(50) == 0 ? .journalFailed : .attempted(.filled)
            }
        }

        mutating func step() throws {
            now = now.advanced(by: Interval(milliseconds: below(600_000)))
            switch below(20) {
            case 0:
                let end = below(2) == 0 ? nil : now.advanced(by: Interval(milliseconds: 60_000))
                let halt = try Halt(scope(), by: "ada", reason: "x", since: now, until: end)
                _ = stops.halt(halt)
            case 1: _ = try? stops.resume(scope(), by: "grace", at: now)
            case 2: _ = stops.expire(at: now)
            default: _ = stops.observe(observation(), at: now)
            }
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `a breaker is open exactly as long as its halt stands`(seed: UInt64) throws {
        var history = try History(seed: seed)
        var opened = 0
        for _ in 0..<1_000 {
            try history.step()
            let breakers = history.stops.halts.standing.compactMap { halt in
                if case .breaker(let breaker) = halt.author { breaker } else { nil }
            }
            #expect(breakers == history.stops.breakers.tripped.map(\.breaker))
            for trip in history.stops.breakers.tripped {
                opened += 1
                let isBlocked: Bool =
                    switch trip.scope {
                    case .global:
                        history.stops.blocks(route: "x", chains: [], at: history.now) != nil
                    case .chain(let chain):
                        history.stops.blocks(route: "x", chains: [chain], at: history.now) != nil
                    case .route(let route):
                        history.stops.blocks(route: route, chains: [], at: history.now) != nil
                    }
                #expect(isBlocked, "\(trip)")
            }
        }
        #expect(opened > 0)
    }

    @Test(arguments: 0..<3 as Range<UInt64>)
    func `at any moment the state is read back as it was written`(seed: UInt64) throws {
        var history = try History(seed: 100 + seed)
        for number in 0..<2_000 {
            try history.step()
            guard number % 20 == 0 else { continue }
            let bytes = history.stops.canonicalBytes
            let read = try Stops(canonicalBytes: bytes)
            #expect(read == history.stops)
            #expect(read.canonicalBytes == bytes)
            history.stops = read
        }
    }

    @Test func `the same history makes the same bytes`() throws {
        var (first, second) = (try History(seed: 7), try History(seed: 7))
        for _ in 0..<2_000 {
            try first.step()
            try second.step()
        }
        #expect(first.stops.canonicalBytes == second.stops.canonicalBytes)
    }
}
