import Numerics
import Risk
import TestSupport
import Testing
import Vocabulary

/// What stops the bot by a number, and what does not.
@Suite struct BreakerTests {
    private let near: ChainID
    private let noon = Instant(milliseconds: 43_200_000)

    init() throws { near = try #require(ChainID(138)) }

    private func hours(_ hours: UInt64) -> Instant {
        noon.advanced(by: Interval(milliseconds: hours * 3_600_000))
    }

    private func trade(
        _ realised: Worth,
        planned: Worth = .zero,
        size: Int64 = 1_000,
        route: String = "a",
        _ purpose: TradeOutcome.Purpose = .profit
    ) -> Observation {
        .traded(
            TradeOutcome(
                route: route,
                purpose: purpose,
                size: Worth(size),
                planned: planned,
                realised: realised
            )
        )
    }

    private func trips(_ effects: [BreakerEffect]) -> [Trip] {
        effects.compactMap { if case .tripped(let trip) = $0 { trip } else { nil } }
    }

    @Test func `a day's loss opens at its limit and says both numbers`() throws {
        var breakers = try Breakers()
        #expect(breakers.take(trade(Worth(-199)), at: noon).isEmpty)
        #expect(breakers.lossLeft(at: noon) == Worth(1))
        let trip = try #require(trips(breakers.take(trade(Worth(-1)), at: hours(23))).first)
        #expect(trip.breaker == .dailyLoss)
        #expect(trip.scope == .global)
        #expect(trip.left == .worth(Worth(200)))
        #expect(trip.right == .worth(Worth(200)))
        #expect(trip.left.unit == "numeraire")
        #expect(trip.description == "daily loss: 200 >= 200, sample 1")
    }

    @Test func `midnight resets no loss`() throws {
        var breakers = try Breakers()
        let (before, after) = (Instant(milliseconds: 86_399_999), Instant(milliseconds: 86_400_001))
        #expect(breakers.take(trade(Worth(-150)), at: before).isEmpty)
        #expect(trips(breakers.take(trade(Worth(-150)), at: after)).count == 1)
    }

    @Test func `a loss of the day before yesterday is past`() throws {
        var breakers = try Breakers()
        #expect(breakers.take(trade(Worth(-199)), at: noon).isEmpty)
        #expect(breakers.take(trade(Worth(-199)), at: hours(25)).isEmpty)
        #expect(trips(breakers.take(trade(Worth(-1)), at: hours(26))).count == 1)
    }

    @Test func `gains make room, but not those that may be past`() throws {
        var breakers = try Breakers()
        _ = breakers.take(trade(Worth(100)), at: noon)
        #expect(breakers.take(trade(Worth(-250)), at: hours(23)).isEmpty)
        #expect(breakers.lossLeft(at: hours(23)) == Worth(50))
        #expect(breakers.lossLeft(at: hours(24)) == .zero)
    }

    @Test func `an agreed subsidy is no loss, what is beyond it is`() throws {
        var breakers = try Breakers()
        for _ in 0..<100 {
            let outcome = trade(Worth(-10), planned: Worth(-10), .parity)
            #expect(breakers.take(outcome, at: noon).isEmpty)
        }
        let outcome = trade(Worth(-210), planned: Worth(-10), .parity)
        #expect(trips(breakers.take(outcome, at: noon)).first?.left == .worth(Worth(200)))
    }

    @Test func `what is paid for no trade is lost as well, and no refund makes room`() throws {
        var breakers = try Breakers()
        #expect(breakers.take(.paid(Worth(-500)), at: noon).isEmpty)
        #expect(breakers.take(.paid(Worth(199)), at: noon).isEmpty)
        #expect(trips(breakers.take(.paid(Worth(1)), at: noon)).first?.breaker == .dailyLoss)
    }

    @Test func `the largest loss there is opens too`() throws {
        var breakers = try Breakers()
        let trip = trips(breakers.take(trade(Worth(units: .min)), at: noon)).first
        #expect(trip?.left == .worth(Worth(units: .max)))
        #expect(breakers.lossLeft(at: noon) == .zero)
    }

    @Test func `whoever trades for profit has no subsidy to lose`() throws {
        var breakers = try Breakers()
        let outcome = trade(Worth(-200), planned: Worth(-200))
        #expect(trips(breakers.take(outcome, at: noon)).count == 1)
    }

    @Test(arguments: [1, 63, 64, 65, 300] as [UInt16])
    func `a rate is that of the newest`(window: UInt16) throws {
        var parameters = BreakerParameters()
        parameters.errors.window = window
        parameters.errors.leastSample = window
        var breakers = try Breakers(parameters)
        var chance = Chance(seed: UInt64(window))
        var all: [Bool] = []
        for number in 0..<1_000 {
            // Long runs of one kind as well as mixtures.
            let hasFailed = chance.next() % 8 < UInt64(number / 125)
            _ = breakers.take(.attempted(hasFailed ? .failed : .filled), at: noon)
            all.append(hasFailed)
            let newest = all.suffix(Int(window))
            let expected = Wilson(
                successes: UInt64(newest.count { $0 }),
                trials: UInt64(newest.count)
            )
            #expect(breakers.errorRate == expected, "\(number)")
        }
    }

    @Test func `an open breaker says nothing more until it is armed again`() throws {
        var breakers = try Breakers()
        #expect(trips(breakers.take(trade(Worth(-300)), at: noon)).count == 1)
        #expect(breakers.take(trade(Worth(-300)), at: noon).isEmpty)
        breakers.rearm(.dailyLoss, .global)
        #expect(breakers.take(trade(Worth(-199)), at: noon).isEmpty)
        #expect(trips(breakers.take(trade(Worth(-1)), at: noon)).count == 1)
    }

    @Test func `a win may fall short of its plan by a basis point of its size`() {
        func isWin(_ realised: Worth) -> Bool {
            TradeOutcome(
                route: "a",
                purpose: .profit,
                size: Worth(10_000),
                planned: Worth(3),
                realised: realised
            ).isWin(within: BasisPoints(millionths: 1_000_000))
        }
        #expect(isWin(Worth(2)))
        #expect(!isWin(Worth(units: Worth(2).units - 1)))
    }

    @Test func `too few wins open only with enough trades, and stop only their route`() throws {
        var breakers = try Breakers()
        for number in 0..<99 {
            let outcome = trade(number < 78 ? Worth(1) : .zero, planned: Worth(1), size: 1)
            #expect(breakers.take(outcome, at: noon).isEmpty, "\(number)")
        }
        // Another route's trades don't fill the sample.
        #expect(breakers.take(trade(Worth(1), route: "b"), at: noon).isEmpty)
        let last = breakers.take(trade(.zero, planned: Worth(1), size: 1), at: noon)
        let trip = try #require(trips(last).first)
        #expect(trip.breaker == .winRate)
        #expect(trip.scope == .route("a"))
        #expect(trip.sample == 100)
        #expect(trip.relation == .below)
        #expect(trip.right == .share(BasisPoints(millionths: 8_500_000_000)))
        #expect(trip.left == .share(try #require(breakers.winRate(of: "a")).upperBound))
    }

    @Test func `79 wins of 100 are not too few`() throws {
        var breakers = try Breakers()
        for number in 0..<100 {
            let outcome = trade(number < 79 ? Worth(1) : .zero, planned: Worth(1), size: 1)
            #expect(breakers.take(outcome, at: noon).isEmpty)
        }
    }

    @Test func `trades for the peg are neither won nor lost`() throws {
        var breakers = try Breakers()
        for _ in 0..<1_000 {
            #expect(breakers.take(trade(.zero, planned: Worth(1), .parity), at: noon).isEmpty)
        }
        #expect(breakers.winRate(of: "a") == nil)
    }

    @Test func `old wins don't hide new losses for ever`() throws {
        var breakers = try Breakers()
        for _ in 0..<10_000 { _ = breakers.take(trade(Worth(1), planned: Worth(1)), at: noon) }
        var needed = 0
        while !breakers.isTripped(.winRate, .route("a")), needed < 1_000 {
            _ = breakers.take(trade(.zero, planned: Worth(1)), at: noon)
            needed += 1
        }
        // 409 of the newest 500 are too few.
        #expect(needed == 91)
    }

    @Test func `errors open above two in a hundred of at least 300`() throws {
        var breakers = try Breakers()
        for number in 0..<299 {
            let outcome = AttemptOutcome.failed
            #expect(breakers.take(.attempted(outcome), at: noon).isEmpty, "\(number)")
        }
        let trip = try #require(trips(breakers.take(.attempted(.filled), at: noon)).first)
        #expect(trip.breaker == .errorRate)
        #expect(trip.sample == 300)

        var calm = try Breakers()
        for number in 0..<300 {
            let outcome = number < 6 ? AttemptOutcome.failed : .filled
            #expect(calm.take(.attempted(outcome), at: noon).isEmpty)
        }
        #expect(trips(calm.take(.attempted(.failed), at: noon)).count == 1)
    }

    @Test func `an unknown outcome is neither an error nor a success`() throws {
        var breakers = try Breakers()
        for _ in 0..<1_000 { #expect(breakers.take(.attempted(.unknown), at: noon).isEmpty) }
        #expect(breakers.errorRate == Wilson(successes: 0, trials: 0))
    }

    @Test func `an old head stops its chain, and fresh ones free it`() throws {
        var breakers = try Breakers()
        let limit = Interval(milliseconds: 10_000)
        func see(_ age: UInt64) -> [BreakerEffect] {
            breakers.take(
                .head(near, age: Interval(milliseconds: age), limit: limit),
                at: noon
            )
        }
        #expect(see(10_000).isEmpty)
        let trip = try #require(trips(see(10_001)).first)
        #expect(trip.scope == .chain(near))
        #expect(trip.left == .time(Interval(milliseconds: 10_001)))
        #expect(see(10_002).isEmpty)
        #expect(see(0).isEmpty)
        #expect(see(0).isEmpty)
        // An old one in between begins the count anew.
        #expect(see(20_000).isEmpty)
        #expect(see(0).isEmpty)
        #expect(see(0).isEmpty)
        #expect(see(0) == [.healed(.staleChain, .chain(near))])
        #expect(trips(see(10_001)).count == 1)
    }

    @Test func `disputes in a row stop their chain, silence is no dispute`() throws {
        var breakers = try Breakers()
        func see(_ outcome: EndpointsOutcome) -> [BreakerEffect] {
            breakers.take(.endpoints(near, outcome), at: noon)
        }
        for _ in 0..<10 { #expect(see(.unknown).isEmpty) }
        #expect(see(.disputed).isEmpty)
        #expect(see(.disputed).isEmpty)
        #expect(see(.agreed).isEmpty)
        #expect(see(.disputed).isEmpty)
        #expect(see(.unknown).isEmpty)
        #expect(see(.disputed).isEmpty)
        #expect(trips(see(.disputed)).first?.breaker == .endpoints)
        #expect(see(.agreed).isEmpty)
        #expect(see(.agreed).isEmpty)
        #expect(see(.agreed) == [.healed(.endpoints, .chain(near))])
    }

    @Test func `a journal that fails once stops everything`() throws {
        var breakers = try Breakers()
        let trip = try #require(trips(breakers.take(.journalFailed, at: noon)).first)
        #expect(trip.scope == .global)
        #expect(trip.breaker == .journal)
    }

    @Test func `a chain beyond the most there are is refused by name`() throws {
        var breakers = try Breakers()
        for number in 1...UInt64(Breakers.mostChains) {
            let chain = try #require(ChainID(number))
            #expect(breakers.take(.endpoints(chain, .agreed), at: noon).isEmpty)
        }
        let effects = breakers.take(.endpoints(near, .agreed), at: noon)
        #expect(effects == [.refused(.tooManyChains(near))])
    }

    @Test func `parameters under which nothing is guarded are refused`() throws {
        func fault(_ change: (inout BreakerParameters) -> Void) -> BreakerFault? {
            var parameters = BreakerParameters()
            change(&parameters)
            return parameters.fault
        }
        #expect(BreakerParameters().fault == nil)
        #expect(fault { $0.dailyLoss = .zero } == .dailyLossNotPositive(.zero))
        #expect(fault { $0.drawdown = .whole } == .drawdownOutOfRange(.whole))
        let nothing = BasisPoints(millionths: 0)
        #expect(fault { $0.wins.floor = nothing } == .winFloorOutOfRange(nothing))
        #expect(fault { $0.wins.tolerance = .whole } == .winToleranceOutOfRange(.whole))
        #expect(fault { $0.errors.most = .whole } == .errorRateOutOfRange(.whole))
        #expect(
            fault { $0.wins.leastSample = 0 } == .sample(.winRate, least: 0, window: 500)
        )
        #expect(
            fault { $0.errors.window = 299 } == .sample(.errorRate, least: 300, window: 299)
        )
        #expect(
            fault { $0.wins.window = 4_097 } == .sample(.winRate, least: 100, window: 4_097)
        )
        #expect(fault { $0.disputes = 0 } == .countOfNone(.endpoints))
        #expect(fault { $0.healing = 0 } == .healingOfNone)
        var wrong = BreakerParameters()
        wrong.healing = 0
        #expect(throws: BreakerFault.healingOfNone) { try Breakers(wrong) }
    }

    @Test func `a loss that was allowed for stays a loss under new limits`() throws {
        var breakers = try Breakers()
        _ = breakers.take(trade(Worth(-150)), at: noon)
        var parameters = BreakerParameters()
        parameters.dailyLoss = Worth(160)
        try breakers.configure(parameters)
        #expect(breakers.lossLeft(at: noon) == Worth(10))
        #expect(trips(breakers.take(trade(Worth(-10)), at: noon)).count == 1)
    }
}
