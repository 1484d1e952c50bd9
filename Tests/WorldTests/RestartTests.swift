import Bot
import Simulation
import Testing
import Vocabulary

/// That it does not matter how a bot remembers: all its life, out of its entries, or out of a state and the
/// entries behind it.
struct RestartTests {
    private static func world(_ seed: UInt64) throws -> SimulatedWorld {
        var order = SimulatedOrder()
        order.seed = seed
        order.flow = 5
        order.faults = FaultPreset.all.plan
        order.hasTroublemakers = true
        return try #require(order.world())
    }

    private static let pause = Interval(milliseconds: 97_000)

    @Test(arguments: 21...23)
    func `a warm restart is a cold restart`(seed: Int) throws {
        var world = try Self.world(UInt64(seed))
        var sealed: (state: [UInt8], count: Int) = ([], 0)
        var obligations = 0
        for round in 0..<16 {
            _ = world.run(for: Self.pause)
            let entries = world.journal
            let warm = try Bot(
                state: sealed.count > 0 ? sealed.state : nil,
                entries: Array(entries[sealed.count...])
            )
            let cold = Bot(recovering: entries)
            // A process that is down at this moment has nothing but what it wrote either.
            #expect(world.bot.state == cold.state, "round \(round)")
            #expect(warm.state == cold.state, "round \(round)")
            #expect(Self.rewritten(entries) == entries.map(\.canonicalBytes))
            if round % 4 == 3 {
                let one = Self.lived(world, from: cold)
                let other = Self.lived(world, from: warm)
                #expect(one.entries == other.entries, "round \(round)")
                #expect(one.state == other.state, "round \(round)")
                #expect(one.entries.count > entries.count)
            }
            // So that the state is older than its bot by some rounds.
            if round % 3 == 0 { sealed = (cold.state, entries.count) }
            obligations += cold.obligations(at: world.now).count
        }
        // A bot that owes nothing has nothing to forget.
        #expect(obligations > 0)
    }

    /// What becomes of the world when its process dies now and goes on as this bot.
    private static func lived(
        _ world: SimulatedWorld,
        from bot: Bot
    ) -> (entries: [[UInt8]], state: [UInt8]) {
        var world = world
        world.storage = .outside(write: { _, _ in .durable }, recover: { bot })
        world.crash()
        // Long enough to live, and short enough that it hardly dies again, which would begin from here.
        _ = world.run(for: Interval(milliseconds: 60_000))
        return (world.journal.map(\.canonicalBytes), world.bot.state)
    }

    /// Entries as a file gives them back.
    private static func rewritten(_ entries: [Entry]) -> [[UInt8]] {
        entries.compactMap { try? Entry(EntryRecord($0)).canonicalBytes }
    }
}
