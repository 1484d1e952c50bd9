import Bot
import Execution
public import Ledger
import Parity
import Risk
public import Routes
public import Vocabulary

/// One run from its order to its outcome: flow and faults for a while, then rest, then an operator, then
/// rest again.
///
/// Promises that are held to it at the end: no saga and no nonce is open, and the chains are in parity, or
/// a halt or a verdict says why not.
public struct SimulatedRun: Sendable {
    public internal(set) var world: SimulatedWorld
    public let order: SimulatedOrder
    private let end: Instant

    /// For how many slices something has stood that only a person can end.
    var helpless: UInt64 = 0

    static let slice = Interval(milliseconds: 60_000)
    /// How many slices everything has to come to rest in, each time; an overdue transfer takes half an hour.
    var patience = 180

    /// What a run has come to.
    public struct Outcome: Sendable {
        public let order: SimulatedOrder
        public let tally: WorldTally
        public let faults: FaultTable
        public let violations: [Violation]
        /// What stood when faults and flow had stopped, in words, and again after the operator's round.
        public let rested: Rest
        public let resumed: Rest
        public let steps: UInt64
        public let effects: UInt64
        /// The chains' newest blocks: the same for the same order.
        public let heads: [BlockHash]

        /// Kept out of the entries alone, when faults and flow stopped.
        public let books: Books
        public let fleet: Fleet
        /// Of both chains, until the very end.
        public let allBlocks: UInt64

        public var isGood: Bool { violations.isEmpty }
    }

    /// How a world rests.
    public struct Rest: Hashable, Sendable {
        public let deviation: BasisPoints?
        public let openSagas: Int
        /// Why nothing new is begun.
        public let halts: [String]
        /// The last verdict in a word, where it is a reason.
        public let reason: String?
    }

    /// `nil` for an order that makes no world.
    public init?(_ order: SimulatedOrder) {
        guard let world = order.world() else { return nil }
        self.world = world
        self.order = order
        end = world.now.advanced(by: order.lasting)
    }

    /// Goes on for a minute of virtual time; `false` when the time of flow and faults is over. Whoever
    /// watches is shown the world each so often, which changes nothing in it.
    public mutating func advance(
        lookingEvery step: Interval = Interval(milliseconds: 60_000),
        _ watch: (borrowing SimulatedWorld) -> Void = { _ in }
    ) -> Bool {
        guard world.now < end else { return false }
        let step = max(step, Interval(milliseconds: 1))
        let stop = min(end, world.now.advanced(by: Self.slice))
        while world.now < stop {
            world.skip(until: min(stop, world.now.advanced(by: step)))
            watch(world)
        }
        if order.isFaulty, !order.isScripted { watchOver() }
        return true
    }

    /// Brings everything to rest and judges it.
    public mutating func finish() -> Outcome {
        let (tally, books) = (world.tally, world.audit.books)
        world.stopFaults()
        world.quieten()
        settle()
        let rested = rest
        operate()
        settle()
        // A halt that was lifted too early stands again; a person looks twice.
        operate()
        settle()
        judge()
        var final = tally
        final.haltReasons = world.tally.haltReasons
        return Outcome(
            order: order,
            tally: final,
            faults: FaultTable(world.dice),
            violations: world.violations,
            rested: rested,
            resumed: rest,
            steps: world.steps,
            effects: world.effects,
            heads: [world.first.head.hash, world.second.head.hash],
            books: books,
            fleet: world.settings.fleet,
            allBlocks: world.tally.blocks
        )
    }

    public static func outcome(of order: SimulatedOrder) -> Outcome? {
        guard var run = SimulatedRun(order) else { return nil }
        while run.advance() {}
        return run.finish()
    }

    private mutating func settle() {
        for _ in 0..<5 { world.skip(for: Self.slice) }
        for _ in 0..<patience {
            if world.isAtRest { return }
            world.skip(for: Self.slice)
        }
    }

    private var rest: Rest {
        Rest(
            deviation: world.deviation?.share,
            openSagas: world.audit.sagas.count,
            halts: world.audit.halts.map(\.reason),
            reason: world.audit.verdict.flatMap(Self.reason)
        )
    }

    private static func reason(_ verdict: Verdict) -> String? {
        switch verdict {
        case .hold(let rule, _): "hold: \(rule)"
        case .unaffordable(let rule, _): "unaffordable: \(rule)"
        case .inParity, .trade: nil
        }
    }

    mutating func judge() {
        let open = world.audit.sagas.map(\.number)
        if !open.isEmpty { world.violate(.openSagas(open)) }
        for lane in world.audit.lanes where !lane.slots.isEmpty {
            world.violate(.openNonces(lane.key.chain, lane.slots.count))
        }
        guard let deviation = world.deviation, deviation.isAtLeast(world.target),
            rest.halts.isEmpty, order.isScripted ? rest.reason == nil : !isLimited
        else { return }
        world.violate(.notInParity(deviation.share))
    }

    /// Whether the bot keeps to a limit that people have set for a day, or to what a bridge can carry: an
    /// operator may give it more, and need not.
    private var isLimited: Bool {
        if let told = world.lossLimitTold, told.advanced(by: Self.slice) >= world.now {
            return true
        }
        let rule: Rule? =
            switch world.audit.verdict {
            case .hold(let rule, _): rule
            case .unaffordable(let rule, _): rule
            case nil, .inParity, .trade: nil
            }
        return rule.map(Self.limits.contains) ?? false
    }

    private static let limits: [Rule] = [
        .reserve, .runway, .mostPerDay, .baseInventory, .quoteInventory, .baseReserve,
        .quoteReserve, .leastPerTrade, .edge, .subsidyPerUnit, .subsidyPerDay, .worstCase,
        .unwindingPerDay,
    ]
}

extension SimulatedWorld {
    /// Runs on without telling anybody.
    mutating func skip(until end: Instant) {
        _ = run(until: end)
    }

    mutating func skip(for interval: Interval) { skip(until: now.advanced(by: interval)) }

    /// Nothing is under way, and prices are where they should be or something says why not.
    var isAtRest: Bool {
        guard
            audit.sagas.isEmpty, audit.transfers.isEmpty,
            audit.lanes.allSatisfy({ $0.slots.isEmpty })
        else { return false }
        return deviation.map { !$0.isAtLeast(target) } ?? false || isHelpless
    }
}
