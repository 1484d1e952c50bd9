import Bot
import Simulation
import Testing
import Vocabulary

struct SameSeedTests {
    private static func world(_ seed: UInt64) throws -> SimulatedWorld {
        var order = SimulatedOrder()
        order.seed = seed
        order.faults = FaultPreset.all.plan
        order.flow = 5
        order.hasTroublemakers = true
        return try #require(order.world())
    }

    @Test func `the same seed makes the same entries and the same blocks`() throws {
        var one = try Self.world(7)
        var other = try Self.world(7)
        let time = Interval(milliseconds: 600_000)
        _ = one.run(for: time)
        // In other portions, so that nothing depends on when somebody looks.
        for _ in 0..<20 { _ = other.run(for: Interval(milliseconds: 30_000)) }
        #expect(one.journal.map(\.canonicalBytes) == other.journal.map(\.canonicalBytes))
        #expect(one.first.head == other.first.head)
        #expect(one.second.head == other.second.head)
        #expect(FaultTable(one.dice) == FaultTable(other.dice))
        #expect(!one.journal.isEmpty)
    }

    @Test func `another seed makes another run`() throws {
        var one = try Self.world(7)
        var other = try Self.world(8)
        _ = one.run(for: Interval(milliseconds: 120_000))
        _ = other.run(for: Interval(milliseconds: 120_000))
        #expect(one.first.head != other.first.head)
    }
}
