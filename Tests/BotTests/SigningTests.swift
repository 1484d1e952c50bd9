import Execution
import Numerics
import Risk
import Simulation
import Testing
import Venues
import Vocabulary

@testable import Bot

/// What may have changed while the signer was at it.
struct SigningTests {
    static func disturb(_ world: inout SimulatedWorld, whole: UInt64 = 20_000) throws {
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: UInt256(whole) * 1_000_000,
                least: .zero
            ),
            on: try #require(ChainID(SimulatedDemo.away))
        )
    }

    /// Made once: half a virtual hour costs a second.
    private static let begun = try? SettlingTests.proved()

    static func proved() throws -> SimulatedWorld { try #require(begun) }

    /// Runs until the bot is as the test wants it; the entries of the way there.
    static func run(
        _ world: inout SimulatedWorld,
        for seconds: UInt64 = 60,
        until isThere: (Bot) -> Bool
    ) -> [Entry] {
        var entries: [Entry] = []
        for _ in 0..<(seconds * 50) {
            entries += journalled(world.run(for: Interval(milliseconds: 20)))
            if isThere(world.bot) { return entries }
        }
        Issue.record("it never came to that")
        return entries
    }

    static func journalled(_ happened: [SimulatedWorld.Happening]) -> [Entry] {
        happened.compactMap { if case .journalled(let entry) = $0 { entry } else { nil } }
    }

    static func plans(_ entries: [Entry]) -> Int {
        entries.count { if case .planned = $0.fact { true } else { false } }
    }

    static func asksForTrade(_ bot: Bot) -> Bool {
        if case .trade? = bot.draft?.purpose { true } else { false }
    }

    /// Asked for a trade, with a signer that takes its time.
    static func asked(signing: UInt64 = 2_000) throws -> SimulatedWorld {
        var world = try Self.proved()
        world.signingTime = Interval(milliseconds: signing)
        try disturb(&world)
        _ = run(&world, until: asksForTrade)
        return world
    }

    @Test func `a plan whose signature comes in time is begun`() throws {
        var world = try Self.asked()
        let happened = world.run(for: Interval(milliseconds: 4_000))
        #expect(Self.plans(Self.journalled(happened)) == 1)
    }

    @Test func `a plan is not begun when a halt came before its signature`() throws {
        var world = try Self.asked()
        let halt = try Halt(.route("usd"), by: "Ada", reason: "", since: world.now)
        world.command(.halt(halt, now: false))
        let happened = world.run(for: Interval(milliseconds: 60_000))
        #expect(Self.plans(Self.journalled(happened)) == 0)
    }

    @Test func `a plan that was signed when it is too old to be sent is not begun`() throws {
        var world = try Self.asked(signing: 4_900)
        let happened = world.run(for: Interval(milliseconds: 60_000))
        #expect(Self.plans(Self.journalled(happened)) == 0)
    }

    @Test func `a silent signer is told of, and asked again`() throws {
        var world = try Self.proved()
        world.isSignerSilent = true
        try Self.disturb(&world)
        let silence = world.run(for: Interval(milliseconds: 40_000))
        let isTold = silence.contains { happening in
            if case .alerted(let alert) = happening { alert.key == "signer silent" } else { false }
        }
        #expect(isTold)
        world.isSignerSilent = false
        let happened = world.run(for: Interval(milliseconds: 40_000))
        #expect(Self.plans(Self.journalled(happened)) >= 1)
    }
}
