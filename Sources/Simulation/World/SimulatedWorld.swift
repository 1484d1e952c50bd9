public import Bot
import Ethereum
import Execution
import Routes
public import Vocabulary

/// Two virtual chains, their endpoints, a bridge, a signer, a journal in memory and a virtual clock, around
/// the bot that runs everywhere else too.
///
/// A value without clock or chance: the same calls make the same run to the last byte.
public struct SimulatedWorld: Sendable {
    public internal(set) var first: VirtualChain
    public internal(set) var second: VirtualChain
    public internal(set) var bridge: VirtualBridge
    public private(set) var bot = Bot()
    public private(set) var now: Instant
    /// What the journal made durable: all that a restart has.
    public private(set) var journal: [Entry] = []
    /// By chain, in the order of the settings.
    public var endpoints: [[SimulatedEndpoint]]
    /// Events the bot has handled.
    public private(set) var steps: UInt64 = 0
    /// Effects that were carried out.
    public private(set) var effects: UInt64 = 0
    /// The bot dies behind the effect with this number.
    public var crashAfter: UInt64?
    /// The bot dies between the entry of its next plan and the wire.
    public var crashOnPlan = false
    /// Answers to the bot that get lost, of every so many; none for zero.
    public var losesOneIn: UInt64 = 0

    /// Besides `journal`, which whoever watches may read.
    public var storage = SimulatedStorage.memory

    private let settings: Settings
    private let genesis: [BlockHash]
    private var agenda = Agenda()
    private var signer: SimulatedSigner
    private var happened: [Happening] = []
    private var generator: SeededGenerator
    /// Counts restarts: what was on its way to the bot before a crash does not arrive after it.
    private var life = 1

    /// How long the signer takes.
    public var signingTime = Interval(milliseconds: 1)
    /// The signer answers nothing.
    public var isSignerSilent = false

    private static let restartTime = Interval(milliseconds: 3_000)

    /// What somebody who watches is told.
    public enum Happening: Sendable {
        case journalled(Entry)
        case alerted(Alert)
        case crashed
        case restarted
    }

    public init(_ plan: SimulatedPlan) {
        settings = plan.settings
        first = VirtualChain(plan.first)
        second = VirtualChain(plan.second)
        bridge = plan.bridge
        endpoints = plan.settings.chains.map { chain in
            chain.endpoints.indices.map { index in
                SimulatedEndpoint(latency: Interval(milliseconds: 40 + 20 * UInt64(index)))
            }
        }
        signer = SimulatedSigner(plan.policies)
        genesis = [first.head.hash, second.head.hash]
        now = plan.start
        generator = SeededGenerator(seed: plan.seed, part: 0x3021D)
        for chain in [first.rules.id, second.rules.id] {
            agenda.add(.block(chain), at: now.advanced(by: interval(of: chain)))
        }
        agenda.add(.delivery(.configured(settings), life: life), at: now)
    }

    /// Runs until this moment, and tells what happened.
    public mutating func run(until end: Instant) -> [Happening] {
        happened.removeAll(keepingCapacity: true)
        while let (at, item) = agenda.next(until: end) {
            now = max(now, at)
            switch item {
            case .block(let chain): makeBlock(on: chain)
            case .delivery(let happening, let life): if life == self.life { step(happening) }
            case .restart: restart()
            }
        }
        now = max(now, end)
        return happened
    }

    public mutating func run(for interval: Interval) -> [Happening] {
        run(until: now.advanced(by: interval))
    }

    /// An operator's command, at once.
    public mutating func command(_ command: Command) {
        agenda.add(.delivery(.commanded(command), life: life), at: now)
    }

    /// Somebody else does something on a chain, in its next block.
    @discardableResult
    public mutating func act(
        _ act: ChainAct,
        on chain: ChainID,
        _ position: ChainAct.Position = .afterTransactions
    ) -> TransactionHash? {
        chain == first.rules.id ? first.act(act, position) : second.act(act, position)
    }

    public func chain(_ id: ChainID) -> VirtualChain {
        id == first.rules.id ? first : second
    }

    /// Does something to a chain itself.
    public mutating func change<Result>(
        _ id: ChainID,
        _ body: (inout VirtualChain) -> Result
    ) -> Result {
        id == first.rules.id ? body(&first) : body(&second)
    }

    /// Does something to the bridge.
    public mutating func changeBridge(_ body: (inout VirtualBridge) -> Void) {
        body(&bridge)
    }

    private func interval(of chain: ChainID) -> Interval {
        settings.fleet.chain(chain)?.blockInterval ?? Interval(milliseconds: 1_000)
    }

    private mutating func makeBlock(on chain: ChainID) {
        _ = change(chain) { [now] in $0.makeBlock(at: now) }
        bridge.advance(to: now, &first, &second)
        agenda.add(.block(chain), at: now.advanced(by: interval(of: chain)))
    }

    private mutating func step(_ happening: Event.Happening) {
        steps += 1
        carryOut(bot.handle(Event(at: now, happening)))
    }

    /// Carries out the effects of one step in order; a crash loses those behind it.
    private mutating func carryOut(_ effects: [Effect]) {
        let born = life
        for effect in effects {
            carryOut(effect)
            self.effects += 1
            guard life == born else { return }
            if let crashAfter, self.effects >= crashAfter {
                self.crashAfter = nil
                return crash()
            }
            if crashOnPlan, effect.holdsPlan {
                crashOnPlan = false
                return crash()
            }
        }
    }

    private mutating func carryOut(_ effect: Effect) {
        switch effect {
        case .journal(let entries): write(entries)
        case .ask(let number, let endpoint, let query):
            let place = place(of: endpoint.chain)
            let behaviour = endpoints[place][endpoint.index]
            guard !behaviour.isDown else { return }
            let answer = chain(endpoint.chain)
                .answer(query, genesis: genesis[place], lag: behaviour.lag)
            deliver(.answered(number, answer), after: behaviour.latency)
        case .broadcast(let number, let endpoint, let payload):
            let behaviour = endpoints[place(of: endpoint.chain)][endpoint.index]
            guard !behaviour.isDown else { return }
            let word = change(endpoint.chain) { [now] in
                $0.take(payload.envelope.encoded, at: now)
            }
            deliver(.answered(number, .broadcast(word)), after: behaviour.latency)
        case .sign(let number, let requests):
            guard !isSignerSilent else { return }
            deliver(.signed(number, signer.sign(requests, at: now)), after: signingTime)
        case .wake(let at): agenda.add(.delivery(.woke, life: life), at: at)
        case .alert(let alert): happened.append(.alerted(alert))
        }
    }

    private mutating func write(_ entries: [Entry]) {
        if case .outside(let write, _) = storage {
            switch write(entries, bot) {
            case .durable: break
            case .short: agenda.add(.delivery(.journalIsShort, life: life), at: now)
            case .failed: return crash()
            }
        }
        journal += entries
        for entry in entries { happened.append(.journalled(entry)) }
    }

    private func place(of chain: ChainID) -> Int {
        chain == first.rules.id ? 0 : 1
    }

    private mutating func deliver(_ happening: Event.Happening, after time: Interval) {
        if losesOneIn > 0, generator.happens(1, in: losesOneIn) { return }
        agenda.add(.delivery(happening, life: life), at: now.advanced(by: time))
    }

    /// The process ends here and now.
    public mutating func crash() {
        life += 1
        happened.append(.crashed)
        agenda.add(.restart, at: now.advanced(by: Self.restartTime))
    }

    private mutating func restart() {
        switch storage {
        case .memory: bot = Bot(recovering: journal)
        case .outside(_, let recover):
            guard let recovered = recover() else { return }
            bot = recovered
        }
        happened.append(.restarted)
        carryOut(bot.begin(at: now))
    }
}

extension Effect {
    fileprivate var holdsPlan: Bool {
        guard case .journal(let entries) = self else { return false }
        return entries.contains { if case .planned = $0.fact { true } else { false } }
    }
}
