import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// How large, what binds, and what it costs.
@Suite struct SizingTests {
    private func binding(_ assessment: Assessment) -> [Rule] {
        assessment.checks.filter(\.isBinding).map(\.rule)
    }

    private func bound(_ rule: Rule, _ change: (inout Fixture) -> Void) throws {
        var fixture = Fixture()
        let before = try #require(try fixture.assess().plan)
        change(&fixture)
        let assessment = try fixture.assess()
        let plan = try #require(assessment.plan, "\(assessment.explanation)")
        #expect(binding(assessment) == [rule], "\(assessment.explanation)")
        #expect(plan.size < before.size)
    }

    @Test func `without a limit in the way the last unit earns what it costs`() throws {
        let assessment = try Fixture().assess()
        #expect(binding(assessment) == [.goal])
    }

    @Test func `the most per trade binds`() throws {
        try bound(.mostPerTrade) { $0.parameters.size.most = Worth(1_000) }
    }

    @Test func `what is left of the day binds`() throws {
        try bound(.mostPerDay) { $0.standing.volumeToday = Worth(49_000) }
    }

    @Test func `the cap of a pool and block binds`() throws {
        try bound(.mostPerPool) { $0.parameters.size.perPoolAndBlock = Worth(700) }
    }

    @Test func `inventory binds on either side`() throws {
        try bound(.baseInventory) { $0.first.inventory = .known(1_234_000_000) }
        try bound(.quoteInventory) { $0.second.inventory = .known(1_234_000_000) }
    }

    @Test func `the floor of a bucket is not spent`() throws {
        var fixture = Fixture()
        fixture.first.inventory = .known(3_000_000_000)
        fixture.parameters.bridge.inventoryFloor = Worth(2_000)
        let plan = try #require(try fixture.assess().plan)
        #expect(plan.sell.amountIn == 1_000_000_000)
    }

    @Test func `the reserve rule shrinks a plan before it forbids it`() throws {
        try bound(.baseReserve) { $0.reserve = 251_000 }
        var fixture = Fixture()
        fixture.reserve = 250_049
        #expect(try fixture.assess().verdict == .hold(.baseReserve, subject: "Chain 138"))
    }

    @Test func `a plan never turns the deviation round`() throws {
        var fixture = Fixture()
        fixture.parameters.mission = .parity(Mission.Subsidy())
        fixture.parameters.size.most = Worth(40_000)
        fixture.parameters.size.perPoolAndBlock = Worth(40_000)
        let plan = try #require(try fixture.assess().plan)
        fixture.parameters.size.most = Worth(20_000)
        #expect(try fixture.assess().plan?.size == plan.size)
        var sold = try Market(fixture.venue(fixture.first), baseDecimals: 6, quoteDecimals: 6)
        var bought = try Market(fixture.venue(fixture.second), baseDecimals: 6, quoteDecimals: 6)
        _ = try sold.sell(plan.sell.amountIn, of: .base)
        _ = try bought.sell(plan.buy.amountIn, of: .quote)
        #expect(try bought.price() <= sold.price())
        #expect(
            !Deviation(of: try sold.price(), from: try bought.price()).isAtLeast(
                BasisPoints(millionths: 10_000)
            )
        )
    }

    /// A standing deviation of a few basis points, and somebody pushes: the push is not followed.
    @Test func `only what has stood for the whole run is closed`() throws {
        var fixture = Fixture()
        fixture.standing.run.restart()
        let stood = BasisPoints(millionths: 16_000_000)
        for block in 0..<UInt64(3) {
            let share = block == 1 ? stood : BasisPoints(millionths: 19_000_000)
            fixture.standing.run.observe(.first, share, at: block, of: .first)
            fixture.standing.run.observe(.first, share, at: block, of: .second)
        }
        let assessment = try fixture.assess()
        let plan = try #require(assessment.plan)
        #expect(binding(assessment) == [.confirmedDeviation])
        var sold = try Market(fixture.venue(fixture.first), baseDecimals: 6, quoteDecimals: 6)
        var bought = try Market(fixture.venue(fixture.second), baseDecimals: 6, quoteDecimals: 6)
        let before = Deviation(of: try sold.price(), from: try bought.price()).share.millionths
        _ = try sold.sell(plan.sell.amountIn, of: .base)
        _ = try bought.sell(plan.buy.amountIn, of: .quote)
        let after = Deviation(of: try sold.price(), from: try bought.price()).share.millionths
        #expect(before - after <= stood.millionths + 10_000)
        #expect(before - after >= stood.millionths - 10_000)
    }

    /// A minimum that leans on it would not be met once it is taken back.
    @Test func `a push beyond the tolerance on top of what has stood holds`() throws {
        var fixture = Fixture()
        fixture.standing.run.restart()
        for block in 0..<UInt64(3) {
            let share = BasisPoints(millionths: 15_000_000)
            fixture.standing.run.observe(.first, share, at: block, of: .first)
            fixture.standing.run.observe(.first, share, at: block, of: .second)
        }
        #expect(try fixture.assess().verdict == .hold(.confirmedDeviation, subject: ""))
        fixture.parameters.safety.tolerance = BasisPoints(millionths: 6_000_000)
        #expect(try fixture.assess().plan != nil)
    }

    @Test func `how long the reserve lasts is shown, and flow that never turns is named`() throws {
        var fixture = Fixture()
        fixture.isOneWay = true
        let assessment = try fixture.assess()
        #expect(assessment.lanes.map(\.coverMinutes) == [40, 40])
        #expect(assessment.explanation.contains("covers 40 min of its peak, lasts 2 h"))
        #expect(assessment.explanation.contains("mint and redeem on both chains"))
        fixture.reserve = 260_000
        #expect(try fixture.assess().verdict == .hold(.runway, subject: "USDT -> USDT"))
    }

    @Test func `a minimum that does not fit is a reason of its own`() throws {
        var fixture = Fixture()
        fixture.first.inventory = .known(49_000_000)
        #expect(try fixture.assess().verdict == .hold(.baseInventory, subject: "Chain 138"))
    }

    @Test func `the worst case shrinks a plan to its limit`() throws {
        var fixture = Fixture()
        fixture.parameters.safety.worstCase = Worth(10)
        let assessment = try fixture.assess()
        let plan = try #require(assessment.plan, "\(assessment.explanation)")
        #expect(binding(assessment) == [.worstCase])
        #expect(plan.worstCase.worth <= Worth(10))
        #expect(plan.worstCase.worth > Worth(9))
    }

    @Test func `gas that eats the edge leaves a deviation below the target alone`() throws {
        var fixture = Fixture()
        fixture.second.pushed = 12_000
        fixture.first.gasPrice = .known(Wei(UInt256(100_000_000_000)))
        fixture.first.baseFee = Wei(UInt256(1))
        #expect(try fixture.assess().verdict == .inParity)
        fixture.second.pushed = 20_000
        let assessment = try fixture.assess()
        #expect(
            assessment.verdict == .unaffordable(.edge, subject: ""),
            "\(assessment.explanation)"
        )
    }

    @Test func `the profit mission never plans at a loss, the parity mission pays up to its purse`()
        throws
    {
        var fixture = Fixture()
        fixture.fee = BasisPoints(millionths: 20_000_000)
        fixture.first.inventory = .known(100_000_000_000)
        fixture.second.inventory = .known(100_000_000_000)
        let profit = try fixture.assess()
        #expect(
            profit.verdict == .unaffordable(.goal, subject: "last unit earns its cost")
        )
        fixture.parameters.mission = .parity(Mission.Subsidy())
        let parity = try fixture.assess()
        let plan = try #require(parity.plan, "\(parity.explanation)")
        #expect(plan.net < .zero)
        fixture.standing.subsidyToday = Worth(995)
        let last = try fixture.assess()
        let small = try #require(last.plan, "\(last.explanation)")
        #expect(binding(last) == [.subsidyPerDay])
        #expect(small.net.negated <= Worth(5))
        #expect(small.size < plan.size)
    }

    @Test func `a spent subsidy is judged as profit, and said`() throws {
        var fixture = Fixture()
        fixture.parameters.mission = .parity(Mission.Subsidy())
        fixture.standing.subsidyToday = Worth(1_000)
        let assessment = try fixture.assess()
        #expect(assessment.isSubsidySpent)
        #expect(assessment.plan?.mission == .profit)
    }

    @Test func `a plan that drains inventory pays both bridge fees, one that restores is credited`()
        throws
    {
        var fixture = Fixture()
        // The dear side's base and the cheap side's quote are what a trade takes.
        fixture.first.inventory = .known(125_000_000_000)
        fixture.second.inventory = .known(125_000_000_000)
        let full = try #require(try fixture.assess().plan)
        #expect(full.shadowPrice == ShadowPrice(share: BasisPoints(millionths: 4_000_000)))
        fixture.first.inventory = .known(187_500_000_000)
        fixture.second.inventory = .known(187_500_000_000)
        let half = try #require(try fixture.assess().plan)
        #expect(half.shadowPrice == ShadowPrice(share: BasisPoints(millionths: 2_000_000)))
        #expect(half.net > full.net)
        fixture.first.inventory = .known(500_000_000_000)
        fixture.second.inventory = .known(500_000_000_000)
        let credited = try #require(try fixture.assess().plan)
        #expect(credited.shadowPrice.isCredit)
        #expect(credited.net > half.net)
        #expect(credited.size > half.size)
    }

    @Test func `a transfer waits within the band and goes beyond it, in a batch`() throws {
        var fixture = Fixture()
        var plan = try #require(try fixture.assess().plan)
        #expect(plan.transfers.map(\.outcome) == [.waits(.withinBand), .waits(.withinBand)])
        // Base on the dear chain is nearly gone; the cheap chain has plenty of it.
        fixture.first.inventory = .known(110_000_000_000)
        fixture.second.inventory = .known(400_000_000_000)
        plan = try #require(try fixture.assess().plan)
        guard case .goes(let amount, let delivered) = plan.transfers[0].outcome else {
            Issue.record("\(plan.transfers[0])")
            return
        }
        #expect(amount >= 25_000_000_000)
        #expect(amount <= 100_000_000_000)
        #expect(delivered == amount - amount / 5_000)
    }

    @Test func `with the bridge due now, what was traded goes back at once`() throws {
        var fixture = Fixture()
        fixture.parameters.bridge.due = .now
        let plan = try #require(try fixture.assess().plan)
        guard case .goes(let base, _) = plan.transfers[0].outcome,
            case .goes(let quote, _) = plan.transfers[1].outcome
        else {
            Issue.record("\(plan.transfers)")
            return
        }
        #expect(base == plan.buy.quotedOut)
        #expect(quote == plan.sell.quotedOut)
    }

    @Test func `minimum outputs lean towards us and deadlines stand`() throws {
        let plan = try #require(try Fixture().assess().plan)
        for leg in [plan.sell, plan.buy] {
            let given = leg.quotedOut - leg.minimumOut
            #expect(given * 10_000 <= leg.quotedOut * 5)
            #expect((given + 1) * 10_000 > leg.quotedOut * 5)
            #expect(leg.deadline == Instant(milliseconds: 1_000_000_000 - 1_000 + 8_000))
        }
    }

    @Test func `what comes in is rounded down and what goes out up`() throws {
        var fixture = Fixture()
        fixture.isThird = true
        let plan = try #require(try fixture.assess().plan)
        let unit = UInt256(1_000_000_000_000)
        let earned = plan.sell.quotedOut * unit / 3
        let spent = (plan.buy.amountIn * unit + 2) / 3
        #expect(plan.sell.quotedOut % 3 != 0 || plan.buy.amountIn % 3 != 0)
        #expect(plan.gross == Worth(units: Int256(earned) - Int256(spent)))
        let sum = plan.costs.reduce(plan.gross) { $0.subtracting($1.worth) ?? .zero }
        #expect(sum == plan.net)
    }

    @Test func `large legs go one after the other, the displaced one first`() throws {
        var fixture = Fixture()
        #expect(try fixture.assess().plan?.order == .buyFirst)
        fixture.parameters.size.most = Worth(2_000)
        #expect(try fixture.assess().plan?.order == .together)
        fixture = Fixture()
        fixture.second.pushed = 0
        fixture.first.pushed = -20_000
        #expect(try fixture.assess().plan?.order == .sellFirst)
    }

    @Test func `several pools share a trade, each paying the same for its last unit`() throws {
        var fixture = Fixture()
        var twin = fixture.second
        twin.pushed = 20_000
        fixture.second.more = [(0xA3, try fixture.venue(twin))]
        fixture.parameters.size.most = Worth(40_000)
        fixture.parameters.size.perPoolAndBlock = Worth(40_000)
        let both = try #require(try fixture.assess().plan)
        #expect(both.buy.swaps.count == 2)
        let shares = both.buy.swaps.map(\.trade.sold)
        let (low, high) = (min(shares[0], shares[1]), max(shares[0], shares[1]))
        #expect(high - low < low / 100)
        fixture.second.more = []
        let single = try #require(try fixture.assess().plan)
        #expect(both.net > single.net)
        #expect(both.size > single.size)
    }

    @Test func `a pool more is left out where it does not earn its gas`() throws {
        var fixture = Fixture()
        let twin = fixture.second
        fixture.second.more = [(0xA3, try fixture.venue(twin))]
        fixture.parameters.size.most = Worth(100)
        fixture.second.gasPrice = .known(Wei(UInt256(20_000_000)))
        fixture.first.gasPrice = .known(Wei(UInt256(20_000_000)))
        let assessment = try fixture.assess()
        let plan = try #require(assessment.plan, "\(assessment.explanation)")
        #expect(plan.buy.swaps.count == 1)
    }
}

extension ShadowPrice {
    fileprivate init(share: BasisPoints) {
        self = ShadowPrice(share: share, isCredit: false)
    }
}
