import Bot
import Configuration
import Live
import Risk
import Routes
import Vocabulary

/// Real chains, watched for whoever records them or trades on paper what is seen.
///
/// A bot of its own watches, and begins nothing: it is halted from the first moment, has no key and no way to
/// send. What it is there for is what it does before it decides: it asks endpoints, proves headers, and acts
/// on nothing but what two of them show. Only that is handed on, as sightings.
final class Watcher {
    let strategy: Strategy
    let loop: EventLoop
    private let world: LiveWorld
    private let inbox: Inbox
    private var news = TroubleNews()
    private var silences: [Silence]
    /// By chain: the endpoints that were named, by their places.
    private var liars: [[Int]]

    /// What has come in since somebody asked last. As much as comes of one event.
    private final class Inbox {
        var sightings: [Sighting] = []
        var troubles: [Trouble] = []
        var foreign: (FinishedTransfer) -> Void = { _ in }
    }

    /// Since when nothing of a chain was agreed on.
    private struct Silence {
        let chain: Chain
        var since: SteadyTime
        var isTold = false
    }

    /// Intervals of a chain without an agreed block until somebody is told.
    private static let patience: UInt64 = 10
    private static let leastPatience = Interval(milliseconds: 5_000)

    init(_ strategy: Strategy) throws(Failure) {
        let settings = try StrategySettings.settings(strategy, for: .watching)
        let chains = try StrategyEndpoints.resolve(strategy)
        let inbox = Inbox()
        var hooks = LiveHooks()
        hooks.agreed = { inbox.sightings.append($0) }
        hooks.foreign = { inbox.foreign($0) }
        hooks.notice = { notice in
            // That nothing is sent is no trouble here.
            if case .refused = notice { return }
            inbox.troubles.append(Trouble(notice))
        }
        hooks.alert = { inbox.troubles.append(Trouble(key: $0.key, line: $0.text)) }
        self.strategy = strategy
        self.inbox = inbox
        loop = try CheckCommand.loop(receivesSignals: true)
        world = LiveWorld(over: loop, hooks: hooks)
        silences = settings.fleet.chains.map { Silence(chain: $0, since: .now) }
        liars = strategy.fleet.chains.map { _ in [] }
        do throws(EndpointFault) {
            try world.configure(settings, chains)
        } catch {
            throw Failure(.badData, StrategyEndpoints.sentence(error))
        }
        try stand()
    }

    /// Has the watching bot begin nothing.
    private func stand() throws(Failure) {
        let halt: Halt
        do throws(HaltFault) {
            halt = try Halt(.global, by: "cantilever", reason: "only watches", since: .onTheWall)
        } catch {
            throw Failure(.internal, "the watching bot can't be halted: \(error)")
        }
        world.tell(.commanded(.halt(halt, now: false)))
    }

    /// Who is told of answers that are not the watching bot's.
    func hand(foreign: @escaping (FinishedTransfer) -> Void) { inbox.foreign = foreign }

    /// Waits for something to happen, no longer than this; `false` when somebody wants an end.
    func wait(within limit: Interval) -> Bool {
        switch world.advance(within: limit) {
        case .signal(.stop), .signal(.stopNow): return false
        case .signal(.reload):
            news.say("what was asked for is not read again: end this and start anew")
        case .moved, .still: break
        }
        listen()
        return true
    }

    /// The agreed blocks since somebody asked last, in the order they were seen.
    func takeSightings() -> [Sighting] {
        guard !inbox.sightings.isEmpty else { return [] }
        defer { inbox.sightings = [] }
        return inbox.sightings
    }

    /// What is wrong with endpoints, each thing once in a while.
    func takeTroubles() -> [String] { news.take() }

    /// Whether every contract of every chain has been inspected: before, a bot that trades begins nothing.
    var hasInspected: Bool { world.bot.hasInspected(strategy.fleet.chains.map(\.id)) }

    /// What a bot that trades would stand still for: contracts that are not what they must be.
    var condemned: [Halt] { world.bot.halts.filter { $0.author == .bot(.contract) } }

    /// Pools that show what nobody may believe, and why. No sighting tells of them what they show.
    var quarantine: [String] { world.bot.quarantine.map(\.text) }

    /// The chains' names that nothing was agreed on yet.
    func unseen(_ seen: (ChainID) -> Bool) -> [String] {
        silences.map(\.chain).filter { !seen($0.id) }.map(\.name)
    }

    private func listen() {
        for trouble in inbox.troubles { news.hear(trouble, at: .now) }
        inbox.troubles = []
        for place in silences.indices {
            let silence = silences[place]
            if inbox.sightings.contains(where: { $0.chain == silence.chain.id }) {
                silences[place].since = .now
                if silence.isTold { news.say("\(silence.chain.name): endpoints agree again") }
                silences[place].isTold = false
            } else if !silence.isTold, silence.since.elapsed() > Self.patience(for: silence.chain) {
                silences[place].isTold = true
                news.say(
                    "\(silence.chain.name): no new block that endpoints agree on for "
                        + "\(silence.since.elapsed().milliseconds / 1_000) s"
                )
            }
        }
        nameLiars()
    }

    /// Each once.
    private func nameLiars() {
        for place in strategy.fleet.chains.indices {
            let (chain, access) = (strategy.fleet.chains[place], strategy.access[place])
            for liar in world.bot.liars(on: chain.id)
            where access.endpoints.indices.contains(liar) && !liars[place].contains(liar) {
                liars[place].append(liar)
                let name = "\(chain.name)/\(access.endpoints[liar].name)"
                news.say("\(name): it shows something else than the others, and is not believed")
            }
        }
    }

    private static func patience(for chain: Chain) -> Interval {
        let (long, overflow) = chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: patience)
        return max(leastPatience, Interval(milliseconds: overflow ? .max : long))
    }
}
