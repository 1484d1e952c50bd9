import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Execution
@testable import Parity

/// The way out of a naked leg, held against every way there is.
struct UnwinderTests {
    @Test(arguments: 1...300)
    func `the choice is the best of all pools, within its bounds, and never worse than holding`(
        seed: UInt64
    ) throws {
        var chance = Chance(seed: seed)
        var world = NakedWorld(&chance)
        if seed % 3 == 0 { world.worstCase = Worth(Int64.random(in: 0...60, using: &chance)) }
        if seed % 5 == 0 { world.budget = Worth(Int64.random(in: 0...60, using: &chance)) }
        if seed % 4 == 0 {
            world.wasted = [
                GasSpent(try #require(ChainID(138)), Wei(3_000_000_000_000_000)),
                GasSpent(try #require(ChainID(651_940)), Wei(1_000_000_000_000_000)),
            ]
        }
        let bound = min(world.worstCase, world.budget).negated.units
        var best: Int256?
        for market in [world.first, world.second] {
            for pair in market.pairs {
                guard let outcome = world.outcome(pair, market), outcome.worst >= bound else {
                    continue
                }
                best = max(best ?? outcome.expected, outcome.expected)
            }
        }
        let held = try #require(world.holding)
        switch try world.choice() {
        case .trade(let option):
            #expect(option.expected.units == best)
            #expect(option.expected.units >= held)
            #expect(option.atWorst.units >= bound)
        case .park(.cheaperToHold): #expect(try #require(best) < held)
        case .park(.beyondBudget): #expect(best == nil && world.budget < world.worstCase)
        case .park(.beyondWorstCase): #expect(best == nil && world.budget >= world.worstCase)
        case let other: Issue.record("\(other)")
        }
    }

    @Test func `what failed attempts burnt counts against the budget`() throws {
        var chance = Chance(seed: 7)
        var world = NakedWorld(&chance)
        guard case .trade(let option) = try world.choice() else {
            Issue.record("nothing to compare with")
            return
        }
        world.budget = max(option.atWorst.negated, .zero)
        world.wasted = [GasSpent(try #require(ChainID(138)), Wei(100_000_000_000_000_000_000))]
        #expect(try world.choice() == .park(.beyondBudget))
    }
}
