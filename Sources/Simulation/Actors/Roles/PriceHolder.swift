public import Numerics
internal import Venues
public import Vocabulary

/// Moves a pool's price with its own money, holds it there over the ends of several blocks, and takes
/// its money back.
///
///     waiting ── pushing ── holding ── leaving ── waiting
///        └────────┘ (refused)  └─ top-ups ─┘
///
/// 1. The price is at the goal at the end of each of `blocks` blocks, unless a top-up was refused or its
///    purse is empty: it buys back what others take from the deviation.
/// 2. It leaves at the beginning of the block after those, with everything it bought. While that is
///    refused it tries again in every block.
/// 3. What an attack brought is exact: all it gave against all it got back.
public struct PriceHolder: Hashable, Sendable {
    public struct Plan: Hashable, Sendable {
        public let chain: ChainID
        public let pools: [Int]
        /// How far the price is moved, in either direction.
        public let push: BasisPoints
        /// At the ends of how many blocks it is held there.
        public let blocks: UInt64
        public let attacksPerHour: UInt64
        /// The most it gives in one attack, in millionths of a whole base token.
        public let purse: UInt64

        public init(
            chain: ChainID,
            pools: [Int],
            push: BasisPoints,
            blocks: UInt64,
            attacksPerHour: UInt64,
            purse: UInt64
        ) {
            self.chain = chain
            self.pools = pools
            self.push = push
            self.blocks = blocks
            self.attacksPerHour = attacksPerHour
            self.purse = purse
        }
    }

    /// What it is doing.
    public enum Phase: Hashable, Sendable {
        case waiting
        /// The first sale is on its way.
        case pushing(AttackPosition, Goal)
        case holding(AttackPosition, Goal)
        /// Everything bought is on its way back.
        case leaving(AttackPosition)
    }

    /// The price to hold, and the first block in which it is let go.
    public struct Goal: Hashable, Sendable {
        public let numerator: UInt256
        public let denominator: UInt256
        public let leavesIn: UInt64
        /// What may still be given of the side that is sold.
        public internal(set) var purse: UInt256
    }

    public let plan: Plan
    public private(set) var phase = Phase.waiting
    public private(set) var last: AttackResult?
    public private(set) var attacks: UInt64 = 0
    private var arrivals: PoissonArrivals
    private var stream: SeededStream

    public init(_ plan: Plan, stream: SeededStream) {
        self.plan = plan
        arrivals = PoissonArrivals(plan.attacksPerHour)
        self.stream = stream
    }

    public var position: AttackPosition? {
        switch phase {
        case .waiting: nil
        case .pushing(let position, _), .holding(let position, _), .leaving(let position):
            position
        }
    }

    mutating func act(at now: Instant, block: BlockMark, view: MarketView) -> [ActorDeed] {
        guard block.chain == plan.chain else { return [] }
        let arrived = arrivals.due(by: now, from: &stream) > 0
        switch phase {
        case .waiting: return arrived ? attack(block, view) : []
        case .pushing: return []
        case .holding(let position, let goal):
            return block.number < goal.leavesIn
                ? topUp(position, goal, view) : leave(position)
        case .leaving(let position): return leave(position)
        }
    }

    private mutating func attack(_ block: BlockMark, _ view: MarketView) -> [ActorDeed] {
        let (pool, isSale) = (stream.pick(from: plan.pools), stream.coin())
        let side: Side = isSale ? .base : .quote
        guard let pool, let market = view[pool: pool]?.market,
            let price = Self.price(of: market),
            let factor = Self.factor(plan.push, selling: side),
            let goal = Price(of: price, in: factor, rounding: .down),
            let purse = market.amount(ofSize: plan.purse, selling: side),
            let amount = Self.sale(of: side, moving: market, to: goal, atMost: purse)
        else { return [] }
        phase = .pushing(
            AttackPosition(pool: pool, sold: side),
            Goal(
                numerator: goal.numerator,
                denominator: goal.denominator,
                leavesIn: block.number + max(1, plan.blocks),
                purse: purse
            )
        )
        attacks += 1
        return [ActorDeed(.swap(pool: pool, selling: side, amount: amount), .closing)]
    }

    private func topUp(
        _ position: AttackPosition,
        _ goal: Goal,
        _ view: MarketView
    ) -> [ActorDeed] {
        guard let market = view[pool: position.pool]?.market,
            let price = Price(numerator: goal.numerator, denominator: goal.denominator),
            let amount = Self.sale(
                of: position.sold,
                moving: market,
                to: price,
                atMost: goal.purse
            )
        else { return [] }
        let action = ActorAction.swap(pool: position.pool, selling: position.sold, amount: amount)
        return [ActorDeed(action, .closing)]
    }

    private mutating func leave(_ position: AttackPosition) -> [ActorDeed] {
        phase = .leaving(position)
        let action = ActorAction.swapBack(pool: position.pool, selling: position.sold.other)
        return [ActorDeed(action, .opening)]
    }

    mutating func settle(_ action: ActorAction, _ outcome: DeedOutcome) {
        switch (phase, action, outcome) {
        case (.pushing(var position, var goal), .swap, .swapped(let quote)),
            (.holding(var position, var goal), .swap, .swapped(let quote)):
            position.add(quote)
            goal.purse = goal.purse &- min(goal.purse, quote.sold)
            phase = .holding(position, goal)
        case (.pushing, .swap, _): phase = .waiting
        case (.leaving(let position), .swapBack, .swapped(let quote)):
            last = AttackResult(
                pool: position.pool,
                side: position.sold,
                given: position.given,
                returned: quote.received,
                stranded: position.held &- min(position.held, quote.sold)
            )
            phase = .waiting
        default: break
        }
    }

    /// How much of `side` brings the market to the price, or as much of it as the purse has; `nil` when
    /// it is there, or past it.
    private static func sale(
        of side: Side,
        moving market: Market,
        to goal: Price,
        atMost purse: UInt256
    ) -> UInt256? {
        do throws(Refusal) {
            guard let move = try market.move(to: goal), move.side == side else { return nil }
            let amount = min(move.quote.sold, purse)
            return amount.isZero ? nil : amount
        } catch {
            return nil
        }
    }

    private static func price(of market: Market) -> Price? {
        do throws(Refusal) {
            return try market.price()
        } catch {
            return nil
        }
    }

    /// By what a price is divided to be pushed: selling base lowers it.
    private static func factor(_ push: BasisPoints, selling side: Side) -> Price? {
        let whole = BasisPoints.millionthsInWhole
        let part = min(push.millionths, whole - 1)
        return Price(
            numerator: UInt256(whole),
            denominator: UInt256(side == .base ? whole - part : whole + part)
        )
    }
}
