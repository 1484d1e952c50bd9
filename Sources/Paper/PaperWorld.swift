public import Bot
import Ethereum
import Execution
public import Numerics
public import Routes
import Simulation
public import Venues
public import Vocabulary

/// Two real chains as somebody saw them, and around the bot that runs everywhere else too everything that a
/// trader needs there and must not have: an executor, money, a signer whose signatures prove nothing.
///
/// Prices come from outside, one sighting after the other; everything the bot signs and sends is executed
/// here, by the chains of the simulated world, behind what was seen of its block. It needs neither network
/// nor key, it loads none, and no byte of it leaves.
///
/// A value without clock or chance: the same plan and the same sightings make the same entries to the last
/// byte. What it does not have: reorganisations (what was executed stays), rivals who answer the bot, and
/// more than two chains.
public struct PaperWorld: Sendable {
    public private(set) var bot = Bot()
    public private(set) var now = Instant.start
    /// What the bot was told.
    public let settings: Settings
    private var first: PaperChain
    private var second: PaperChain
    private var bridge: VirtualBridge
    private var signer: SimulatedSigner
    private let delays: PaperDelays
    private var queue = PaperQueue()
    private var happened: [Happening] = []
    private var hasBegun = false
    /// Whether the bot has handled anything since the last news.
    private var lastStep = Instant.start
    /// Events the bot has handled.
    public private(set) var steps: UInt64 = 0
    /// Sightings of chains that are not traded on, and of blocks that were no news.
    public private(set) var ignored: UInt64 = 0

    /// What somebody who watches is told.
    public enum Happening: Sendable {
        case journalled(Entry)
        case alerted(Alert)
        /// A swap is in a block. The bot learns of it later, from a receipt.
        case filled(PaperFill)
    }

    public init(_ plan: PaperPlan) throws(PaperFault) {
        let ground = try PaperGround(plan)
        settings = ground.settings
        first = ground.first
        second = ground.second
        bridge = ground.bridge
        signer = ground.signer
        delays = plan.delays
    }

    /// Lets time go on until somebody has seen this, shows it, and tells what happened meanwhile.
    ///
    /// Sightings come in the order in which they were seen. The bot learns of this one when time goes on.
    public mutating func take(_ sighting: Sighting) throws(PaperFault) -> [Happening] {
        happened.removeAll(keepingCapacity: true)
        run(before: sighting.seen)
        now = max(now, sighting.seen)
        guard try show(sighting) else {
            ignored += 1
            return happened
        }
        for fill in first.takeFills() + second.takeFills() { happened.append(.filled(fill)) }
        first.pay(&bridge, &second, at: now)
        if hasBegun {
            queue.wake(at: now)
        } else if first.isSeen, second.isSeen {
            hasBegun = true
            queue.add(.event(.configured(settings)), at: now)
        }
        return happened
    }

    /// Lets time go on until this moment, included, with nothing new to see.
    public mutating func run(until end: Instant) -> [Happening] {
        happened.removeAll(keepingCapacity: true)
        run(before: end.advanced(by: Interval(milliseconds: 1)))
        now = max(now, end)
        return happened
    }

    /// An operator's command, at once.
    public mutating func command(_ command: Command) {
        queue.add(.event(.commanded(command)), at: now)
    }

    private mutating func show(_ sighting: Sighting) throws(PaperFault) -> Bool {
        if sighting.chain == first.id { return try first.show(sighting) }
        if sighting.chain == second.id { return try second.show(sighting) }
        return false
    }

    private mutating func run(before end: Instant) {
        guard hasBegun else { return }
        while true {
            if let (at, item) = queue.next(before: end) {
                now = max(now, at)
                carryOut(item)
            } else {
                let idle = lastStep.advanced(by: delays.idling)
                guard idle < end else { return }
                now = max(now, idle)
                step(.woke)
            }
        }
    }

    private mutating func carryOut(_ item: PaperQueue.Item) {
        switch item {
        case .event(let happening): step(happening)
        case .arrival(let number, let chain, let bytes):
            let word =
                chain == first.id
                ? first.take(bytes, at: now) : second.take(bytes, at: now)
            queue.add(
                .event(.answered(number, .broadcast(word))),
                at: now.advanced(by: delays.sending)
            )
        }
    }

    private mutating func step(_ happening: Event.Happening) {
        steps += 1
        lastStep = now
        for effect in bot.handle(Event(at: now, happening)) { carryOut(effect) }
    }

    private mutating func carryOut(_ effect: Effect) {
        switch effect {
        case .journal(let entries):
            for entry in entries { happened.append(.journalled(entry)) }
        case .ask(let number, let endpoint, let query):
            let answer = endpoint.chain == first.id ? first.answer(query) : second.answer(query)
            queue.add(.event(.answered(number, answer)), at: now)
        case .sign(let number, let requests):
            queue.add(
                .event(.signed(number, signer.sign(requests, at: now))),
                at: now.advanced(by: delays.signing)
            )
        case .broadcast(let number, let endpoint, let payload):
            queue.add(
                .arrival(number, endpoint.chain, payload.envelope.encoded),
                at: now.advanced(by: delays.sending)
            )
        // Whatever there is to see wakes it, and where there is nothing, `idling` does.
        case .wake: break
        case .alert(let alert): happened.append(.alerted(alert))
        }
    }
}

// For those who only look.

extension PaperWorld {
    /// A pool as the bot meets it, its own impact included; `nil` while nobody has seen it.
    public func pool(_ key: ContractKey) -> Venue? {
        on(key.chain) { $0.isSeen ? $0.chain.pool(key.address) : nil }
    }

    /// Chains are large: each is looked at where it lies.
    private func on<Value>(_ id: ChainID, _ body: (borrowing PaperChain) -> Value) -> Value {
        id == first.id ? body(first) : body(second)
    }

    public func price(at place: Route.Place) -> Price? {
        guard let pool = place.pools.first, let venue = self.pool(pool.key) else { return nil }
        return try? place.market(pool, venue)?.price()
    }

    /// How far a route's prices are apart; `nil` while one of them is not known.
    public func deviation(of route: Route) -> Deviation? {
        guard let one = price(at: route.first), let other = price(at: route.second) else {
            return nil
        }
        return Deviation(of: one, from: other)
    }

    /// What the bot's executor has of a token, on its virtual chain.
    public func holding(of token: ContractKey) -> UInt256? {
        guard let executor = settings.fleet.chain(token.chain)?.executor else { return nil }
        return on(token.chain) { $0.chain.balance(of: executor, in: token.address) }
    }

    /// What the bot's account has left for gas.
    public func coins(on id: ChainID) -> Wei? {
        guard let account = settings.fleet.chain(id)?.account else { return nil }
        return on(id) { try? $0.chain.balance(of: account) }
    }

    /// The newest block that was seen of a chain.
    public func head(of chain: ChainID) -> Block? {
        on(chain) { $0.isSeen ? $0.chain.head : nil }
    }
}
