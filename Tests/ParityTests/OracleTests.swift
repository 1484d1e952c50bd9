import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Vocabulary

@Suite struct OracleTests {
    private let calm = BasisPoints(millionths: 0)

    private func price(_ cents: UInt64) throws -> Price {
        try #require(Price(numerator: UInt256(cents), denominator: 100))
    }

    private func answer(
        _ cents: UInt64,
        age: UInt64 = 10,
        oldest: UInt64? = 3_600,
        isPaused: Bool = false
    ) throws -> PriceAnswer {
        PriceAnswer(
            source: "\(cents)",
            price: .known(try price(cents)),
            age: Interval(milliseconds: age * 1_000),
            oldest: oldest.map { Interval(milliseconds: $0 * 1_000) },
            isPaused: isPaused
        )
    }

    @Test func `the median counts, in whatever order the sources come`() throws {
        let parameters = OracleParameters()
        let answers = [try answer(9_990), try answer(10_000), try answer(10_010)]
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let combined = parameters.combine(order.map { answers[$0] }, volatility: calm)
            #expect(combined.price == .known(try price(10_000)))
        }
    }

    @Test func `of an even number the lower middle one counts`() throws {
        let combined = OracleParameters().combine(
            [try answer(10_001), try answer(10_000)],
            volatility: calm
        )
        #expect(combined.price == .known(try price(10_000)))
    }

    @Test func `stale, paused, unknown and outlying sources are left out by name`() throws {
        let answers = [
            try answer(10_000), try answer(10_001), try answer(10_002),
            try answer(9_999, age: 3_601), try answer(9_998, isPaused: true),
            PriceAnswer(source: "mute", price: .unknown(.reverted)), try answer(11_000),
        ]
        let combined = OracleParameters().combine(answers, volatility: calm)
        #expect(combined.price == .known(try price(10_001)))
        let outcomes = combined.sources.map(\.outcome)
        #expect(outcomes[0...2].allSatisfy { $0 == .used })
        #expect(
            outcomes[3]
                == .stale(
                    age: Interval(milliseconds: 3_601_000),
                    limit: Interval(milliseconds: 3_600_000)
                )
        )
        #expect(outcomes[4] == .paused)
        #expect(outcomes[5] == .unknown(.reverted))
        guard case .rejected = outcomes[6] else {
            Issue.record("\(outcomes[6])")
            return
        }
    }

    @Test func `sources that contradict each other give no price`() throws {
        let combined = OracleParameters().combine(
            [try answer(10_000), try answer(12_000)],
            volatility: calm
        )
        #expect(combined.price == .unknown(.contradictory))
    }

    @Test func `below the quorum there is no price`() throws {
        var parameters = OracleParameters()
        parameters.quorum = 2
        let one = parameters.combine([try answer(10_000)], volatility: calm)
        #expect(one.price == .unknown(.stale))
        let two = parameters.combine(
            [try answer(10_000), try answer(10_000, oldest: nil)],
            volatility: calm
        )
        #expect(two.price == .known(try price(10_000)))
        #expect(parameters.combine([], volatility: calm).price.value == nil)
    }

    @Test func `the wilder the market, the younger a price must be; never older than configured`() {
        let parameters = OracleParameters()
        let hour = Interval(milliseconds: 3_600_000)
        #expect(parameters.ageLimit(hour, volatility: calm) == hour)
        #expect(parameters.ageLimit(hour, volatility: BasisPoints(millionths: 10_000_000)) == hour)
        let wild = BasisPoints(millionths: 40_000_000)
        #expect(parameters.ageLimit(hour, volatility: wild) == Interval(milliseconds: 900_000))
    }

    @Test func `a round of the future, and one of zero, are no prices`() throws {
        let feed = Feed(
            key: ContractKey(chain: try #require(ChainID(1)), address: .zero),
            decimals: 8,
            oldest: Interval(milliseconds: 60_000)
        )
        let now = Instant(milliseconds: 100_000)
        let round = OracleRound(answer: 123_000_000, updated: Instant(milliseconds: 90_000))
        let good = PriceAnswer(
            source: "feed",
            feed: feed,
            round: .known(try #require(round)),
            now: now
        )
        #expect(good.price == .known(try price(123)))
        #expect(good.age == Interval(milliseconds: 10_000))
        let future = OracleRound(answer: 1, updated: Instant(milliseconds: 100_001))
        let bad = PriceAnswer(
            source: "feed",
            feed: feed,
            round: .known(try #require(future)),
            now: now
        )
        #expect(bad.price == .unknown(.contradictory))
        #expect(OracleRound(answer: 0, updated: now) == nil)
    }

    @Test func `volatility rises with movement and fades without`() throws {
        var volatility = Volatility()
        volatility.observe(try price(10_000))
        #expect(volatility.share == BasisPoints(millionths: 0))
        volatility.observe(try price(10_100))
        let shaken = volatility.share
        // The root of six hundredths of the square of 100 basis points.
        #expect(shaken > BasisPoints(millionths: 24_000_000))
        #expect(shaken < BasisPoints(millionths: 25_000_000))
        for _ in 0..<50 { volatility.observe(try price(10_100)) }
        #expect(volatility.share < BasisPoints(millionths: 6_000_000))
    }

    @Test func `gold prices two tokens in each other, buying up and selling down`() throws {
        let base = try #require(Price(numerator: 1, denominator: 2_650))
        let quote = try #require(Price(numerator: 1, denominator: 2_915))
        let triangle = try #require(Triangulation(base: base, quote: quote))
        #expect(triangle.buying >= triangle.selling)
        let exact = try #require(Price(numerator: 2_915, denominator: 2_650))
        #expect(triangle.buying == exact)
        #expect(triangle.residual(direct: exact) == BasisPoints(millionths: 0))
        let off = try #require(Price(numerator: 2_918, denominator: 2_650))
        #expect(triangle.residual(direct: off) > BasisPoints(millionths: 10_000_000))
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a triangle of huge fractions leans the right way`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        func side() -> UInt256 {
            UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
                >> Int(chance.next() % 200)
        }
        guard
            let base = Price(numerator: side(), denominator: side()),
            let quote = Price(numerator: side(), denominator: side()),
            let triangle = Triangulation(base: base, quote: quote)
        else { return }
        #expect(triangle.selling <= triangle.buying)
    }
}

@Suite struct AverageTests {
    private func price(_ cents: UInt64) throws -> Price {
        try #require(Price(numerator: UInt256(cents), denominator: 100))
    }

    @Test func `each price counts for as long as it stood`() throws {
        var average = TimeWeightedAverage(blocks: 3)
        let times: [UInt64] = [0, 2, 4, 10]
        for (index, cents) in [100, 100, 200, 900].enumerated() {
            #expect(average.price == nil)
            average.observe(
                try price(UInt64(cents)),
                block: UInt64(index + 1),
                time: Instant(milliseconds: times[index] * 1_000)
            )
        }
        // Two seconds at 1, two at 1, six at 2; the newest has not stood yet.
        #expect(average.price == (try price(160)))
    }

    @Test func `one block of any price moves it by its own share of time alone`() throws {
        var average = TimeWeightedAverage(blocks: 10)
        for block in 1...11 as ClosedRange<UInt64> {
            let cents: UInt64 = block == 6 ? 1_000_000 : 100
            average.observe(
                try price(cents),
                block: block,
                time: Instant(milliseconds: block * 2_000)
            )
        }
        #expect(average.price == (try price(100 * 9 / 10 + 1_000_000 / 10)))
    }

    @Test func `prices of coarse coins in fine ones keep their digits`() throws {
        var average = TimeWeightedAverage(blocks: 1)
        // Half a millionth, with eighteen decimals against six: 5 x 10^-19 a unit.
        let tiny = try #require(Price(numerator: 5, denominator: 10_000_000_000_000_000_000))
        average.observe(tiny, block: 1, time: Instant(milliseconds: 1))
        average.observe(tiny, block: 2, time: Instant(milliseconds: 2))
        #expect(average.price == tiny)
    }

    @Test func `blocks that were taken back no longer count`() throws {
        var average = TimeWeightedAverage(blocks: 2)
        for block in 1...3 as ClosedRange<UInt64> {
            average.observe(
                try price(block * 100),
                block: block,
                time: Instant(milliseconds: block * 1_000)
            )
        }
        #expect(average.price == (try price(150)))
        average.rewind(to: 2)
        #expect(average.price == nil)
        average.observe(try price(500), block: 3, time: Instant(milliseconds: 3_000))
        #expect(average.price == (try price(150)))
    }
}

@Suite struct VolumeModelTests {
    private let twoSeconds = Interval(milliseconds: 2_000)

    @Test func `five at thirty-three a minute carry a hundred and sixty-five`() {
        #expect(VolumeModel.carried(size: 5, perMinute: 33) == 165)
    }

    @Test func `fifty thousand an hour are 834 a minute, and 25 at 33 are nine short`() {
        let model = VolumeModel(flowPerHour: 50_000, blockInterval: twoSeconds, blocksBetween: 3)
        #expect(model.load == 834)
        #expect(VolumeModel.carried(size: 25, perMinute: 33) == 825)
        #expect(model.shortfall(size: 25, perMinute: 33) == 9)
        #expect(model.shortfall(size: 26, perMinute: 33) == 0)
    }

    @Test func `blocks allow ten trades a minute, so that each must be 84, or 417 at five times`() {
        let model = VolumeModel(flowPerHour: 50_000, blockInterval: twoSeconds, blocksBetween: 3)
        #expect(model.mostPerMinute == 10)
        #expect(model.leastSize() == 84)
        #expect(model.leastSize(perMinute: 33) == 84)
        let stress = VolumeModel(flowPerHour: 250_000, blockInterval: twoSeconds, blocksBetween: 3)
        #expect(stress.leastSize() == 417)
    }

    @Test func `a depth of a million that may drift by 0.2 % allows two thousand`() throws {
        let drift = try BasisPoints("0.2 %")
        #expect(VolumeModel.allowance(depth: 1_000_000, drift: drift) == 2_000)
        // Ten basis points of price only at k = 0.25.
        let quarter = UInt256(250_000_000_000_000_000)
        #expect(VolumeModel.priceDrift(drift, slippage: quarter) == (try BasisPoints("10 bps")))
    }

    @Test func `size follows the deviation up to its cap`() throws {
        let ten = try BasisPoints("10 bps")
        #expect(VolumeModel.size(gain: 250, deviation: ten, cap: 5_000) == 2_500)
        #expect(VolumeModel.size(gain: 250, deviation: ten, cap: 1_000) == 1_000)
    }

    @Test func `blocks too slow for any trade leave no size`() {
        let hour = Interval(milliseconds: 3_600_000)
        let model = VolumeModel(flowPerHour: 1, blockInterval: hour, blocksBetween: 3)
        #expect(model.mostPerMinute == 0)
        #expect(model.leastSize() == nil)
    }

    @Test func `a target is feasible with what waiting lets a deviation grow to`() throws {
        let feasibility = Feasibility(
            RouteParameters(),
            drift: try BasisPoints("0.2 bps"),
            noise: try BasisPoints("0.5 bps"),
            jump: try BasisPoints("5 bps"),
            inclusion: 1
        )
        // 6 + 3 x 0.2 + 3 x 0.5 x 2 = 9.6
        #expect(feasibility.used == (try BasisPoints("9.6 bps")))
        #expect(feasibility.designShock == (try BasisPoints("5.4 bps")))
        #expect(feasibility.isFeasible)
        let jump = Feasibility.jump(
            size: 5_000,
            depth: 1_000_000,
            slippage: 50_000_000_000_000_000
        )
        #expect(jump == (try BasisPoints("5 bps")))
    }
}
