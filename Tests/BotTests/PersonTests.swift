import Bot
import Execution
import Ledger
import Numerics
import Risk
import Routes
import Simulation
import Testing
import Vocabulary

/// That a person can end what only a person may end, after a restart too.
struct PersonTests {
    private static let minute = Interval(milliseconds: 60_000)

    private static func home() throws -> ChainID { try #require(ChainID(SimulatedDemo.home)) }

    private static func key() throws -> AccountKey {
        AccountKey(chain: try home(), account: SimulatedDemo.operatorAccount)
    }

    /// Somebody else has used a nonce of the bot's account, and the bot has noticed.
    private static func usedByAnother() throws -> SimulatedWorld {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: Interval(milliseconds: 600_000))
        world.act(.takeNonce(SimulatedDemo.operatorAccount), on: try home())
        _ = world.run(for: minute)
        #expect(try isRefusing(world))
        return world
    }

    private static func isRefusing(_ world: SimulatedWorld) throws -> Bool {
        let key = try key()
        let lane = try #require(world.bot.nonceLanes.first { $0.key == key })
        if case .refusing = lane.standing { return true }
        return false
    }

    private static func adopt(_ world: inout SimulatedWorld) throws {
        let key = try key()
        let count = try world.chain(key.chain).nonce(of: key.account)
        world.command(.adopt(key, count: count, by: "alice"))
        _ = world.run(for: Interval(milliseconds: 1_000))
    }

    @Test func `what a chain counts can be adopted after a restart too`() throws {
        var world = try Self.usedByAnother()
        world.crash()
        _ = world.run(for: Self.minute)
        #expect(try Self.isRefusing(world))
        try Self.adopt(&world)
        #expect(try !Self.isRefusing(world))
        world.command(.resume(.chain(try Self.home()), by: "alice"))
        _ = world.run(for: Self.minute)
        #expect(world.bot.halts.isEmpty)
    }

    @Test func `a chain that gives no nonces stays halted when somebody resumes it`() throws {
        var world = try Self.usedByAnother()
        let scope = Halt.Scope.chain(try Self.home())
        world.command(.resume(scope, by: "alice"))
        _ = world.run(for: Self.minute)
        #expect(world.bot.halts.contains { $0.scope == scope })
        try Self.adopt(&world)
        world.command(.resume(scope, by: "alice"))
        _ = world.run(for: Self.minute)
        #expect(world.bot.halts.isEmpty)
    }

    @Test func `a send that locked nothing is over once a person has written it off`() throws {
        var world = try #require(SimulatedDemo().world())
        world.act(
            .emptyNext(SimulatedDemo.operatorAccount),
            on: try Self.home(),
            .beforeTransactions
        )
        _ = world.run(for: Self.minute)
        let gate = try #require(
            world.bot.bridgeGates.first { gate in
                gate.open.contains { $0.state == .failed(.withoutLock) }
            }
        )
        let number = try #require(gate.open.first).terms.number
        #expect(world.bot.halts.contains { $0.author == .bot(.bridge) })
        #expect(world.bot.obligations(at: world.now).contains(.watch(gate.lane, transfer: number)))
        world.command(.writeOff(gate.lane, transfer: number, by: "alice"))
        world.command(.reopen(gate.lane, by: "alice"))
        world.command(.resume(.global, by: "alice"))
        _ = world.run(for: Interval(milliseconds: 1_800_000))
        #expect(world.bot.halts.isEmpty)
        #expect(world.bot.obligations(at: world.now).isEmpty)
        #expect(world.bot.books.open.isEmpty)
        let after = try #require(world.bot.bridgeGates.first { $0.lane == gate.lane })
        #expect(after.open.isEmpty)
        if case .open = after.standing { return }
        Issue.record("\(after.standing)")
    }

    @Test func `a full disk is told, once`() throws {
        var demo = SimulatedDemo()
        demo.rampTrades = 1
        var world = try #require(demo.world())
        world.storage = .outside(write: { _, _ in .short }, recover: { nil })
        let happenings = world.run(for: Self.minute)
        let alerts = happenings.filter { happening in
            guard case .alerted(let alert) = happening else { return false }
            return alert.key == "journal" && alert.severity == .critical
        }
        #expect(alerts.count == 1)
    }
}
