import Bot
import Execution
import Ledger
import Parity
import Routes
import Simulation
import Venues
import Vocabulary

/// A strategy at play in its simulated world, and what has been seen of it.
struct PaperSession {
    let fleet: Fleet
    private(set) var world: SimulatedWorld
    private(set) var tally = PaperTally()
    /// When the bridge was proved and counting began.
    private(set) var opening: Instant
    private var openingBooks = Books()
    private let interval: Interval
    /// When the next block is made.
    private var nextBlock: Instant
    private var narration: SimulatedNarration
    private var script: PaperScript
    let start: Instant
    /// `nil` where the bot remembers in memory alone.
    let journal: PaperJournal?
    /// Sees every block from the opening on.
    var recorder: PaperRecorder?
    private var isOpen = false

    /// The bridge's lanes are proved within it, or something is amiss and is shown.
    static let longestOverture = Interval(milliseconds: 3_600_000)

    init(
        _ scenery: Scenery,
        _ script: PaperScript,
        _ journal: PaperJournal? = nil
    ) throws(Failure) {
        let plan: SimulatedPlan
        do throws(SceneryFault) {
            plan = try scenery.plan()
        } catch {
            throw Failure(.badData, "no simulated world can be made of it: \(error)")
        }
        fleet = scenery.settings.fleet
        world = SimulatedWorld(plan)
        interval = fleet.chains.map(\.blockInterval).min() ?? Interval(milliseconds: 1_000)
        nextBlock = scenery.start.advanced(by: interval)
        start = scenery.start
        opening = scenery.start
        narration = SimulatedNarration(fleet, start: scenery.start)
        self.script = script
        self.journal = journal
        if let journal { world.storage = journal.storage }
    }

    /// A bot that can't write is dead: there is nothing left to play.
    var isStopped: Bool { journal?.failure != nil }

    /// Lets the bot prove each lane of its bridges with a little money before anybody counts; answers what
    /// happened.
    mutating func overture() -> [String] {
        let end = start.advanced(by: Self.longestOverture)
        var lines: [String] = []
        while world.now < end, !isProved, !isStopped { lines += step() }
        opening = world.now
        openingBooks = world.bot.books
        tally = PaperTally()
        isOpen = true
        recorder?.look(at: world)
        return lines
    }

    var isProved: Bool {
        let gates = world.bot.bridgeGates
        return !gates.isEmpty
            && gates.allSatisfy { if case .open = $0.standing { true } else { false } }
    }

    /// Makes every block until this moment, so that it does not matter in which portions the time is given;
    /// answers what happened.
    mutating func run(until end: Instant) -> [String] {
        var lines: [String] = []
        while nextBlock <= end {
            if let told = script.play(in: &world, since: opening) {
                lines.append(narration.line(world.now, told))
            }
            lines += step()
        }
        return lines
    }

    /// Goes on to just before the next block: what is done there is done in it.
    private mutating func step() -> [String] {
        nextBlock = nextBlock.advanced(by: interval)
        let before = Instant(milliseconds: nextBlock.milliseconds - 1)
        let happened = world.run(until: max(world.now, before))
        tally.take(happened)
        if isOpen { recorder?.look(at: world) }
        for route in fleet.routes {
            guard let deviation = deviation(of: route) else { continue }
            tally.look(at: deviation, of: route.name, target: route.parameters.parity.target)
        }
        return narration.lines(for: happened, at: world.now)
    }

    /// Where what was gained or lost since the opening came from; `nil` where a price is not fixed.
    var attribution: Attribution? {
        guard let references = PaperAccounts.references(fleet) else { return nil }
        return try? Attribution(
            from: openingBooks,
            at: references,
            to: world.bot.books,
            at: references
        )
    }

    func price(at place: Route.Place) -> Price? {
        guard
            let pool = place.pools.first,
            let venue = world.chain(place.chain).pool(pool.key.address)
        else { return nil }
        return try? place.market(pool, venue)?.price()
    }
}
