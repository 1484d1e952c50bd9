import Numerics
import Risk
import Routes
import Testing
import Vocabulary

/// How much, how often, and how soon again.
@Suite struct LimitTests {
    private let noon = Instant(milliseconds: 43_200_000)
    private let pool: ContractKey
    private let other: ContractKey

    init() throws {
        let chain = try #require(ChainID(138))
        pool = ContractKey(chain: chain, address: try #require(Address(word: 1)))
        other = ContractKey(chain: chain, address: try #require(Address(word: 2)))
    }

    private func seconds(_ seconds: UInt64) -> Instant {
        noon.advanced(by: Interval(milliseconds: seconds * 1_000))
    }

    private func wish(
        _ size: Int64,
        subsidy: Int64 = 0,
        at block: UInt64 = 100
    ) -> TradeWish {
        TradeWish(
            size: Worth(size),
            subsidy: Worth(subsidy),
            pools: [TradeWish.PoolBlock(pool: pool, block: block)]
        )
    }

    private func limits(_ change: (inout RouteParameters) -> Void = { _ in }) -> RouteLimits {
        var parameters = RouteParameters()
        change(&parameters)
        return RouteLimits(parameters)
    }

    private func refusal(
        _ limits: RouteLimits,
        _ wish: TradeWish,
        isLive: Bool = false
    ) -> LimitRefusal? {
        limits.refusal(of: wish, at: noon, isLive: isLive, pools: PoolSpacing())
    }

    @Test func `a trade is neither too small nor too large`() {
        let limits = limits()
        #expect(refusal(limits, wish(49)) == .belowLeast(Worth(49), least: Worth(50)))
        #expect(refusal(limits, wish(50)) == nil)
        #expect(refusal(limits, wish(10_000)) == nil)
        #expect(refusal(limits, wish(10_001)) == .aboveMost(Worth(10_001), most: Worth(10_000)))
    }

    @Test func `a day's volume is five of the largest pairs`() throws {
        var limits = limits { $0.size.blocksBetween = 0 }
        var pools = PoolSpacing()
        for _ in 0..<5 {
            try limits.take(wish(10_000), at: noon, isLive: false, pools: &pools)
        }
        #expect(limits.most(at: noon, isLive: false) == .zero)
        #expect(
            throws: LimitRefusal.purse(
                .full(.volume, wanted: Worth(50), left: .zero, limit: Worth(50_000))
            )
        ) { try limits.take(wish(50), at: noon, isLive: false, pools: &pools) }
    }

    @Test func `a route for profit has no subsidy to give`() {
        #expect(
            refusal(limits(), wish(50, subsidy: 1))
                == .purse(.full(.subsidy, wanted: Worth(1), left: .zero, limit: .zero))
        )
        let parity = limits { $0.mission = .parity(Mission.Subsidy()) }
        #expect(refusal(parity, wish(50, subsidy: 1_000)) == nil)
        #expect(refusal(parity, wish(50, subsidy: 1_001)) != nil)
    }

    @Test func `a subsidy is what was given, not what was planned`() throws {
        var limits = limits { $0.mission = .parity(Mission.Subsidy()) }
        var pools = PoolSpacing()
        try limits.take(wish(500, subsidy: 100), at: noon, isLive: false, pools: &pools)
        limits.gave(Worth(40), insteadOf: Worth(100), takenAt: noon, at: seconds(9))
        #expect(limits.subsidy.left(at: seconds(9)) == Worth(960))
        limits.gave(Worth(2_000), insteadOf: .zero, takenAt: noon, at: seconds(9))
        #expect(limits.subsidy.left(at: seconds(9)) == .zero)
        // A trade that earned something fills no purse.
        limits.gave(Worth(-5_000), insteadOf: .zero, takenAt: noon, at: seconds(9))
        #expect(limits.subsidy.left(at: seconds(9)) == .zero)
    }

    @Test func `what is refused takes nothing`() throws {
        var limits = limits()
        var pools = PoolSpacing()
        #expect(throws: LimitRefusal.self) {
            try limits.take(wish(50, subsidy: 1), at: noon, isLive: false, pools: &pools)
        }
        #expect(limits == self.limits())
        #expect(pools == PoolSpacing())
    }

    @Test func `what was never sent gives the day back and keeps the pause`() throws {
        var limits = limits { $0.mission = .parity(Mission.Subsidy()) }
        var pools = PoolSpacing()
        try limits.take(wish(500, subsidy: 7), at: noon, isLive: false, pools: &pools)
        limits.giveBack(wish(500, subsidy: 7), takenAt: noon)
        #expect(limits.volume.left(at: noon) == Worth(50_000))
        #expect(limits.subsidy.left(at: noon) == Worth(1_000))
        #expect(
            limits.refusal(of: wish(500, at: 101), at: noon, isLive: false, pools: pools)
                == .spacing(.tooSoon(pool, since: 1, needed: 3))
        )
    }

    @Test func `a pool rests between executions, whichever route it was`() throws {
        var limits = RiskLimits()
        try limits.configure("a", RouteParameters())
        try limits.configure("b", RouteParameters())
        try limits.take(wish(50, at: 100), on: "a", at: noon, isLive: false)
        for block: UInt64 in [0, 99, 100, 101, 102] {
            #expect(
                limits.refusal(of: wish(50, at: block), on: "b", at: noon, isLive: false)
                    == .limit(
                        .spacing(
                            .tooSoon(pool, since: block > 100 ? block - 100 : 0, needed: 3)
                        )
                    )
            )
        }
        #expect(limits.refusal(of: wish(50, at: 103), on: "b", at: noon, isLive: false) == nil)
    }

    @Test func `late news of an older execution shortens no pause`() throws {
        var pools = PoolSpacing()
        try pools.note(pool, at: 100)
        try pools.note(pool, at: 90)
        #expect(pools.refusal(of: pool, at: 102, needed: 3) != nil)
        #expect(pools.refusal(of: other, at: 102, needed: 3) == nil)
        #expect(pools.lastExecution(on: pool) == 100)
        #expect(pools.lastExecution(on: other) == nil)
    }

    @Test func `more pools than can be remembered are refused, not forgotten`() throws {
        var pools = PoolSpacing()
        for number in 0..<UInt64(PoolSpacing.mostPools) {
            let address = try #require(Address(word: .init(number + 10)))
            try pools.note(ContractKey(chain: pool.chain, address: address), at: 1)
        }
        #expect(pools.refusal(of: pool, at: 1_000, needed: 3) == .tooManyPools)
        #expect(throws: PoolSpacing.Refusal.tooManyPools) { try pools.note(pool, at: 1) }
    }

    @Test func `a route nobody configured may do nothing`() {
        var limits = RiskLimits()
        #expect(
            limits.refusal(of: wish(50), on: "a", at: noon, isLive: true) == .unknownRoute("a")
        )
        #expect(throws: RiskLimits.Refusal.unknownRoute("a")) {
            try limits.take(wish(50), on: "a", at: noon, isLive: true)
        }
    }

    @Test func `new limits forget nothing that was spent`() throws {
        var limits = RiskLimits()
        try limits.configure("a", RouteParameters())
        try limits.take(wish(10_000), on: "a", at: noon, isLive: false)
        var parameters = RouteParameters()
        parameters.size.perDay = Worth(10_020)
        try limits.configure("a", parameters)
        #expect(limits.limits(of: "a")?.volume.left(at: noon) == Worth(20))
    }

    @Test func `a route that could not unwind begins nothing`() {
        var limits = limits()
        limits.unwound(costing: Worth(99), at: noon)
        #expect(refusal(limits, wish(50)) == nil)
        limits.unwound(costing: Worth(40), at: noon)
        #expect(
            refusal(limits, wish(50))
                == .purse(
                    .full(.unwinding, wanted: Worth(units: 1), left: .zero, limit: Worth(100))
                )
        )
    }

    @Test func `unwinding may cost what plan and day allow, the smaller of the two`() {
        var limits = limits()
        #expect(limits.mostForUnwinding(worstCase: Worth(30), at: noon) == Worth(30))
        #expect(limits.mostForUnwinding(worstCase: Worth(300), at: noon) == Worth(100))
        limits.unwound(costing: Worth(80), at: noon)
        #expect(limits.mostForUnwinding(worstCase: Worth(30), at: noon) == Worth(20))
        #expect(limits.mostForUnwinding(worstCase: Worth(-1), at: noon) == .zero)
    }

    @Test func `inventory does not cross a lane twice within its pause`() throws {
        let far = ContractKey(
            chain: try #require(ChainID(651_940)),
            address: try #require(Address(word: 3))
        )
        let lane = LaneKey(source: pool, destination: far)
        let pause = BridgeParameters().pause
        #expect(pause == Interval(milliseconds: 15 * 60_000))
        var limits = RiskLimits()
        try limits.cross(lane, at: noon, pause: pause)
        #expect(
            throws: RiskLimits.Refusal.lane(.pausing(lane, until: noon.advanced(by: pause)))
        ) { try limits.cross(lane, at: seconds(899), pause: pause) }
        try limits.cross(lane.back, at: seconds(1), pause: pause)
        try limits.cross(lane, at: seconds(900), pause: pause)
        #expect(limits.lanes.lastTransfer(over: lane) == seconds(900))
        #expect(limits.lanes.lastTransfer(over: lane.back) == seconds(1))
    }

    @Test func `a stabiliser is limited by what its trades may cost`() throws {
        let limits = RouteLimits(RouteParameters(StabiliserParameters()))
        #expect(refusal(limits, wish(5_001)) == .aboveMost(Worth(5_001), most: Worth(5_000)))
        #expect(refusal(limits, wish(5_000, subsidy: 1_000)) == nil)
        #expect(refusal(limits, wish(5_000, subsidy: 1_001)) != nil)
    }

    @Test func `limits that guard nothing are refused`() {
        var parameters = LimitParameters()
        #expect(parameters.fault == nil)
        parameters.rampTrades = 0
        #expect(parameters.fault == .noRamp)
        parameters.unwindPerDay = Worth(-1)
        #expect(parameters.fault == .unwindBudgetNegative(Worth(-1)))
    }
}

extension LimitTests {
    @Test func `a new route trades small until ten live trades have settled`() {
        var limits = limits()
        #expect(limits.most(at: noon, isLive: true) == Worth(50))
        #expect(limits.most(at: noon, isLive: false) == Worth(10_000))
        for trade: UInt64 in 0..<9 { limits.settled(trade, isLive: true) }
        // The same trade again, and paper, count for nothing.
        limits.settled(8, isLive: true)
        limits.settled(77, isLive: false)
        #expect(
            refusal(limits, wish(51), isLive: true)
                == .ramping(Worth(51), most: Worth(50), settled: 9, of: 10)
        )
        limits.settled(9, isLive: true)
        #expect(refusal(limits, wish(51), isLive: true) == nil)
        #expect(limits.most(at: noon, isLive: true) == Worth(10_000))
    }

    @Test func `a failure pauses, each further one twice as long, up to the ceiling`() {
        var cooldown = Cooldown()
        let safety = SafetyParameters()
        var now = noon
        for (failures, pause) in [(1, 30), (2, 60), (3, 120), (4, 240), (5, 480), (6, 960)] {
            cooldown.failed(at: now, safety)
            let end = now.advanced(by: Interval(milliseconds: UInt64(pause) * 1_000))
            #expect(cooldown.failures == UInt8(failures))
            #expect(cooldown.until == end)
            #expect(!cooldown.isOver(at: Instant(milliseconds: end.milliseconds - 1)))
            #expect(cooldown.isOver(at: end))
            now = end
        }
        for _ in 0..<300 { cooldown.failed(at: now, safety) }
        #expect(cooldown.until == now.advanced(by: safety.longestCooldown))
    }

    @Test func `a success or a long quiet begins anew`() {
        var cooldown = Cooldown()
        let safety = SafetyParameters()
        for _ in 0..<4 { cooldown.failed(at: noon, safety) }
        cooldown.succeeded()
        #expect(!cooldown.isOver(at: seconds(239)))
        cooldown.failed(at: seconds(300), safety)
        #expect(cooldown.until == seconds(330))
        cooldown.failed(at: seconds(330), safety)
        cooldown.failed(at: seconds(390 + 3_600), safety)
        #expect(cooldown.until == seconds(390 + 3_600 + 30))
    }

    @Test func `a late failure shortens no pause`() {
        var cooldown = Cooldown()
        let safety = SafetyParameters()
        for _ in 0..<4 { cooldown.failed(at: seconds(1_000), safety) }
        let until = cooldown.until
        cooldown.succeeded()
        cooldown.failed(at: noon, safety)
        #expect(cooldown.until == until)
    }

    @Test func `no pause configured is no pause`() {
        var cooldown = Cooldown()
        var safety = SafetyParameters()
        safety.cooldown = Interval(milliseconds: 0)
        for _ in 0..<100 { cooldown.failed(at: noon, safety) }
        #expect(cooldown.isOver(at: noon))
    }

    @Test func `a route that cools down says until when`() {
        var limits = limits()
        limits.failed(at: noon)
        #expect(refusal(limits, wish(50)) == .coolingDown(until: seconds(30), failures: 1))
    }
}
