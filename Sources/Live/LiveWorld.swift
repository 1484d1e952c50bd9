public import Bot
import Routes
public import Vocabulary

/// The bot on real chains, read only: asks what it asks, answers when endpoints do, and wakes it in time.
///
/// ```text
/// bot -- ask --> line of the chain -- one batch --> endpoint
/// bot <-- answered -- line <-- answer, error or silence --/
/// ```
///
/// 1. Every question is answered once, an error with `failure`, silence with `timeout`.
/// 2. What the bot wants journalled is journalled before anything else of the same step is done.
/// 3. Nothing is signed and nothing sent: such wishes are named and not fulfilled.
public final class LiveWorld {
    public private(set) var bot: Bot
    let loop: EventLoop
    let hooks: LiveHooks
    private(set) var lines: [ChainLine] = []
    private var alarm: (timer: TimerID, at: Instant)?
    /// What the bot is still to be told, in order.
    private var letters: [Event.Happening] = []
    private var isTelling = false
    private var postponed = 0
    private var agreements = Agreements()
    private let readings = Readings()

    public init(_ bot: Bot = Bot(), over loop: EventLoop, hooks: LiveHooks = LiveHooks()) {
        self.bot = bot
        self.loop = loop
        self.hooks = hooks
    }

    /// How the bot is shown a chain.
    public enum Showing: Hashable, Sendable {
        /// Whatever is newest.
        case newest
        /// The last blocks one after the other, as far as nodes have their state, and then no other.
        case past(blocks: Int)
    }

    /// Begins to look, or goes on with other settings. Old endpoints are given back; `chains` must be those of
    /// the settings, with as many endpoints each.
    public func configure(
        _ settings: Settings,
        _ chains: [LiveChain],
        showing: Showing = .newest
    ) throws(EndpointFault) {
        var fresh: [ChainLine] = []
        do throws(EndpointFault) {
            for (own, live) in zip(settings.chains, chains) {
                guard let chain = settings.fleet.chain(own.chain) else { continue }
                precondition(
                    live.chain == own.chain && live.endpoints.count == own.endpoints.count,
                    "endpoints of the settings' chains"
                )
                let reader = try ChainReader(
                    own.chain,
                    endpoints: live.endpoints,
                    over: loop.http,
                    readings
                )
                fresh.append(ChainLine(chain, own, reader, settings.timing.answer, showing))
            }
        } catch {
            for line in fresh { line.reader.retire() }
            throw error
        }
        for line in lines {
            line.reader.retire()
            if let timer = line.lookTimer?.timer { loop.cancel(timer) }
            line.sockets.forEach { $0.retire() }
        }
        lines = fresh
        openSockets(chains)
        tell(.configured(settings))
        for line in lines { line.logs = bot.logRequest(on: line.chain.id, from: 0) }
        for live in chains where !live.pinned.isEmpty { tell(.pinned(live.chain, live.pinned)) }
        for live in chains where !live.decimals.isEmpty {
            tell(.expected(live.chain, live.decimals))
        }
    }

    /// What came of waiting.
    public enum Progress: Hashable, Sendable {
        case moved
        case signal(StopSignal)
        /// Nothing within the limit.
        case still
    }

    /// Waits for the next thing to happen, and has the bot act on it.
    public func advance(within limit: Interval? = nil) -> Progress {
        guard let event = loop.next(within: limit) else { return .still }
        return take(event)
    }

    /// For whoever shares the loop with others and asks for its events himself; what is not of this world is
    /// left alone.
    public func take(_ event: LoopEvent) -> Progress {
        switch event {
        case .signal(let signal): return .signal(signal)
        case .finished(let finished): take(finished)
        case .due(let timer):
            if timer == alarm?.timer {
                alarm = nil
                isShowing && postponed < Self.mostPostponed ? postpone() : wakeUp()
            }
            for line in lines where line.resume(timer) { deliver(from: line) }
            if let line = lines.first(where: { $0.lookTimer?.timer == timer }) {
                line.lookTimer = nil
                tell(.stirred(line.chain.id))
            }
            hear(timer)
        case .readable(let descriptor): hear(readable: descriptor)
        case .woken: break
        }
        return .moved
    }

    private func take(_ finished: FinishedTransfer) {
        for line in lines {
            guard let read = line.reader.take(finished) else { continue }
            line.take(read)
            return deliver(from: line)
        }
        hooks.foreign(finished)
    }

    /// Whether every chain has been shown as far as it was to be; never where the newest is shown.
    public var isShown: Bool { lines.allSatisfy(\.isShown) }

    /// Blocks of a chain that were to be shown and no endpoint had the state of.
    public func blocksWithoutState(of chain: ChainID) -> Int {
        lines.first { $0.chain.id == chain }?.past?.skipped ?? 0
    }

    public func tell(_ happening: Event.Happening) {
        letters.append(happening)
        drain()
    }

    private func drain() {
        guard !isTelling else { return }
        isTelling = true
        defer { isTelling = false }
        while !letters.isEmpty {
            let letter = letters.removeFirst()
            for effect in bot.handle(Event(at: .onTheWall, letter)) { perform(effect) }
            for line in lines {
                handOn(line)
                line.noteAgreed(bot.agreedBlock(of: line.chain.id))
                collect(from: line)
            }
            goOn()
        }
    }

    /// What the bot has just come to agree on, before another block takes its place.
    private func handOn(_ line: ChainLine) {
        let chain = line.chain.id
        guard let block = bot.agreedBlock(of: chain), agreements.isNews(block, of: chain),
            let sight = bot.agreedSight(of: chain)
        else { return }
        hooks.agreed(
            agreements.take(
                sight.snapshot,
                suggestedGas: sight.suggestedGas,
                market: line.market,
                at: .onTheWall
            )
        )
    }

    /// Shows every chain's next block, once this one is done everywhere.
    private func goOn() {
        let showing = lines.filter { $0.past?.isOver == false }
        guard !showing.isEmpty, showing.allSatisfy({ $0.past?.isDone == true }) else { return }
        for line in showing {
            line.showNext()
            collect(from: line)
            letters.append(.stirred(line.chain.id))
        }
        postponed = 0
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .journal(let entries): hooks.journal(entries)
        case .ask(let number, let endpoint, let query):
            guard let line = lines.first(where: { $0.chain.id == endpoint.chain }) else {
                return letters.append(.answered(number, .failure))
            }
            line.ask(number, endpoint.index, query)
            collect(from: line)
        case .wake(let time): wake(at: time)
        case .alert(let alert): hooks.alert(alert)
        case .sign(_, let requests):
            hooks.notice(.refused(.signing(transactions: requests.count)))
        case .broadcast(let number, let endpoint, _):
            hooks.notice(.refused(.broadcast(endpoint.chain)))
            letters.append(.answered(number, .failure))
        }
    }

    private func wake(at time: Instant) {
        if let alarm, alarm.at <= time { return }
        if let alarm { loop.cancel(alarm.timer) }
        let now = Instant.onTheWall
        let delay = time > now ? time.milliseconds - now.milliseconds : 0
        let timer = try? loop.schedule(after: Interval(milliseconds: min(delay, 60_000)))
        alarm = timer.map { ($0, time) }
    }

    /// While a block of the past is shown nobody asks for the next one, unless it takes long.
    private var isShowing: Bool {
        lines.contains { $0.past?.isShowing == true }
    }

    private static let mostPostponed = 20
    private static let postponement = Interval(milliseconds: 10)

    private func postpone() {
        postponed += 1
        wake(at: Instant.onTheWall.advanced(by: Self.postponement))
    }

    private func wakeUp() {
        postponed = 0
        tell(.woke)
    }

    private func deliver(from line: ChainLine) {
        collect(from: line)
        drain()
    }

    /// What a line has to say, and the pauses it wants.
    private func collect(from line: ChainLine) {
        for notice in line.takeNotices() { hooks.notice(notice) }
        for (number, answer) in line.takeAnswers() { letters.append(.answered(number, answer)) }
        for pause in line.takePauses() {
            guard let timer = try? loop.schedule(after: pause.length) else { continue }
            line.wait(for: timer, endpoint: pause.endpoint)
        }
        aim(line)
    }

    /// Has the bot look at the chain now, where an endpoint is due, and when the next one is.
    func stir(_ line: ChainLine) {
        line.isDue(at: .now) ? tell(.stirred(line.chain.id)) : aim(line)
    }

    /// Has the bot look at the chain when the next of its endpoints is due.
    private func aim(_ line: ChainLine) {
        let now = SteadyTime.now
        // One whose time has come is still to be heard of.
        if let set = line.lookTimer?.at, set <= now { return }
        guard let due = line.nextLook(after: now), due != line.lookTimer?.at else { return }
        if let old = line.lookTimer { loop.cancel(old.timer) }
        line.lookTimer = (try? loop.schedule(at: due)).map { ($0, due) }
    }
}
