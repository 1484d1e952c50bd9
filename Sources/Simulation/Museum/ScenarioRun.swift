import Bot
import Execution
import Risk
import Routes
import Vocabulary

/// A scenario being played: in steps of a second until its time is over, then to rest, then judged.
public struct ScenarioRun: Sendable {
    public let scenario: Scenario
    private var run: SimulatedRun
    private let start: Instant
    private let end: Instant
    private let estate: Worth?
    private var chronicle: Chronicle
    private var underway = Underway()
    private var deeds: [Scenario.OperatorDeed]

    private static let step = Interval(milliseconds: 1_000)
    /// In minutes: a transfer is overdue after thirty.
    private static let patience = 40

    /// `nil` for numbers that make no world.
    public init?(_ scenario: Scenario) {
        guard var run = SimulatedRun(scenario.order) else { return nil }
        run.patience = Self.patience
        self.scenario = scenario
        self.run = run
        start = run.world.now
        end = start.advanced(by: scenario.order.lasting)
        estate = Estate.worth(in: run.world)
        chronicle = Chronicle(start: start)
        deeds = scenario.deeds
    }

    /// What it has come to.
    public struct Verdict: Sendable {
        public let outcome: SimulatedRun.Outcome
        /// One for each thing that was expected, those that every scenario is held to behind them.
        public let findings: [Finding]

        public var isKept: Bool { findings.allSatisfy(\.isKept) }
    }

    public static func verdict(of scenario: Scenario) -> Verdict? {
        guard var run = ScenarioRun(scenario) else { return nil }
        while run.advance() {}
        return run.finish()
    }

    /// Goes on for a second of virtual time; `false` when the time of the scenario is over.
    public mutating func advance() -> Bool {
        guard run.world.now < end else { return false }
        bewitch()
        order()
        let next = min(end, run.world.now.advanced(by: Self.step))
        let happenings = run.world.run(until: next)
        chronicle.read(happenings, by: next)
        chronicle.read(standing: run.world.standingHalts, at: next)
        underway.read(happenings)
        return true
    }

    /// Brings everything to rest, has a person look, and judges.
    public mutating func finish() -> Verdict {
        for place in run.world.endpoints.indices {
            for index in run.world.endpoints[place].indices { cure(place, index) }
        }
        let outcome = run.finish()
        let evidence = Evidence(
            outcome: outcome,
            chronicle: chronicle,
            onBridge: Estate.dollars(underway.most),
            loss: estate.flatMap { before in
                Estate.worth(in: run.world).flatMap { before.subtracting($0) }
            },
            target: run.world.target
        )
        let struck = Set(scenario.order.faults.cues.map(\.fault)).union(
            scenario.order.faults.rates.filter { $0.perMillion > 0 }.map(\.fault)
        )
        let always =
            Fault.allCases.filter(struck.contains).map { Expectation.Claim.strikes($0) }
            + [.keepsPromises]
        let expected = scenario.expectations + always.map { Expectation(line: 0, $0) }
        return Verdict(outcome: outcome, findings: expected.map(evidence.finding))
    }

    private var elapsed: Instant {
        Instant(milliseconds: run.world.now.milliseconds - start.milliseconds)
    }

    private mutating func cure(_ place: Int, _ index: Int) {
        run.world.endpoints[place][index].isDown = false
        run.world.endpoints[place][index].lag = 0
        run.world.endpoints[place][index].hidesLogs = false
    }

    /// Of several spells on one endpoint each does its part.
    private mutating func bewitch() {
        for spell in scenario.spells { cure(run.world.place(of: spell.chain), spell.index) }
        for spell in scenario.spells where spell.from <= elapsed && elapsed < spell.to {
            let place = run.world.place(of: spell.chain)
            switch spell.trouble {
            case .down: run.world.endpoints[place][spell.index].isDown = true
            case .withoutLogs: run.world.endpoints[place][spell.index].hidesLogs = true
            case .lag(let blocks): run.world.endpoints[place][spell.index].lag = blocks
            case .stalled:
                let head = run.world.chain(spell.chain).head.number
                let known = stalls[spell] ?? head
                stalls[spell] = known
                run.world.endpoints[place][spell.index].lag = head - min(known, head)
            }
        }
    }

    /// The blocks at which endpoints have stalled.
    private var stalls: [Scenario.EndpointSpell: UInt64] = [:]

    private mutating func order() {
        let now = elapsed
        let due = deeds.filter { $0.at <= now }
        deeds.removeAll { $0.at <= now }
        for deed in due { carryOut(deed.act) }
    }

    private mutating func carryOut(_ act: Scenario.OperatorDeed.Act) {
        let (name, now) = ("operator", run.world.now)
        if act == .resume {
            for halt in run.world.standingHalts {
                run.world.command(.resume(halt.scope, by: name))
            }
            return
        }
        let halt = try? Halt(.global, by: name, reason: HaltName.orders, since: now)
        if let halt { run.world.command(.halt(halt, now: act == .haltNow)) }
    }
}
