import Contracts
import Watch
import Execution
import Parity
import Risk
import Routes
public import Vocabulary

/// The machine that decides: an event goes in, effects come out, its state changes.
///
/// It reads no clock, no network, no disk and no chance, so that the same events always give the same
/// effects. What must survive a crash is the fold of the journal's entries (`Memory`); the rest is knowledge
/// that a restart asks for again. After every event it looks at what it knows and pursues what is
/// outstanding, so that there is one way of doing things, before a crash and after it.
public struct Bot: Sendable {
    var memory = Memory()

    // Lost in a crash, and no loss.
    var desks: [Desk] = []
    var crossings: [Crossing] = []
    var views: [RouteView] = []
    /// All prices, where none comes from a feed.
    var pegs: Pricing?
    var draft: Draft?
    var wires: [Wire] = []
    var questions: [Question] = []
    var step = Step()
    var nextNumber: UInt64 = 1
    var lastEvent: Instant?
    var pauses: [Pause] = []
    /// Sagas that wait for knowledge or means, and since when; as many as sagas.
    var stuck: [(saga: UInt64, since: Instant)] = []
    var strangers: [Stranger] = []
    /// The journal has said that it runs out of room.
    var isJournalShort = false
    /// What was last told of our worth.
    var weighed: Weight?
    /// A chain whose balances an operator wants taken as they are.
    var adopting: [ChainID] = []
    /// Of builds for tests.
    package var mistake = Mistake()

    public init() {}

    /// The bot as it was after the last of these entries.
    public init(recovering entries: [Entry]) {
        for entry in entries { _ = memory.apply(entry) }
    }

    public mutating func handle(_ event: Event) -> [Effect] {
        step.begin(at: event.at)
        noticeTime()
        switch event.happening {
        case .configured(let settings): configure(settings)
        case .woke: wake()
        case .stirred(let chain): stir(chain)
        case .answered(let number, let answer): take(answer, to: number)
        case .signed(let number, let outcome): take(outcome, of: number)
        case .commanded(let command): obey(command)
        case .pinned(let chain, let premises): pin(premises, on: chain)
        case .expected(let chain, let known): expect(known, on: chain)
        case .journalIsShort: noticeShortJournal()
        }
        pursue()
        return step.finish(isLate: isPlanted(.lateJournal))
    }

    /// What a process does first that was recovered from entries.
    public mutating func begin(at now: Instant) -> [Effect] {
        step.begin(at: now)
        if let settings = memory.settings {
            record(.began)
            open(settings)
            pursue()
        }
        return step.finish()
    }

    /// Nobody could tell otherwise why a route holds that nothing has halted.
    private mutating func noticeShortJournal() {
        guard !isJournalShort else { return }
        isJournalShort = true
        alert(
            .critical,
            "journal",
            "the journal's disk is full: nothing new is begun until it has room and a restart"
        )
    }

    private mutating func configure(_ settings: Settings) {
        if memory.settings != settings { record(.configured(settings)) }
        open(settings)
    }

    private mutating func open(_ settings: Settings) {
        desks = settings.chains.compactMap { chain in
            let known = memory.chains.first { $0.chain == chain.chain }?.memory
            var desk = Desk(
                chain,
                of: settings.fleet,
                remembering: known ?? ChainMemory(),
                since: step.now
            )
            // The breaker heals as it would have without a restart.
            desk?.wasDisputed =
                memory.stops?.breakers.isTripped(.endpoints, .chain(chain.chain)) ?? false
            return desk
        }
        crossings = []
        for route in settings.fleet.routes {
            for lane in route.lanes.all
            where !crossings.contains(where: { $0.lane.key == lane.key }) {
                let witness = LaneWitness(lane, in: settings.fleet)
                crossings.append(Crossing(witness, route.parameters.reserve, since: step.now))
            }
        }
        views = settings.fleet.routes.map { RouteView($0) }
        pegs = settings.fleet.fixedPriceBook(
            parameters: settings.fleet.routes.first?.parameters.oracle ?? OracleParameters()
        ).map { Pricing($0) }
        questions = []
        draft = nil
        wake()
    }

    /// Changes what is remembered, and says so to the journal, in one; what follows is done at once.
    mutating func record(_ fact: Entry.Fact) {
        let entry = Entry(at: step.now, fact)
        step.entries.append(entry)
        for consequence in memory.apply(entry) { follow(consequence) }
    }

    mutating func perform(_ effect: Effect) {
        step.effects.append(effect)
    }

    mutating func alert(_ severity: Alert.Severity, _ key: String, _ text: String) {
        step.effects.append(.alert(Alert(severity, key, text)))
    }

    mutating func takeNumber() -> UInt64 {
        defer { nextNumber += 1 }
        return nextNumber
    }

    func desk(_ chain: ChainID) -> Int? {
        desks.firstIndex { $0.chain.id == chain }
    }
}

/// What one event leads to: entries first, then everything that may only follow them.
struct Step: Sendable {
    private(set) var now = Instant.start
    var entries: [Entry] = []
    var effects: [Effect] = []

    mutating func begin(at now: Instant) {
        self.now = now
        entries.removeAll(keepingCapacity: true)
        effects.removeAll(keepingCapacity: true)
    }

    func finish(isLate: Bool = false) -> [Effect] {
        if isLate { return effects + [.journal(entries)] }
        return entries.isEmpty ? effects : [.journal(entries)] + effects
    }
}
