import Bot
import Configuration
import Execution
import Ledger
import Paper
import Parity
import Risk
import Routes
import Vocabulary

/// A bot that trades with virtual money on what is seen of real chains, and what has been seen of it.
///
/// It is a second bot beside the one that watches (`Watcher`), and it lives in a `PaperWorld`. One bot for both
/// would have to be asked through two worlds at once, half of its answers real and half made up, and nobody
/// could prove what it was shown. So the one decides what may be believed, the other trades on exactly that, and
/// between them pass sightings, the same that a recording holds, and halts. What happens here is what a backtest
/// of these sightings gives, to the last entry, unless a contract changes: then this bot stands still, as the one
/// with money would, and a recording does not tell of it.
struct LiveSession {
    let fleet: Fleet
    let valued: Fleet
    let start: Instant
    private(set) var world: PaperWorld
    private(set) var tally = PaperTally()
    /// What fills have come to beside the chain.
    var fills = FillScore()
    private var narration: SimulatedNarration
    private let journal: PaperJournal?
    /// A bot that can't write trades no more.
    private(set) var isStopped = false
    /// What the watching bot has found wrong with contracts: what stands still for it, and pools that are left out.
    private var condemned: [Halt] = []
    private var quarantine: [String] = []
    /// Fills since somebody asked last.
    private var news: [PaperFill] = []
    /// The last trades that were planned, for what their fills are called.
    private var plans: [(saga: UInt64, plan: Plan)] = []

    private static let mostPlans = 256
    /// Ways a trade is mended before it is left to a person are fewer.
    private static let mostAttempts: UInt64 = 8

    /// The session begins with the newest sighting of each chain.
    init(
        _ plan: PaperPlan,
        valued: Fleet,
        at start: Instant,
        _ journal: PaperJournal?
    ) throws(PaperFault) {
        world = try PaperWorld(plan)
        fleet = world.settings.fleet
        self.valued = valued
        self.start = start
        self.journal = journal
        // Of the first day's midnight, so that lines have the time of day, in UTC.
        let day: UInt64 = 86_400_000
        narration = SimulatedNarration(
            fleet,
            start: Instant(milliseconds: start.milliseconds - start.milliseconds % day)
        )
    }

    /// Shows the bot a block; answers what happened before it.
    mutating func take(_ sighting: Sighting) throws(PaperFault) -> [String] {
        let happened = try world.take(sighting)
        for route in fleet.routes
        where [route.first.chain, route.second.chain].contains(sighting.chain) {
            guard let deviation = deviation(of: route) else { continue }
            tally.look(at: deviation, of: route.name, target: route.parameters.parity.target)
        }
        return note(happened)
    }

    /// Lets the bot act until just before this moment: what is seen in it comes first in it, as in a backtest.
    mutating func run(before end: Instant) -> [String] {
        guard end > world.now else { return [] }
        return note(world.run(until: Instant(milliseconds: end.milliseconds - 1)))
    }

    /// Stands still where a contract is not what it must be, before anything else is done.
    mutating func heed(_ condemned: [Halt], _ quarantine: [String]) {
        for halt in condemned where !self.condemned.contains(halt) {
            world.command(.halt(halt, now: false))
        }
        self.condemned = condemned
        self.quarantine = quarantine
    }

    private mutating func note(_ happened: [PaperWorld.Happening]) -> [String] {
        guard !happened.isEmpty else { return [] }
        tally.take(happened)
        for happening in happened {
            switch happening {
            case .filled(let fill): news.append(fill)
            case .journalled(let entry):
                guard case .planned(let trade) = entry.fact else { continue }
                if plans.count == Self.mostPlans { plans.removeFirst() }
                plans.append((trade.saga, trade.plan))
            case .alerted: break
            }
        }
        if let journal, !journal.write(happened, of: world.bot) { isStopped = true }
        return narration.lines(for: happened, at: world.now)
    }

    mutating func takeFills() -> [PaperFill] {
        guard !news.isEmpty else { return [] }
        defer { news = [] }
        return news
    }

    /// The trade that a fill is of; `nil` for one that is long over.
    func trade(of fill: PaperFill) -> UInt64? {
        plans.last { saga, plan in
            (0...Self.mostAttempts).contains { attempt in
                PlanID(plan, number: saga, attempt: attempt).digest == fill.plan
            }
        }?.saga
    }

    /// With the session's clock in front.
    func line(_ word: String, _ text: String) -> String {
        narration.line(world.now, SimulatedNarration.word(word) + text)
    }
}

extension LiveSession: PaperScene {
    var bot: Bot { world.bot }
    var now: Instant { world.now }
    var opening: Instant { start }
    var setting: String { "real prices" }
    var violations: [String] { [] }

    var remarks: [(String, String)] {
        FillText.remarks(fills) + quarantine.map { ("not traded", $0) }
    }

    var attribution: Attribution? {
        guard let references = PaperAccounts.references(valued) else { return nil }
        return try? Attribution(
            from: Books(),
            at: references,
            to: world.bot.books,
            at: references
        )
    }

    func price(at place: Route.Place) -> Price? { world.price(at: place) }
}
