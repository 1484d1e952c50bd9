import Bot
import Hashing
import Risk
import Routes
import Testing
import Vocabulary
import Watch

@testable import Simulation

/// What endpoints say of contracts, said wrongly, in part, late or not at all.
struct InspectionFaultTests {
    private static let faults: [Fault] = [
        .inspectionLie, .inspectionPartial, .inspectionLate, .inspectionLost,
    ]

    @Test func `whatever is said of contracts, no bot stands still for nothing, and each begins`() {
        let orders = (400...411).map { (seed: UInt64) in
            var order = SimulatedOrder()
            order.seed = seed
            order.flow = 5
            order.lasting = Interval(milliseconds: 2_400_000)
            order.faults = FaultPlan(
                rates: Self.faults.map { FaultPlan.Rate($0, perMillion: 200_000) }
            )
            return order
        }
        let outcomes = Swarm.outcomes(orders)
        #expect(outcomes.count == orders.count)
        Swarm.expectGood(outcomes)
        for (fault, times) in Swarm.struck(outcomes) where Self.faults.contains(fault) {
            #expect(times > 20, "\(fault.rawValue) \(times)")
        }
        #expect(outcomes.allSatisfy { $0.tally.planned > 0 })
        #expect(outcomes.allSatisfy { $0.tally.halts == 0 })
    }

    /// A world in which the bot trades and nobody has touched a contract.
    private static func world() throws -> SimulatedWorld {
        var world = try #require(SimulatedOrder().world())
        _ = world.run(for: Interval(milliseconds: 60_000))
        try #require(world.violations.isEmpty)
        return world
    }

    @Test func `a reference that no contract ever was is told`() throws {
        var world = try Self.world()
        let chain = world.first.rules.id
        let known = try #require(world.settings.fleet.routes.first?.first.pools.first?.key.address)
        let code = try #require(world.first.code(of: known))
        func note(_ premise: Premise) {
            world.auditContracts(Entry(at: world.now, .chain(chain, .premised([premise]))))
        }
        note(Premise(contract: known, code: code, delegation: .none))
        world.first.upgrade(known)
        note(Premise(contract: known, code: code, delegation: .unread))
        #expect(world.violations.isEmpty)
        note(Premise(contract: known, code: Keccak256.hash([1]), delegation: .none))
        note(Premise(contract: known, code: code, delegation: .to(known)))
        #expect(
            world.violations.map(\.broken)
                == Array(repeating: .premiseUntrue(chain, known), count: 2)
        )
    }

    @Test func `a halt for a contract that nobody touched is told, and no other`() throws {
        var world = try Self.world()
        let halt = Halt(.global, because: .contract, since: world.now)
        let other = Halt(.global, because: .bridge, since: world.now)
        world.auditContracts(Entry(at: world.now, .halted(other)))
        #expect(world.violations.isEmpty)
        world.auditContracts(Entry(at: world.now, .halted(halt)))
        #expect(world.violations.map(\.broken) == [.haltedForNothing(halt)])
        world.first.upgrade(.zero)
        world.auditContracts(Entry(at: world.now, .halted(halt)))
        #expect(world.violations.count == 1)
    }
}
