import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// What forbids a trade, one thing at a time.
@Suite struct GateTests {
    private func holds(_ rule: Rule, _ spoil: (inout Fixture) throws -> Void) throws {
        var fixture = Fixture()
        #expect(try fixture.assess().plan != nil, "the sound fixture trades")
        try spoil(&fixture)
        let assessment = try fixture.assess()
        guard case .hold(let found, _) = assessment.verdict else {
            Issue.record("\(rule): \(assessment.explanation)")
            return
        }
        #expect(found == rule, "\(assessment.explanation)")
        #expect(assessment.failed.contains { $0.rule == rule })
    }

    @Test func `a halted route holds`() throws {
        try holds(.running) { $0.standing.isHalted = true }
    }

    @Test func `a stale chain holds`() throws {
        try holds(.headAge) { $0.first.age = 10_001 }
        try holds(.headAge) { $0.second.age = 3_600_000 }
    }

    @Test func `a head as old as allowed is fresh enough`() throws {
        var fixture = Fixture()
        fixture.first.age = 10_000
        fixture.second.age = 10_000
        #expect(try fixture.assess().plan != nil)
    }

    @Test func `chains too far apart in time hold`() throws {
        try holds(.skew) {
            $0.parameters.freshness.widestSkew = Interval(milliseconds: 2_999)
            $0.first.age = 4_000
        }
    }

    @Test func `disagreeing endpoints hold`() throws {
        try holds(.agreement) { $0.second.isDisputed = true }
    }

    @Test(arguments: Unknown.allCases)
    func `a missing pool holds with the reason`(reason: Unknown) throws {
        try holds(.poolKnown) { $0.first.state = .unknown(reason) }
    }

    @Test func `a pool without a price holds`() throws {
        try holds(.poolKnown) { fixture in
            let pool = try DODOPool(
                kind: .dvm,
                revision: .current,
                guidePrice: 1_000_000_000_000_000_000,
                slippage: 1_000_000_000_000_000_000,
                baseReserve: 1_000_000,
                quoteReserve: .zero,
                baseTarget: .zero,
                quoteTarget: .zero,
                regime: .aboveOne,
                lpFeeRate: .zero,
                maintainerFeeRate: .zero
            )
            fixture.second.state = .known(.dodo(pool))
            // Whether it has a price or not, nothing can be bought from it with nothing in it.
            if (try? pool.marginalPrice()) != nil {
                fixture.second.state = .unknown(.contradictory)
            }
        }
    }

    @Test func `what is paused holds, and so does what may be`() throws {
        for state in [Reading.known(true), .unknown(.reverted)] {
            try holds(.unpaused) {
                $0.first.pauses = [PauseSight(contract: Fixture.address(0xB1), isPaused: state)]
            }
        }
        try holds(.unpaused) {
            let executor = Fixture.address(0xEC)
            $0.first.pauses = [PauseSight(contract: executor, isPaused: .known(true))]
        }
        try holds(.unpaused) { $0.isExitPaused = .unknown(.reverted) }
        var fixture = Fixture()
        let elsewhere = Fixture.address(0x77)
        fixture.first.pauses = [PauseSight(contract: elsewhere, isPaused: .known(true))]
        #expect(try fixture.assess().plan != nil, "a pause of a stranger's contract")
    }

    @Test func `a toxic deviation holds, however profitable`() throws {
        try holds(.toxic) { $0.second.pushed = 500_000 }
    }

    @Test func `below enter the route is in parity`() throws {
        var fixture = Fixture()
        fixture.second.pushed = 1_000
        #expect(try fixture.assess().verdict == .inParity)
    }

    @Test func `a run of blocks too short holds`() throws {
        try holds(.confirmed) { fixture in
            fixture.standing.run.restart()
            for block in 0..<UInt64(2) {
                fixture.standing.run.observe(.first, .whole, at: block, of: .first)
                fixture.standing.run.observe(.first, .whole, at: block, of: .second)
            }
        }
    }

    @Test func `a run on the other side counts nothing`() throws {
        try holds(.confirmed) { fixture in
            fixture.standing.run.restart()
            for block in 0..<UInt64(9) {
                fixture.standing.run.observe(.second, .whole, at: block, of: .first)
                fixture.standing.run.observe(.second, .whole, at: block, of: .second)
            }
        }
    }

    @Test func `an average on the other side vetoes, and one on this side allows nothing`() throws {
        try holds(.average) { $0.standing.average = .second }
        try holds(.confirmed) { fixture in
            fixture.standing.average = .first
            fixture.standing.run.restart()
        }
    }

    @Test func `a cooldown holds until it is over`() throws {
        try holds(.cooldown) {
            $0.standing.cooldownUntil = Instant(milliseconds: $0.now.milliseconds + 1)
        }
        var fixture = Fixture()
        fixture.standing.cooldownUntil = fixture.now
        #expect(try fixture.assess().plan != nil)
    }

    @Test func `who could not mend a half-done trade today begins none`() throws {
        try holds(.unwindingPerDay) { $0.standing.unwindingLeft = .zero }
        var fixture = Fixture()
        fixture.standing.unwindingLeft = Worth(units: 1)
        #expect(try fixture.assess().plan != nil)
    }

    @Test func `a pool rests between two executions`() throws {
        try holds(.blocksBetween) { $0.second.lastExecution = 998 }
        var fixture = Fixture()
        fixture.second.lastExecution = 997
        #expect(try fixture.assess().plan != nil)
    }

    @Test func `gas above the ceiling holds on a chain with a fee market, and nowhere else`() throws
    {
        let dear = Wei(UInt256(200_000_000_001))
        try holds(.gasPrice) {
            $0.first.gasPrice = .known(dear)
            $0.first.baseFee = dear
        }
        try holds(.gasPrice) { $0.first.gasPrice = .unknown(.reverted) }
        var fixture = Fixture()
        fixture.first.gasPrice = .known(dear)
        #expect(try fixture.assess().failed.allSatisfy { $0.rule != .gasPrice })
    }

    @Test func `an unknown inventory is not an empty one, and holds`() throws {
        try holds(.inventoryKnown) { $0.first.inventory = .unknown(.disputed) }
        try holds(.inventoryKnown) { $0.second.inventory = .unknown(.unasked) }
    }

    @Test func `a reserve below what is required holds`() throws {
        try holds(.reserve) { $0.reserve = 249_999 }
    }

    @Test func `a token whose price sources contradict each other holds`() throws {
        try holds(.referencePrice) { $0.basePrice = .unknown(.contradictory) }
    }

    @Test func `absurd prices and amounts give a reason, never a trap`() throws {
        for price in [1, UInt64.max] {
            for pushed in [20_000, 990_000] {
                for depth in [30_000, 1_000_000, UInt64.max / 1_000_000] {
                    var fixture = Fixture()
                    fixture.basePrice = .known(price)
                    fixture.parameters.parity.toxic = BasisPoints(millionths: .max)
                    fixture.second.depth = max(depth, UInt64(pushed) * 2)
                    fixture.second.pushed = pushed
                    fixture.first.inventory = .known(.max)
                    fixture.second.inventory = .known(.max)
                    let assessment = try fixture.assess()
                    #expect(assessment.plan != nil || !assessment.failed.isEmpty)
                }
            }
        }
    }

    @Test func `every failing check says what would flip it`() throws {
        var fixture = Fixture()
        fixture.reserve = 200_000
        let assessment = try fixture.assess()
        let flips = assessment.flips.map { "\($0.check.title): \($0.flip)" }
        #expect(
            flips == [
                "bridge reserve, claims on top (USDT -> USDT): rise by 50000 USDT",
                "bridge reserve, claims on top (USDC -> USDC): rise by 50000 USDC",
            ]
        )
    }

    /// The change a check names is the smallest: one unit less changes nothing.
    @Test func `a flip is exact to the unit`() throws {
        let limits: [(Measure, Check.Relation, Measure)] = [
            (.count(5), .below, .count(7)), (.count(7), .below, .count(7)),
            (.count(9), .below, .count(7)), (.count(7), .atMost, .count(7)),
            (.count(9), .atMost, .count(7)), (.count(7), .atLeast, .count(7)),
            (.count(5), .atLeast, .count(7)), (.count(7), .above, .count(7)),
            (.count(8), .above, .count(7)), (.count(5), .equals, .count(7)),
        ]
        for (left, relation, right) in limits {
            let check = Check(.edge, left, relation, right)
            guard case .count(let start) = left, let flip = check.flip,
                case .count(let by) = flip.by
            else {
                Issue.record("\(check) has no flip")
                continue
            }
            func moved(_ distance: UInt64) -> Bool {
                let value = flip.direction == .rise ? start + distance : start - distance
                return Check(.edge, .count(value), relation, right).passes
            }
            #expect(moved(by) != check.passes, "\(check)")
            if by > 0 { #expect(moved(by - 1) == check.passes, "\(check)") }
        }
    }
}
