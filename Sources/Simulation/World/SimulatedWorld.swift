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
    public internal(set) var journal: [Entry] = []
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
    /// What can still go wrong, and what has.
    public internal(set) var dice: FaultDice
    public internal(set) var tally = WorldTally()
    /// The promises that were broken, the first at the front; at most `mostViolations`.
    public internal(set) var violations: [Violation] = []
    public static let mostViolations = 32

    let settings: Settings
    let genesis: [BlockHash]
    let start: Instant
    let seed: UInt64
    let holder: Address
    let tokens: [Address]
    let target: BasisPoints
    let peg: BasisPoints
    var agenda = Agenda()
    var market: WorldMarket?
    var audit = WorldAudit()
    var spell = WorldSpell()
    /// By chain.
    var shown = [ShownSight(), ShownSight()]
    let hasFaults: Bool
    /// When the bot last said that a plan could lose more than the day still allows.
    var lossLimitTold: Instant?
    private let mistake: Mistake
    /// By how much the time between two blocks differs from its rule at most.
    let jitter: Interval
    /// By chain: how its blocks come.
    private var rhythms: [SeededStream]
    private var signer: SimulatedSigner
    var happened: [Happening] = []
    /// Pools that were left out and should not have been.
    var unjustly: [ContractKey] = []
    var generator: SeededStream
    /// Counts restarts: what was on its way to the bot before a crash does not arrive after it.
    var life = 1

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
        generator = SeededStream(seed: plan.seed, part: 0x3021D)
        start = plan.start
        seed = plan.seed
        holder = plan.holder
        tokens = plan.tokens
        target = plan.target
        peg = plan.peg
        market = plan.market
        dice = FaultDice(plan.faults, seed: plan.seed)
        mistake = plan.mistake
        bot.mistake = mistake
        jitter = plan.jitter
        rhythms = [0xB10C_0, 0xB10C_1].map { SeededStream(seed: plan.seed, part: $0) }
        hasFaults = !plan.faults.rates.isEmpty || !plan.faults.cues.isEmpty
        for chain in [first.rules.id, second.rules.id] {
            agenda.add(.block(chain), at: now.advanced(by: interval(of: chain)))
        }
        agenda.add(.delivery(.configured(settings), life: life), at: now)
    }

    /// Runs until this moment, and tells what happened.
    public mutating func run(until end: Instant) -> [Happening] {
        happened.removeAll(keepingCapacity: true)
        while let due = agenda.due, due <= end, let item = agenda.next() {
            now = max(now, due)
            switch item {
            case .block(let chain): makeBlock(on: chain)
            case .delivery(let happening, let life):
                guard life == self.life else { continue }
                // A process that stands still finds everything waiting for it.
                guard now >= spell.frozenUntil else {
                    agenda.add(item, at: spell.frozenUntil)
                    continue
                }
                step(happening)
            case .restart(let life):
                // Who died again meanwhile begins later.
                guard life == self.life else { continue }
                restart()
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

    func interval(of chain: ChainID) -> Interval {
        settings.fleet.chain(chain)?.blockInterval ?? Interval(milliseconds: 1_000)
    }

    /// As long as the chain's rule says, and a little more or less.
    private mutating func nextInterval(of chain: ChainID) -> Interval {
        let (usual, jitter) = (interval(of: chain).milliseconds, jitter.milliseconds)
        guard jitter > 0, jitter < usual else { return interval(of: chain) }
        let place = place(of: chain)
        return Interval(
            milliseconds: usual - jitter + rhythms[place].below(2 * jitter + 1)
        )
    }

    private mutating func makeBlock(on chain: ChainID) {
        agenda.add(.block(chain), at: now.advanced(by: nextInterval(of: chain)))
        if hasFaults, !suffer(on: chain) { return }
        play(on: chain)
        _ = change(chain) { [now] in $0.makeBlock(at: now) }
        let transits = bridge.transits.count
        bridge.advance(to: now, &first, &second)
        if hasFaults { sufferTransits(since: transits) }
        observe(chain)
    }

    private mutating func step(_ happening: Event.Happening) {
        if spell.lie != nil {
            losePower()
            if spell.lie == nil { return }
        }
        steps += 1
        if hasFaults { dice.advance(toStep: steps) }
        carryOut(bot.handle(Event(at: botTime, happening)))
    }

    /// What the bot's own clock says.
    var botTime: Instant { now.advanced(by: spell.skew) }

    /// Carries out the effects of one step in order; a crash loses those behind it.
    private mutating func carryOut(_ effects: [Effect]) {
        let born = life
        for effect in effects {
            if hasFaults {
                if losesJournal(effect) { return crash() }
                sufferLie(writing: effect)
            }
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
            if hasFaults, dice.shouldFail(.crash) { return crash() }
        }
    }

    private mutating func carryOut(_ effect: Effect) {
        switch effect {
        case .journal(let entries): keep(entries)
        case .ask(let number, let endpoint, let query): ask(number, endpoint, query)
        case .broadcast(let number, let endpoint, let payload):
            broadcast(number, endpoint, payload)
        case .sign(let number, let requests):
            guard !isSignerSilent else { return }
            deliver(.signed(number, signer.sign(requests, at: now)), after: signingTime)
        case .wake(let at):
            // Its clock may be ahead of ours.
            let due = Instant(
                milliseconds: at.milliseconds - min(at.milliseconds, spell.skew.milliseconds)
            )
            agenda.add(.delivery(.woke, life: life), at: max(now, due))
        case .alert(let alert):
            happened.append(.alerted(alert))
            if alert.key.hasPrefix("loss limit") { lossLimitTold = now }
        }
    }

    private mutating func keep(_ entries: [Entry]) {
        if case .outside(let write, _) = storage {
            switch write(entries, bot) {
            case .durable: break
            case .short: agenda.add(.delivery(.journalIsShort, life: life), at: now)
            case .failed: return crash()
            }
        }
        let isLossy = mistake.isPlanted(.skippedJournalWrite)
        for entry in entries where !isLossy || !entry.begins {
            journal.append(entry)
            happened.append(.journalled(entry))
            audit.read(entry)
            if case .planned(let trade) = entry.fact { audit.compare(trade, first, second, now) }
            auditContracts(entry)
            tally.read(entry)
        }
        for broken in audit.takeBroken() { violate(broken) }
    }

    /// What was written after so many entries was never written; an auditor reads the rest again.
    mutating func forget(after count: Int) {
        journal.removeLast(journal.count - count)
        audit = WorldAudit()
        for entry in journal { audit.read(entry) }
        _ = audit.takeBroken()
    }

    mutating func violate(_ broken: Violation.Broken) {
        guard violations.count < Self.mostViolations else { return }
        violations.append(Violation(seed: seed, step: steps, at: now, broken))
    }

    func place(of chain: ChainID) -> Int {
        chain == first.rules.id ? 0 : 1
    }

    mutating func deliver(_ happening: Event.Happening, after time: Interval) {
        if losesOneIn > 0, generator.happens(1, in: losesOneIn) { return }
        agenda.add(.delivery(happening, life: life), at: now.advanced(by: time))
    }

    /// The process ends here and now.
    public mutating func crash() {
        life += 1
        happened.append(.crashed)
        tally.crashes += 1
        agenda.add(.restart(life: life), at: now.advanced(by: Self.restartTime))
    }

    private mutating func restart() {
        switch storage {
        case .memory: bot = Bot(recovering: journal)
        case .outside(_, let recover):
            guard let recovered = recover() else { return }
            bot = recovered
        }
        bot.mistake = mistake
        happened.append(.restarted)
        carryOut(bot.begin(at: botTime))
        // A process that has never got as far as its journal is told everything anew.
        guard bot.settings == nil else { return }
        agenda.add(.delivery(.configured(settings), life: life), at: now)
    }
}

extension Effect {
    fileprivate var holdsPlan: Bool {
        guard case .journal(let entries) = self else { return false }
        return entries.contains { if case .planned = $0.fact { true } else { false } }
    }
}

extension Entry {
    /// Whether it tells of a trade or a transfer that is begun.
    fileprivate var begins: Bool {
        switch fact {
        case .planned, .sent: true
        default: false
        }
    }
}
