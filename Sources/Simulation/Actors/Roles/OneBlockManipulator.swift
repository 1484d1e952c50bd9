internal import Numerics
internal import Venues
public import Vocabulary

/// Pushes a pool's price at the beginning of a block and takes everything back at its end, with money
/// borrowed for that one block.
///
/// At the block's end the price is where it was but for the fees it paid; whoever trades on what it saw
/// within the block was robbed.
public struct OneBlockManipulator: Hashable, Sendable {
    public enum Rhythm: Hashable, Sendable {
        case everyBlocks(UInt64)
        case perHour(UInt64)
    }

    public let chain: ChainID
    public let pools: [Int]
    public let rhythm: Rhythm
    /// In millionths of a whole base token.
    public let sizes: ClosedRange<UInt64>
    public private(set) var position: AttackPosition?
    public private(set) var last: AttackResult?
    public private(set) var attacks: UInt64 = 0
    private var arrivals: PoissonArrivals
    private var stream: SeededStream

    public init(
        chain: ChainID,
        pools: [Int],
        rhythm: Rhythm,
        sizes: ClosedRange<UInt64>,
        stream: SeededStream
    ) {
        self.chain = chain
        self.pools = pools
        self.rhythm = rhythm
        self.sizes = sizes
        self.stream = stream
        if case .perHour(let rate) = rhythm {
            arrivals = PoissonArrivals(rate)
        } else {
            arrivals = PoissonArrivals(0)
        }
    }

    mutating func act(at now: Instant, block: BlockMark, view: MarketView) -> [ActorDeed] {
        guard block.chain == chain, isTime(now, block) else { return [] }
        let (pool, isSale) = (stream.pick(from: pools), stream.coin())
        let size = stream.within(sizes)
        let side: Side = isSale ? .base : .quote
        guard let pool, let market = view[pool: pool]?.market,
            let amount = market.amount(ofSize: size, selling: side)
        else { return [] }
        // A loan that was not paid back was never given: what an earlier block left has no meaning.
        position = AttackPosition(pool: pool, sold: side)
        attacks += 1
        return [
            ActorDeed(.swap(pool: pool, selling: side, amount: amount), .opening),
            ActorDeed(.swapBack(pool: pool, selling: side.other), .closing),
        ]
    }

    private mutating func isTime(_ now: Instant, _ block: BlockMark) -> Bool {
        switch rhythm {
        case .everyBlocks(let count): count > 0 && block.number.isMultiple(of: count)
        case .perHour: arrivals.due(by: now, from: &stream) > 0
        }
    }

    mutating func settle(_ action: ActorAction, _ outcome: DeedOutcome) {
        guard var position else { return }
        switch (action, outcome) {
        case (.swap, .swapped(let quote)):
            position.add(quote)
            self.position = position
        case (.swap, _): self.position = nil
        case (.swapBack, .swapped(let quote)):
            last = AttackResult(
                pool: position.pool,
                side: position.sold,
                given: position.given,
                returned: quote.received,
                stranded: position.held &- min(position.held, quote.sold)
            )
            self.position = nil
        case (.swapBack, _):
            // Without its way back the loan's transaction reverts as a whole; a world that lets the
            // push stand has made it a theft from the lender, and the position shows it.
            break
        default: break
        }
    }
}
