import Accounts
import Bot
import Configuration
import Live
import Paper
import Routes
import Simulation
import Vocabulary

/// `paper CONFIG`: a session on real prices from its first look to its balance sheet.
struct LivePaper {
    private let wishes: LiveWishes
    private let watcher: Watcher
    private let meter: FillMeter
    private let journal: PaperJournal?
    private let recorder: SightingRecorder?
    private var show: LiveShow
    private var session: LiveSession?
    /// The newest of each chain, until every chain has been seen. Those of before its contracts were inspected
    /// count for nothing: nobody knew yet what of them is to be believed.
    private var openings: [Sighting] = []
    private var seen: [ChainID] = []
    private let end: SteadyTime?

    private static let glance = Interval(milliseconds: 100)
    /// Fills of the last moment are waited for so long.
    private static let farewell = Interval(milliseconds: 3_000)

    static func run(_ wishes: LiveWishes) throws(Failure) {
        var paper = try LivePaper(wishes)
        try paper.play()
    }

    private init(_ wishes: LiveWishes) throws(Failure) {
        self.wishes = wishes
        let strategy = try CheckCommand.strategy(wishes.path)
        // What no paper world can be made of is told before anything is asked or made.
        _ = try Self.session(strategy, [], wishes, nil)
        if let recording = wishes.recording { try Files.refuseExisting(recording) }
        watcher = try Watcher(strategy)
        let meter = try FillMeter(
            strategy.fleet,
            try StrategyEndpoints.resolve(strategy),
            over: watcher.loop.http
        )
        self.meter = meter
        watcher.hand { meter.take($0) }
        var journal: PaperJournal?
        if let folder = wishes.journal {
            journal = try PaperJournal(folder: folder, onRealPrices: true)
        }
        self.journal = journal
        var recorder: SightingRecorder?
        if let path = wishes.recording {
            recorder = try SightingRecorder(
                path: path,
                name: strategy.name,
                strategy.fleet
            )
        }
        self.recorder = recorder
        show = LiveShow(strategy)
        end = wishes.length.map { SteadyTime.now.advanced(by: $0) }
    }

    private static func session(
        _ strategy: Strategy,
        _ openings: [Sighting],
        _ wishes: LiveWishes,
        _ journal: PaperJournal?
    ) throws(Failure) -> LiveSession {
        let stage = BacktestStage(fleet: strategy.fleet, strategy: strategy, openings: openings)
        let plan = try stage.plan(wishes.terms)
        let start = openings.map(\.seen).max() ?? .start
        do throws(PaperFault) {
            return try LiveSession(plan, valued: stage.valued, at: start, journal)
        } catch {
            throw failure(error, strategy.fleet)
        }
    }

    private static func failure(_ fault: PaperFault, _ fleet: Fleet) -> Failure {
        func name(_ chain: ChainID) -> String { fleet.chain(chain)?.name ?? "chain \(chain)" }
        switch fault {
        case .hole(let chain, let from, let to):
            return Failure(
                .unavailable,
                "\(name(chain)) went from block \(from) to \(to) unseen: more than can be made up. "
                    + "Start anew"
            )
        case .poolNotSeen(let pool, let block):
            return Failure(
                .internal,
                "the pool \(pool.address) is not in what was seen of \(name(pool.chain)), block \(block)"
            )
        case .scenery(.chains(let count)):
            return Failure(
                .badData,
                "trading on paper has two chains, and the strategy has \(count); take the others out"
            )
        case .settings, .fleet, .scenery, .genesis, .delay:
            return Failure(.badData, "no paper world can be made of it: \(fault)")
        }
    }

    private mutating func play() throws(Failure) {
        show.open()
        let failure = watch()
        farewell()
        show.close(session)
        if let recorder { Terminal.say("\n" + (try recorder.finish())) }
        if let journal {
            if let failure = journal.failure { throw failure }
            Terminal.say(
                "\nThe journal is \(journal.path); 'cantilever explain --journal' lists what it has."
            )
        }
        if let failure { throw failure }
        guard session != nil else {
            let names = watcher.unseen(seen.contains)
            throw Failure(
                .unavailable,
                "nothing was traded: "
                    + (names.isEmpty
                        ? "endpoints have not told yet what its contracts are"
                        : "no block of \(names.joined(separator: ", ")) that endpoints agree on")
            )
        }
    }

    /// Until somebody ends it, the time is over, or it can't go on: why not.
    private mutating func watch() -> Failure? {
        while session?.isStopped != true {
            var limit = Self.glance
            if let end {
                let left = SteadyTime.now.milliseconds(until: end)
                guard left > 0 else { return nil }
                limit = min(limit, Interval(milliseconds: left))
            }
            guard watcher.wait(within: limit) else { return nil }
            session?.heed(watcher.condemned, watcher.quarantine)
            do throws(Failure) {
                for sighting in watcher.takeSightings() { try take(sighting) }
                try recorder?.breathe()
            } catch {
                return error
            }
            if let lines = session?.run(before: .onTheWall) { show.tell(lines) }
            for line in watcher.takeTroubles() { show.trouble(line) }
            measure()
            guard show.draw(session) else { return nil }
        }
        return nil
    }

    private mutating func take(_ sighting: Sighting) throws(Failure) {
        guard session == nil else { return try trade(on: sighting) }
        if !seen.contains(sighting.chain) { seen.append(sighting.chain) }
        guard watcher.hasInspected else { return }
        openings.removeAll { $0.chain == sighting.chain }
        openings.append(sighting)
        let isSeen = watcher.strategy.fleet.chains.allSatisfy { chain in
            openings.contains { $0.chain == chain.id }
        }
        guard isSeen else { return }
        let fresh = try Self.session(watcher.strategy, openings, wishes, journal)
        show.begin(fresh)
        session = fresh
        for opening in openings { try trade(on: opening) }
        session?.heed(watcher.condemned, watcher.quarantine)
    }

    private mutating func trade(on sighting: Sighting) throws(Failure) {
        try recorder?.take(sighting)
        do throws(PaperFault) {
            guard let lines = try session?.take(sighting) else { return }
            show.tell(lines)
        } catch {
            throw Self.failure(error, watcher.strategy.fleet)
        }
    }

    /// Has fills compared, and tells what came of it.
    private mutating func measure() {
        for fill in session?.takeFills() ?? [] { meter.compare(fill) }
        for (fill, outcome) in meter.takeEnded() { note(fill, outcome) }
    }

    private mutating func note(_ fill: PaperFill, _ outcome: FillMeter.Outcome) {
        guard let session else { return }
        let what = FillText.fill(fill, session.trade(of: fill), in: session.fleet)
        let words: String
        switch outcome {
        case .compared(let distance):
            self.session?.fills.take(distance)
            words = FillText.compared(distance)
        case .refused(let reason):
            self.session?.fills.take(reason)
            words = FillText.refused(reason)
        }
        show.tell([session.line("filled", "\(what): \(words)")])
    }

    /// Waits for what endpoints still have to say of the last fills; who wants an end twice has it at once.
    private mutating func farewell() {
        let end = SteadyTime.now.advanced(by: Self.farewell)
        measure()
        while meter.pending > 0 {
            let left = SteadyTime.now.milliseconds(until: end)
            guard left > 0, watcher.wait(within: Interval(milliseconds: left)) else { return }
            measure()
        }
    }
}
