#if PLANTED_BUGS
    import Bot
    import Execution
    import Numerics
    import Risk
    @testable import Simulation
    import Vocabulary

    /// The life that catches a planted bug: its seed, what goes wrong in it beside the bug, and who notices.
    struct PlantedCase {
        let seed: UInt64
        let minutes: UInt64
        var flow: UInt64 = 1
        var isOneWay = false
        /// A script, its lines parted by semicolons.
        var faults = ""
        var incident = Incident.none
        let catcher: Catcher

        /// What somebody does besides.
        enum Incident: String {
            case none = ""
            /// Before the first block a stranger takes from each vault all but 200,000.
            case poorVaults = "vaults hold 200,000"
            /// The same, down to a little more than the reserve, and not in whole tokens.
            case scantVaults = "vaults hold 400,000.123457"
            /// After five minutes, while trades go on.
            case halt = "a person halts everything"
            /// And lifts it at the tenth minute, whatever has happened meanwhile.
            case pause = "a person halts everything, and resumes"
            /// After five minutes a token is gone that the bot had.
            case loss = "a token is taken away"
        }

        /// Who notices.
        enum Catcher: Hashable {
            /// The auditor: a promise is broken, by its name in `Violation.Broken`.
            case audit(String)
            /// The bot itself, which halts for this.
            case halt(Halt.Author)
            /// When all has come to rest sagas, nonces or transfers are open.
            case rest(Open)
        }

        enum Open: String {
            case sagas
            case nonces
            case transfers
        }

        func order(_ mistake: Mistake = Mistake()) throws -> SimulatedOrder {
            var order = SimulatedOrder()
            order.seed = seed
            order.lasting = Interval(milliseconds: minutes * 60_000)
            order.flow = flow
            order.isOneWay = isOneWay
            let lines = faults.split(separator: ";").joined(separator: "\n")
            order.faults = try FaultPlan(script: lines)
            order.mistake = mistake
            return order
        }
    }

    extension PlantedCase: CustomStringConvertible {
        /// As docs/planted-bugs.md says it.
        var description: String {
            var words = ["seed \(seed)", "\(minutes) min"]
            if flow != 1 { words.append("flow \(flow)x") }
            if isOneWay { words.append("one way") }
            if !faults.isEmpty { words.append("`\(faults)`") }
            if incident != .none { words.append(incident.rawValue) }
            return words.joined(separator: ", ")
        }
    }

    extension PlantedCase.Catcher: CustomStringConvertible {
        var description: String {
            switch self {
            case .audit(let broken): "the auditor: `\(broken)`"
            case .halt(.bot(let cause)): "the bot halts: \(cause.rawValue)"
            case .halt(.breaker(let breaker)): "a breaker: \(breaker.rawValue)"
            case .halt(.person(let name)): "\(name) halts"
            case .rest(let open): "when all is at rest: \(open.rawValue) are open"
            }
        }
    }

    extension PlantedCase.Incident {
        func strike(_ world: inout SimulatedWorld, minute: UInt64) throws {
            switch (self, minute) {
            case (.poorVaults, 0): Self.leave(200_000_000_000, in: &world)
            case (.scantVaults, 0): Self.leave(400_000_123_457, in: &world)
            case (.pause, 10): world.command(.resume(.global, by: "somebody"))
            case (.halt, 5), (.pause, 5):
                let halt = try Halt(.global, by: "somebody", reason: "test", since: world.now)
                world.command(.halt(halt, now: false))
            case (.loss, 5):
                world.act(
                    .burn(
                        token: SimulatedDemo.baseToken,
                        from: SimulatedDemo.executorContract,
                        amount: 1_000_000
                    ),
                    on: world.first.rules.id
                )
            default: break
            }
        }

        private static func leave(_ rest: UInt64, in world: inout SimulatedWorld) {
            for chain in [world.first, world.second] {
                for token in [SimulatedDemo.baseToken, SimulatedDemo.quoteToken] {
                    for vault in world.bridge.entries(on: chain.rules.id) {
                        guard let held = chain.balance(of: vault, in: token) else { continue }
                        world.act(
                            .transfer(
                                token: token,
                                from: vault,
                                to: SimulatedDemo.traderAccount,
                                amount: held - .init(rest)
                            ),
                            on: chain.rules.id
                        )
                    }
                }
            }
        }
    }

    /// A short life, and everything that somebody noticed in it, in the order of its first time.
    struct PlantedLife {
        private(set) var noticed: [PlantedCase.Catcher] = []
        private(set) var violations: [Violation] = []

        private static let restMinutes = 15

        /// Ends as soon as `wanted` is noticed.
        init(
            _ order: SimulatedOrder,
            _ incident: PlantedCase.Incident,
            until wanted: PlantedCase.Catcher?
        )
            throws
        {
            guard var world = order.world() else { throw Unmade() }
            let minutes = order.lasting.milliseconds / 60_000
            for minute in 0..<minutes {
                try incident.strike(&world, minute: minute)
                world.skip(for: Self.minute)
                notice(world)
                if let wanted, noticed.contains(wanted) { return }
            }
            world.stopFaults()
            world.quieten()
            for _ in 0..<Self.restMinutes {
                world.skip(for: Self.minute)
                notice(world)
                if let wanted, noticed.contains(wanted) { return }
            }
            if !world.audit.sagas.isEmpty { noticed.append(.rest(.sagas)) }
            if world.audit.lanes.contains(where: { !$0.slots.isEmpty }) {
                noticed.append(.rest(.nonces))
            }
            if !world.audit.transfers.isEmpty { noticed.append(.rest(.transfers)) }
        }

        struct Unmade: Error {}

        private static let minute = Interval(milliseconds: 60_000)

        private mutating func notice(_ world: SimulatedWorld) {
            violations = world.violations
            for violation in world.violations {
                let text = String(describing: violation.broken)
                add(.audit(String(text.prefix { $0 != "(" })))
            }
            for halt in world.standingHalts { add(.halt(halt.author)) }
        }

        private mutating func add(_ catcher: PlantedCase.Catcher) {
            if !noticed.contains(catcher) { noticed.append(catcher) }
        }
    }
#endif
