import Numerics
import Risk
import Routes
import Testing
import Vocabulary

/// How others lost money, or sleep, to guards that were there and did not guard.
@Suite struct PainTests {
    private let near: ChainID
    private let far: ChainID
    private let noon = Instant(milliseconds: 43_200_000)

    init() throws {
        near = try #require(ChainID(138))
        far = try #require(ChainID(651_940))
    }

    private func minutes(_ minutes: UInt64) -> Instant {
        noon.advanced(by: Interval(milliseconds: minutes * 60_000))
    }

    private func traded(_ realised: Int64, planned: Int64 = 1) -> Observation {
        .traded(
            TradeOutcome(
                route: "a",
                purpose: .profit,
                size: Worth(1_000),
                planned: Worth(planned),
                realised: Worth(realised)
            )
        )
    }

    private func wish(_ size: Int64) throws -> TradeWish {
        let address = try #require(Address(word: 7))
        let pool = ContractKey(chain: near, address: address)
        return TradeWish(
            size: Worth(size),
            pools: [TradeWish.PoolBlock(pool: pool, block: 1_000)]
        )
    }

    @Test func `a kill switch that has fired lets nothing begin`() throws {
        for observation in [traded(-200), .journalFailed, .paid(Worth(200))] {
            var stops = try Stops()
            #expect(stops.observe(observation, at: noon).count == 1)
            for route in ["a", "b"] {
                #expect(stops.blocks(route: route, chains: [near, far], at: minutes(9)) != nil)
            }
            // Good news afterwards frees nothing.
            for _ in 0..<50 { _ = stops.observe(traded(100), at: minutes(10)) }
            #expect(stops.blocks(route: "a", chains: [near], at: minutes(100_000)) != nil)
        }
    }

    @Test func `a kill switch does not fire without a trade`() throws {
        var stops = try Stops()
        let limit = Interval(milliseconds: 10_000)
        for minute: UInt64 in 0..<1_000 {
            let now = minutes(minute)
            let observations: [Observation] = [
                .head(near, age: limit, limit: limit), .endpoints(near, .agreed),
                .equity(Worth(500), capital: Worth(500)), .attempted(.unknown),
            ]
            for observation in observations {
                #expect(stops.observe(observation, at: now).isEmpty)
            }
        }
    }

    @Test func `a kill switch can be armed again, as often as it fires`() throws {
        var stops = try Stops()
        for round: UInt64 in 0..<5 {
            let now = minutes(round)
            #expect(stops.observe(traded(-200), at: now).count == 1, "\(round)")
            #expect(stops.blocks(route: "a", chains: [], at: now) != nil)
            let resumption = try stops.resume(.global, by: "ada", at: now)
            #expect(resumption.rearmed.count == 1)
            #expect(stops.blocks(route: "a", chains: [], at: now) == nil)
        }
    }

    @Test func `a kill switch measures what was lost, not what was withdrawn`() throws {
        var stops = try Stops()
        #expect(stops.observe(.equity(Worth(10_000), capital: Worth(10_000)), at: noon).isEmpty)
        #expect(stops.observe(.equity(Worth(100), capital: Worth(100)), at: noon).isEmpty)
        #expect(stops.observe(.equity(Worth(50_000), capital: Worth(50_000)), at: noon).isEmpty)
    }

    @Test func `a kill switch measures no mid of a pool of our own`() throws {
        // What is held is counted at its reference: whoever moves the pool moves nothing here.
        var stops = try Stops()
        let (quote, base) = (500, 500)
        for poolMid in [100, 60, 170, 1] {
            let reference = 1
            let equity = Worth(Int64(quote + base * reference))
            let effects = stops.observe(.equity(equity, capital: Worth(1_000)), at: noon)
            #expect(effects.isEmpty, "\(poolMid)")
        }
        // And an open trade, whatever it would fetch now, is no loss until it is over.
        #expect(stops.breakers.lossLeft(at: noon) == Worth(200))
    }

    @Test func `a restart forgets no halt, and arms none`() throws {
        var stops = try Stops()
        _ = stops.observe(traded(-200), at: noon)
        _ = stops.halt(try Halt(.chain(far), by: "ada", reason: "upgrade", since: noon))
        var restarted = try Stops(canonicalBytes: stops.canonicalBytes)
        #expect(restarted.blocks(route: "a", chains: [near], at: minutes(1)) != nil)
        #expect(restarted.observe(traded(-200), at: minutes(1)).isEmpty)
        _ = try restarted.resume(.global, by: "ada", at: minutes(2))
        #expect(restarted.blocks(route: "a", chains: [near], at: minutes(2)) == nil)
        #expect(restarted.blocks(route: "a", chains: [far], at: minutes(2)) != nil)
    }

    @Test func `a pause is not a stop: it ends by itself`() throws {
        var stops = try Stops()
        let until = minutes(30)
        _ = stops.halt(try Halt(.global, by: "ada", reason: "lunch", since: noon, until: until))
        #expect(stops.blocks(route: "a", chains: [near], at: minutes(29)) != nil)
        #expect(stops.blocks(route: "a", chains: [near], at: until) == nil)
        #expect(stops.expire(at: until).over.count == 1)
    }

    @Test func `an open breaker floods nobody`() throws {
        var stops = try Stops()
        var said = 0
        for number: UInt64 in 0..<1_000 {
            said += stops.observe(traded(-100), at: minutes(number / 100)).count
            said += stops.observe(.journalFailed, at: minutes(number / 100)).count
        }
        // The day's loss, the route's wins, the journal.
        #expect(said == 3)
    }

    @Test func `gas alone stops a bot that only burns it`() throws {
        var stops = try Stops()
        var burnt = 0
        while stops.blocks(route: "a", chains: [], at: noon) == nil, burnt < 1_000 {
            _ = stops.observe(.paid(Worth(2)), at: noon)
            burnt += 2
        }
        #expect(burnt == 200)
    }

    @Test func `a leg that fails all night costs a budget, not the night`() throws {
        var limits = RiskLimits()
        try limits.configure("a", RouteParameters())
        var (spent, tries) = (0, 0)
        let night = 10 * 60
        for minute in 0..<UInt64(night) {
            let now = minutes(minute)
            let pool = try wish(50)
            let address = pool.pools[0].pool
            let block = TradeWish.PoolBlock(pool: address, block: 1_000 + 30 * minute)
            let next = TradeWish(size: Worth(50), pools: [block])
            guard (try? limits.take(next, on: "a", at: now, isLive: true)) != nil else { continue }
            tries += 1
            spent += 15
            try limits.change("a") { route in
                route.failed(at: now)
                route.unwound(costing: Worth(15), at: now)
            }
        }
        #expect(tries == 7)
        #expect(spent <= 100 + 15)
    }

    @Test func `back-off does not outlive its cause`() {
        var cooldown = Cooldown()
        let safety = SafetyParameters()
        for _ in 0..<1_000 { cooldown.failed(at: noon, safety) }
        #expect(cooldown.isOver(at: noon.advanced(by: safety.longestCooldown)))
    }

    @Test func `inventory that is on its way is not sent a second time`() throws {
        let (here, there) = (try #require(Address(word: 1)), try #require(Address(word: 2)))
        let lane = LaneKey(
            source: ContractKey(chain: near, address: here),
            destination: ContractKey(chain: far, address: there)
        )
        var limits = RiskLimits()
        let pause = BridgeParameters().pause
        try limits.cross(lane, at: noon, pause: pause)
        for minute: UInt64 in 0..<15 {
            #expect(throws: RiskLimits.Refusal.self) {
                try limits.cross(lane, at: minutes(minute), pause: pause)
            }
        }
    }

    @Test func `paper trades open no ramp`() throws {
        var limits = RiskLimits()
        try limits.configure("a", RouteParameters())
        try limits.change("a") { route in
            for trade: UInt64 in 0..<1_000 { route.settled(trade, isLive: false) }
        }
        let live = limits.refusal(of: try wish(10_000), on: "a", at: noon, isLive: true)
        #expect(
            live == .limit(.ramping(Worth(10_000), most: Worth(50), settled: 0, of: 10))
        )
    }

    @Test func `a chain gone silent stops the routes over it on both sides, and no others`() throws
    {
        var stops = try Stops()
        let limit = Interval(milliseconds: 10_000)
        let age = Interval(milliseconds: 10_001)
        _ = stops.observe(.head(far, age: age, limit: limit), at: noon)
        #expect(stops.blocks(route: "a", chains: [near, far], at: noon)?.scope == .chain(far))
        #expect(stops.blocks(route: "b", chains: [near], at: noon) == nil)
    }

    @Test func `a year of news takes no more memory than a day's`() throws {
        var stops = try Stops()
        var limits = RiskLimits()
        try limits.configure("a", RouteParameters())
        func size() -> Int { stops.canonicalBytes.count + limits.canonicalBytes.count }
        func pass(_ days: Range<UInt64>) throws {
            for hour in (days.lowerBound * 24)..<(days.upperBound * 24) {
                let now = minutes(hour * 60)
                _ = stops.observe(traded(1), at: now)
                _ = stops.observe(.attempted(.filled), at: now)
                _ = try? limits.take(wish(50), on: "a", at: now, isLive: false)
            }
        }
        try pass(0..<60)
        let then = size()
        try pass(60..<365)
        // Instants and counts may take a byte more; nothing grows with the number of trades.
        #expect(size() <= then + 16)
    }
}
