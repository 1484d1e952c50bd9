public import Bot
public import Vocabulary

/// The smallest World: two virtual chains, a signer, a journal in memory and a virtual clock.
///
/// It proves the core's edge end to end and is labelled a toy: its numbers are chosen, not measured.
public struct ToyMarket: Sendable {
    public private(set) var chains: [ToyChain]
    /// What the journal made durable: all that a restart has.
    public private(set) var journal: [Entry] = []

    private var bot = Bot()
    private var now = Instant.start
    private var agenda = Agenda()
    private var scenes: [ToyScene] = []
    private var crashIsDue = false
    /// Counts restarts, so that what was on its way to the bot before a crash does not arrive after it.
    private var life = 1

    private static let answerTime = Interval(milliseconds: 40)
    private static let signingTime = Interval(milliseconds: 1)
    private static let restartTime = Interval(milliseconds: 3_000)

    public init(chains: [ToyChain], configuration: Configuration) {
        self.chains = chains
        deliver(.configured(configuration), after: Interval(milliseconds: 0))
        for chain in chains {
            agenda.add(.block(chain.chain), at: now.advanced(by: chain.blockInterval))
        }
    }

    /// Plays the script until `end` and answers, in order, what happened.
    public mutating func play(_ script: [Act], until end: Instant) -> [ToyScene] {
        for act in script { agenda.add(.act(act.deed), at: act.at) }
        scenes = []
        while let (at, item) = agenda.next(until: end) {
            now = at
            switch item {
            case .block(let chain): makeBlock(on: chain)
            case .act(let deed): perform(deed)
            case .delivery(let event, let life): if life == self.life { step(event) }
            case .restart: restart()
            }
        }
        return scenes
    }

    private mutating func step(_ event: Event) {
        carryOut(bot.handle(event))
    }

    /// Carries out the effects of one step in order; a crash loses those behind it.
    private mutating func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .journal(let entries):
                journal += entries
                for entry in entries { tell(.journalled(entry)) }
                if crashIsDue, entries.contains(where: \.isPlan) { return crash() }
            case .ask(let number, let endpoint, let query):
                let answer = answer(query, on: endpoint.chain)
                deliver(.answered(number, endpoint, answer), after: Self.answerTime)
            case .sign(let number, let requests):
                let outcome = SigningOutcome.bytes(requests.map(ToySigner.sign))
                deliver(.signed(number, outcome), after: Self.signingTime)
            case .broadcast(let transaction, let endpoint):
                change(endpoint.chain) { $0.accept(transaction) }
            case .wake(let at):
                agenda.add(.delivery(Event(at: at, .woke), life: life), at: at)
            case .alert(let text):
                tell(.alerted(text))
            }
        }
    }

    private mutating func crash() {
        crashIsDue = false
        life += 1
        tell(.crashed)
        agenda.add(.restart, at: now.advanced(by: Self.restartTime))
    }

    private mutating func restart() {
        bot = Bot(recovering: journal)
        let obligations = bot.obligations(at: now)
        tell(.restarted(obligations))
        carryOut(obligations)
    }

    private mutating func makeBlock(on chain: ChainID) {
        change(chain) { $0.makeBlock() }.forEach { tell(.executed(chain, $0)) }
        guard let interval = chains.first(where: { $0.chain == chain })?.blockInterval else {
            return
        }
        agenda.add(.block(chain), at: now.advanced(by: interval))
    }

    private mutating func perform(_ deed: Act.Deed) {
        switch deed {
        case .trade(let chain, let asset, let amount):
            change(chain) { $0.trade(selling: asset, amount: amount) }
            tell(.traded(chain, asset, amount))
        case .outrun(let chain, let asset, let amount):
            change(chain) { $0.outrunNextTransaction(selling: asset, amount: amount) }
        case .crashBetweenJournalAndWire:
            crashIsDue = true
        }
    }

    private func answer(_ query: Query, on chain: ChainID) -> Answer {
        guard let chain = chains.first(where: { $0.chain == chain }) else {
            return .error("no such chain")
        }
        return switch query {
        case .snapshot: .value(.snapshot(chain.snapshot))
        case .receipt(let hash): .value(.receipt(chain.receipt(of: hash)))
        }
    }

    private mutating func deliver(_ happening: Event.Happening, after interval: Interval) {
        let at = now.advanced(by: interval)
        agenda.add(.delivery(Event(at: at, happening), life: life), at: at)
    }

    private mutating func tell(_ happened: ToyScene.Happened) {
        scenes.append(ToyScene(at: now, happened: happened))
    }

    @discardableResult
    private mutating func change(
        _ chain: ChainID,
        _ body: (inout ToyChain) -> [Receipt]
    ) -> [Receipt] {
        guard let index = chains.firstIndex(where: { $0.chain == chain }) else { return [] }
        return body(&chains[index])
    }

    private mutating func change(_ chain: ChainID, _ body: (inout ToyChain) -> Void) {
        guard let index = chains.firstIndex(where: { $0.chain == chain }) else { return }
        body(&chains[index])
    }
}

extension Entry {
    fileprivate var isPlan: Bool {
        if case .planned = self { true } else { false }
    }
}
