import Bot
import Configuration
import Ethereum
import Glibc
import Live
import Routes
import Vocabulary

/// `cantilever check`: are the prices equal, and could the bridge bear a trade?
enum CheckCommand: Command {
    static let name = "check"
    static let summary = "look at every chain once and say whether prices are in parity"
    static let help = """
        Look at every chain and say whether the prices are in parity; no key is needed.

        Usage: cantilever check [--json] [--history DURATION] [--timeout DURATION] CONFIG
               cantilever check --watch [--json] CONFIG

          --json              one JSON document; integers are strings
          --history DURATION  read the bridge's logs of so long, such as "24 h", for its outflow
          --timeout DURATION  how long endpoints may take in all, "10 s" unless said otherwise
          --watch             keep looking: a line for each change, until SIGTERM or SIGINT; SIGHUP
                              reads CONFIG again

        Two endpoints of a chain must show the same before it is believed; of one that is alone in
        CONFIG its word counts. The last blocks are looked at by their hashes where nodes have their
        state, so that a deviation counts when it has stood for as many block ends as the route
        asks for; where they don't, the newest block alone is judged and "not sustained: no history"
        stands beside it. The bridge's outflow is what its logs of --history tell, and no less than
        CONFIG assumes (reserve.peak_floor) until they cover the whole of reserve.window; without
        --history it is assumed. Which of them, the line of each lane says.

        A contract without code, with other decimals than CONFIG says, a pool of other tokens, and
        validators other than the pinned ones halt what relies on them. A pool that pays something
        else than its maths says is quarantined. With --watch code and proxies that change are
        halted for as well.

        Exit codes, as monitoring plugins have them: 0 in parity; 1 out of parity: the target is
        reached and the deviation has stood; 2 a reserve is too small, a chain is stale, something
        is paused or halted; 3 it could not be told, or usage.

        Examples:
          cantilever check alltra.yaml
          cantilever check --json alltra.yaml | jq .status
        """

    static func run(_ words: [String]) throws(Failure) {
        let status: CheckStatus
        do throws(Failure) {
            status = try check(words)
        } catch {
            Terminal.complain("cantilever: \(error.message)")
            status = .unknown
        }
        if status != .inParity { exit(status.rawValue) }
    }

    private static func check(_ words: [String]) throws(Failure) -> CheckStatus {
        let arguments = try Arguments(
            words,
            flags: ["--json", "--watch"],
            options: ["--timeout", "--history"]
        )
        guard let path = arguments.rest.first else {
            throw Failure(.usage, "name the strategy's file to check")
        }
        try arguments.refuse(after: 1)
        let timeout = try duration("--timeout", arguments) ?? Interval(milliseconds: 10_000)
        let history = try duration("--history", arguments)
        let isJSON = arguments.has("--json")
        if arguments.has("--watch") {
            guard history == nil else {
                throw Failure(.usage, "'--history' is for one look, not for '--watch'")
            }
            return try CheckWatch(path, isJSON).run()
        }
        let report = try once(path, within: timeout, history)
        try Terminal.report(isJSON ? report.json.description : report.text)
        return report.status
    }

    static func duration(
        _ option: String,
        _ arguments: Arguments
    ) throws(Failure) -> Interval? {
        guard let text = arguments[option] else { return nil }
        guard let duration = try? Interval(text), duration > Interval(milliseconds: 0) else {
            throw Failure(.usage, "'\(option)': '\(text)' is no duration such as \"10 s\"")
        }
        return duration
    }

    static func strategy(_ path: String) throws(Failure) -> Strategy {
        try StrategyFile.read(path).strategy
    }

    /// How soon who failed is asked again; nobody else is waited for by it.
    private static let poll = Interval(milliseconds: 100)

    private static func once(
        _ path: String,
        within timeout: Interval,
        _ history: Interval?
    ) throws(Failure) -> CheckReport {
        let strategy = try strategy(path)
        let settings = try StrategySettings.settings(
            strategy,
            for: .watching,
            poll: poll
        )
        let log = CheckLog()
        let world = LiveWorld(over: try loop(), hooks: log.hooks)
        let blocks = strategy.fleet.routes.map { Int($0.parameters.confirmation.blocks) }.max() ?? 1
        try configure(world, settings, strategy, .past(blocks: blocks))
        let end = SteadyTime.now.advanced(by: timeout)
        // What contracts are is asked beside the blocks, and answered before anything is said.
        while !world.isShown || world.bot.isInspecting, SteadyTime.now < end {
            let left = Interval(milliseconds: SteadyTime.now.milliseconds(until: end))
            if case .signal(.stop) = world.advance(within: left) { break }
        }
        var late: [String] = []
        if !world.isShown, SteadyTime.now >= end {
            late = ["not all was answered within \(timeout); '--timeout' gives more time"]
        }
        let seen = settings.fleet.chains.map(\.id).filter { chain in
            world.isShown && world.blocksWithoutState(of: chain) == 0
        }
        var outflow = Outflow()
        if let history {
            var heads: [ChainID: Block] = [:]
            for chain in settings.fleet.chains {
                heads[chain.id] = world.bot.agreedBlock(of: chain.id)
            }
            let ward = try Ward(try loop(), try StrategyEndpoints.resolve(strategy), until: end)
            outflow = Outflow(settings.fleet, heads, within: history, ward)
        }
        return CheckReport(
            world.bot,
            settings,
            now: .onTheWall,
            problems: log.problems(world.bot, strategy) + uninspected(world.bot, strategy)
                + outflow.problems + late,
            history: seen,
            outflow: outflow
        )
    }

    /// What is seen on such a chain rests on the file's word alone.
    private static func uninspected(_ bot: Bot, _ strategy: Strategy) -> [String] {
        strategy.fleet.chains.map(\.id).filter { chain in
            bot.agreedBlock(of: chain) != nil && !bot.hasInspected([chain])
        }.map { chain in
            "chain \(chain): what its contracts are could not be read, nor compared with the file"
        }
    }

    static func loop(receivesSignals: Bool = false) throws(Failure) -> EventLoop {
        do {
            return try EventLoop(http: HTTPClient(), receivesSignals: receivesSignals)
        } catch {
            throw Failure(.unavailable, "the network can't be used: \(error)")
        }
    }

    static func configure(
        _ world: LiveWorld,
        _ settings: Settings,
        _ strategy: Strategy,
        _ showing: LiveWorld.Showing
    ) throws(Failure) {
        let chains = try StrategyEndpoints.resolve(strategy)
        do throws(EndpointFault) {
            try world.configure(settings, chains, showing: showing)
        } catch {
            throw Failure(.badData, StrategyEndpoints.sentence(error))
        }
    }
}

/// What endpoints and the bot had to complain of, each once.
final class CheckLog {
    private var lines: [String] = []
    private var news = TroubleNews()

    /// More different lines than these are not kept.
    private static let most = 64

    var hooks: LiveHooks {
        var hooks = LiveHooks()
        hooks.notice = { self.add(Trouble($0)) }
        hooks.alert = { self.add(Trouble(key: $0.key, line: $0.text)) }
        return hooks
    }

    private func add(_ trouble: Trouble) {
        news.hear(trouble, at: .now)
        guard lines.count < Self.most, !lines.contains(trouble.line) else { return }
        lines.append(trouble.line)
    }

    /// For whoever goes on: what is worth a line now, the same again only after a while.
    func takeNews() -> [String] { news.take() }

    /// For whoever goes on: what has been said is not said again.
    func forget() { lines = [] }

    func problems(_ bot: Bot, _ strategy: Strategy) -> [String] {
        var lines = lines
        for (chain, access) in zip(strategy.fleet.chains, strategy.access) {
            for liar in bot.liars(on: chain.id) where access.endpoints.indices.contains(liar) {
                lines.append(
                    "chain \(chain.id): \(chain.name)/\(access.endpoints[liar].name): it shows "
                        + "something else than the others"
                )
            }
        }
        return lines
    }
}
