import Routes
import Simulation
import Testing
import Vocabulary

/// That every fault of the menu can be had, and is counted when it strikes.
struct FaultTableTests {
    static func order(_ script: String, minutes: UInt64 = 12) throws -> SimulatedOrder {
        var order = SimulatedOrder()
        order.seed = 11
        order.flow = 5
        order.hasTroublemakers = true
        order.lasting = Interval(milliseconds: minutes * 60_000)
        // With a rate, even of nothing, a person looks after the bot and prices have feeds.
        order.faults = try FaultPlan(script: "rate 0 rpc-lie\n" + script)
        return order
    }

    @Test func `every fault alone strikes when a script says so, and breaks no promise`() throws {
        let orders = try Fault.allCases.map { try Self.order("at 0 s \($0.rawValue)\n") }
        let outcomes = Swarm.outcomes(orders)
        #expect(outcomes.count == Fault.allCases.count)
        for (fault, outcome) in zip(Fault.allCases, outcomes) {
            let struck = outcome.faults.rows.filter { $0.struck > 0 }
            #expect(struck.map(\.fault) == [fault], "\(fault.rawValue): \(struck)")
            for violation in outcome.violations {
                Issue.record("\(fault.rawValue): \(violation)")
            }
        }
    }

    @Test func `an endpoint that is named fails alone`() throws {
        let script = "at 1 min rpc-rate-limit chain 138 endpoint 1 for 20 min always\n"
        let outcome = try #require(SimulatedRun.outcome(of: Self.order(script)))
        let row = try #require(outcome.faults.rows.first { $0.fault == .rpcRateLimit })
        // Once struck it prevails: another endpoint's questions are chances all the same.
        #expect(row.struck == 1)
        #expect(outcome.tally.planned > 0)
        #expect(outcome.violations.isEmpty)
    }

    @Test func `blocks come in their own rhythm, and on the whole as often as their rule says`()
        throws
    {
        let order = SimulatedOrder()
        var world = try #require(order.world())
        var moments: [[Instant]] = [[], []]
        for _ in 0..<12_000 {
            _ = world.run(for: Interval(milliseconds: 50))
            for (place, head) in [world.first.head, world.second.head].enumerated()
            where UInt64(moments[place].count) < head.number {
                moments[place].append(world.now)
            }
        }
        for chain in moments {
            #expect((285...315).contains(chain.count))
            let gaps = Set(zip(chain, chain.dropFirst()).map { $1.milliseconds - $0.milliseconds })
            #expect(gaps.count > 8)
            #expect(gaps.allSatisfy { (1_550...2_450).contains($0) })
        }
        #expect(moments[0] != moments[1])
    }
}
