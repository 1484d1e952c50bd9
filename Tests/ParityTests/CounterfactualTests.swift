import Numerics
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

@testable import Parity

@Suite struct CounterfactualTests {
    /// A situation that rolls of the dice have spoilt here and there, or left as it was.
    private static func situation(_ chance: inout Chance) throws -> Situation {
        var fixture = Fixture()
        fixture.second.pushed = Int(chance.below(60_000)) - 10_000
        if chance.below(9) == 0 { fixture.standing.run = DeviationRun() }
        if chance.below(9) == 0 { fixture.standing.isHalted = true }
        if chance.below(9) == 0 { fixture.required = 1_900_000 + chance.below(200_000) }
        if chance.below(9) == 0 { fixture.first.lastExecution = 998 + chance.below(3) }
        if chance.below(9) == 0 { fixture.second.age = chance.below(30_000) }
        if chance.below(9) == 0 {
            let left = chance.below(60_000)
            fixture.standing.cooldownUntil = fixture.now.advanced(
                by: Interval(milliseconds: left)
            )
        }
        if chance.below(6) == 0 {
            fixture.first.inventory = .known(UInt256(chance.below(200)) * 1_000_000)
        }
        if chance.below(6) == 0 {
            fixture.second.baseFee = Wei(1)
            fixture.second.gasPrice = .known(Wei(UInt256(chance.below(400_000_000_000))))
        }
        if chance.below(2) == 0 {
            let perUnit = BasisPoints(millionths: chance.below(30_000_000))
            fixture.parameters.mission = .parity(Mission.Subsidy(perUnit: perUnit))
            fixture.standing.subsidyToday = Worth(Int64(chance.below(1_500)))
        }
        if chance.below(9) == 0 { fixture.standing.volumeToday = Worth(49_990) }
        if chance.below(9) == 0 { fixture.standing.unwindingLeft = .zero }
        return Situation(
            route: try fixture.route(),
            scene: try fixture.scene(),
            standing: fixture.standing
        )
    }

    private static func checkBoundary(_ change: Counterfactual, _ situation: Situation) {
        let before = situation.assess()
        let there = situation.pulled(change.lever, by: change.amount)?.assess()
        #expect(there == change.assessment)
        #expect(there.map { !$0.verdict.isLike(before.verdict) } == true, "\(change.lever)")
        guard change.amount > .one else { return }
        let nearer = situation.pulled(change.lever, by: change.amount &- .one)?.assess()
        #expect(nearer?.verdict.isLike(before.verdict) == true, "\(change.lever)")
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `at the printed change the verdict turns, and one unit before it does not`(
        seed: UInt64
    ) throws {
        var chance = Chance(seed: seed)
        let situation = try Self.situation(&chance)
        for change in situation.counterfactuals { Self.checkBoundary(change, situation) }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func
        `each step of the way to a trade gets past what stood there, and no step is wider than needed`(
            seed: UInt64
        ) throws
    {
        var chance = Chance(seed: seed)
        var situation = try Self.situation(&chance)
        let way = situation.wayToTrade
        for step in way.steps {
            #expect(situation.assess().decisive == step.check)
            Self.checkBoundary(step.change, situation)
            situation = step.change.situation
        }
        #expect((situation.assess().plan == nil) == way.isBarred)
    }

    @Test func `the dice roll every verdict, and ways of several steps`() throws {
        var (names, longest, barred): (Set<String>, Int, Int) = ([], 0, 0)
        for seed in 0..<60 as Range<UInt64> {
            var chance = Chance(seed: seed)
            let situation = try Self.situation(&chance)
            switch situation.assess().verdict {
            case .inParity: names.insert("in parity")
            case .hold: names.insert("hold")
            case .unaffordable: names.insert("unaffordable")
            case .trade: names.insert("trade")
            }
            let way = situation.wayToTrade
            longest = max(longest, way.steps.count)
            barred += way.isBarred ? 1 : 0
        }
        #expect(names.count == 4, "\(names)")
        #expect(longest >= 2)
        #expect(barred < 6, "most ways lead to a trade, not \(barred)")
    }

    @Test func `a deviation too small is widened, or acted on earlier`() throws {
        var fixture = Fixture()
        fixture.parameters.parity.enter = BasisPoints(millionths: 6_000_000)
        fixture.second.pushed = 5_000
        let situation = Situation(
            route: try fixture.route(),
            scene: try fixture.scene(),
            standing: fixture.standing
        )
        let before = situation.assess()
        #expect(before.verdict == .inParity)
        let deviation = try #require(before.deviation)
        let changes = situation.counterfactuals
        #expect(changes.count == 2)
        guard case .sold(_, .quote, _)? = changes.first?.lever else {
            Issue.record("the market is not named first")
            return
        }
        let wider = try #require(changes.first?.assessment.deviation)
        #expect(wider.millionths >= 6_000_000 && wider.millionths < 6_001_000)
        #expect(changes.last?.lever == .setting(.enter, .fall))
        // A deviation is rounded down to be shown; what is compared is exact.
        let needed = 6_000_000 - deviation.millionths
        #expect(changes.last?.amount == UInt256(needed))
    }

    @Test func `what is unknown has no change that helps`() throws {
        var fixture = Fixture()
        fixture.first.state = .unknown(.unasked)
        let situation = Situation(
            route: try fixture.route(),
            scene: try fixture.scene(),
            standing: fixture.standing
        )
        #expect(situation.counterfactuals.isEmpty)
        #expect(situation.wayToTrade == WayToTrade(steps: [], isBarred: true))
    }
}

extension Chance {
    fileprivate mutating func below(_ bound: UInt64) -> UInt64 { next() % bound }
}
