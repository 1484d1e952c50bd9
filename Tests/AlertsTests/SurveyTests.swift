import Bot
import Numerics
import Parity
import Risk
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

@testable import Alerts

/// What the bot publishes, and what alerts are made of it: on the simulated chains, where everything can be
/// broken.
@Suite struct SurveyTests {
    /// A world with a survey that looks each second.
    struct Scene {
        var world: SimulatedWorld
        var lookout: Lookout
        var told: [AlertNotice] = []
        var beats = 0

        init(_ demo: SimulatedDemo = SimulatedDemo()) throws {
            world = try #require(demo.world())
            lookout = Lookout(heartbeat: Interval(milliseconds: 1), since: world.now)
        }

        mutating func run(_ seconds: UInt64) {
            for _ in 0..<seconds {
                _ = world.run(for: Interval(milliseconds: 1_000))
                let outcome = lookout.look(
                    at: world.bot,
                    endpoints: { chain in (0..<4).map { "\(chain)/\($0)" } },
                    now: world.now
                )
                told += outcome.notices
                if outcome.beats { beats += 1 }
            }
        }

        func kinds(_ occasion: AlertNotice.Occasion = .raised) -> [String] {
            told.filter { $0.occasion == occasion }.map { "\($0.key)" }
        }
    }

    @Test func `while all is well nothing is told, and the heart beats`() throws {
        var scene = try Scene()
        scene.run(240)
        #expect(scene.told.filter { $0.level > .notice }.map { "\($0)" } == [])
        #expect(scene.beats > 20)
    }

    @Test func `a chain whose endpoints fall silent is stale, the heart stops, and it recovers`()
        throws
    {
        var scene = try Scene()
        scene.run(120)
        for endpoint in scene.world.endpoints[1].indices {
            scene.world.endpoints[1][endpoint].isDown = true
        }
        scene.run(20)
        let beats = scene.beats
        scene.run(100)
        #expect(scene.beats == beats)
        let stale = scene.kinds().filter { $0.hasPrefix("chain-stale") }
        #expect(stale.count == 1)
        // Halts for the same reason are not told beside it.
        #expect(!scene.kinds().contains { $0.hasPrefix("halted") })
        for endpoint in scene.world.endpoints[1].indices {
            scene.world.endpoints[1][endpoint].isDown = false
        }
        scene.run(150)
        #expect(scene.kinds(.recovered) == stale)
        #expect(scene.beats > beats)
    }

    @Test func `of two endpoints one that is always late is told, though both have fresh heads`()
        throws
    {
        var demo = SimulatedDemo()
        demo.endpointsEach = 2
        var scene = try Scene(demo)
        scene.run(120)
        #expect(scene.told.filter { $0.level > .notice }.isEmpty)
        // Blocks that the one shows the other never shows in time.
        scene.world.endpoints[0][1].lag = 40
        scene.run(120)
        #expect(scene.kinds().contains { $0.hasPrefix("chain-stale") }, "\(scene.told)")
    }

    @Test func `a halt of a person is a warning, one of the bot is critical, and both end`() throws
    {
        var scene = try Scene()
        scene.run(60)
        let halt = try Halt(
            .route("usd"),
            by: "ana",
            reason: "maintenance",
            since: scene.world.now,
            until: scene.world.now.advanced(by: Interval(milliseconds: 30_000))
        )
        scene.world.command(.halt(halt, now: false))
        scene.run(120)
        let halts = scene.told.filter { $0.key.kind == .halted }
        #expect(halts.map(\.occasion) == [.raised, .recovered])
        #expect(halts.first?.level == .warning)
        #expect(halts.first?.text == "nothing is begun: maintenance")
    }

    @Test func `a deviation is told when it has stood for as many blocks as are asked for`() throws
    {
        var scene = try Scene()
        scene.run(60)
        // Nobody closes it.
        scene.world.command(
            .halt(try Halt(.global, by: "ana", reason: "test", since: scene.world.now), now: false)
        )
        scene.world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: 40_000_000_000,
                least: .zero
            ),
            on: try #require(ChainID(SimulatedDemo.away))
        )
        scene.run(60)
        let out = scene.told.filter { $0.key.kind == .outOfParity }
        #expect(out.map(\.occasion) == [.raised], "\(scene.told)")
        #expect(out.first?.text.hasSuffix("for 5 blocks") == true, "\(out)")
        #expect(out.first?.level == .critical)
    }

    @Test func `what can't be seen is unknown, and no recovery`() throws {
        var scene = try Scene()
        var survey = Survey(since: .start)
        let names: (ChainID) -> [String] = { _ in [] }
        let before = survey.look(at: Bot(), endpoints: names, now: .start)
        #expect(before.findings.isEmpty && before.assessed.isEmpty)
        for chain in scene.world.endpoints.indices {
            for endpoint in scene.world.endpoints[chain].indices {
                scene.world.endpoints[chain][endpoint].isDown = true
            }
        }
        _ = scene.world.run(for: Interval(milliseconds: 1_000))
        let blind = survey.look(at: scene.world.bot, endpoints: names, now: scene.world.now)
        for finding in blind.findings
        where [.outOfParity, .reserve, .runway, .gasPrice].contains(finding.key.kind) {
            #expect(finding.state == .unknown, "\(finding)")
        }
        #expect(blind.assessed.allSatisfy { $0 == nil })
    }

    @Test func `gas above the threshold is told for each chain`() throws {
        var scene = try Scene()
        var parameters = AlertParameters()
        parameters.thresholds.gasPrice = Wei(UInt256.zero)
        scene.lookout.configure(parameters, heartbeat: nil)
        scene.run(60)
        let gas = scene.told.filter { $0.key.kind == .gasPrice }
        #expect(!gas.isEmpty && gas.allSatisfy { $0.level == .warning })
    }

    // MARK: numbers

    @Test func `wins too rare are told by the same statistics as the breaker's`() throws {
        let thresholds = AlertThresholds()
        func level(_ wins: UInt64, _ trials: UInt64) throws -> AlertLevel? {
            let wilson = try #require(Wilson(successes: wins, trials: trials))
            guard case .trouble(let level, _) = Survey.judge(wins: wilson, thresholds) else {
                return nil
            }
            return level
        }
        #expect(try level(0, 0) == nil)
        #expect(try level(90, 100) == nil)
        // 85 of 100 might still be 90 %; 84 may not, and 78 not even 85 %.
        #expect(try level(85, 100) == nil)
        #expect(try level(84, 100) == .warning)
        #expect(try level(79, 100) == .warning)
        #expect(try level(78, 100) == .critical)
    }

    @Test func `an error rate is told above its threshold and not at it`() throws {
        func isTrouble(_ failed: UInt64, _ of: UInt64) throws -> Bool {
            let wilson = try #require(Wilson(successes: failed, trials: of))
            let state = Survey.judge(errors: wilson, AlertThresholds())
            if case .trouble(.critical, _) = state { return true }
            return false
        }
        #expect(try !isTrouble(2, 100))
        #expect(try isTrouble(3, 100))
        #expect(try !isTrouble(0, 0))
    }

    @Test func `a reserve is short, low or enough`() throws {
        let fleet = try #require(SimulatedDemo().plan()).settings.fleet
        let route = try #require(fleet.routes.first)
        let lane = route.lanes.quoteOut
        func states(
            held: Reading<UInt256>,
            runway: UInt64? = nil,
            isPaused: Bool = false
        ) -> [AlertFinding.State] {
            Survey.judge(
                lane,
                route,
                LaneScene(
                    lane: lane.key,
                    isOpen: true,
                    isPaused: .known(isPaused),
                    required: 1_000,
                    held: held,
                    claimed: .known(500),
                    runway: runway.map { Interval(milliseconds: $0) }
                ),
                AlertThresholds()
            ).map(\.state)
        }
        func level(_ state: AlertFinding.State) -> AlertLevel? {
            if case .trouble(let level, _) = state { level } else { nil }
        }
        #expect(level(states(held: .known(1_499))[0]) == .critical)
        #expect(level(states(held: .known(1_500))[0]) == .warning)
        #expect(level(states(held: .known(1_799))[0]) == .warning)
        #expect(states(held: .known(1_800))[0] == .well)
        #expect(states(held: .unknown(.reverted))[0] == .unknown)
        #expect(level(states(held: .known(9_999), runway: 3_599_999)[1]) == .critical)
        #expect(states(held: .known(9_999), runway: 3_600_000)[1] == .well)
        #expect(level(states(held: .known(9_999), isPaused: true)[2]) == .critical)
    }
}
