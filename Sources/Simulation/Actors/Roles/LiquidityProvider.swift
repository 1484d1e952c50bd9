internal import Venues
internal import Vocabulary

/// Gives a pool liquidity and takes it out again, at moments of its own.
///
/// It alone changes the pool's liquidity: with two of them on one pool neither could know its share.
public struct LiquidityProvider: Hashable, Sendable {
    public let pool: Int
    /// How much of the pool it adds at a time.
    public let shares: ClosedRange<UInt32>
    /// The most of the pool it ever owns, in millionths.
    public let most: UInt32
    /// What of the pool is its own; rounded down at every change.
    public private(set) var claim = PoolShare.none
    private var isUnderway = false
    private var arrivals: PoissonArrivals
    private var stream: SeededStream

    /// `shares` and `most` in millionths of the pool.
    public init(
        pool: Int,
        changesPerHour: UInt64,
        shares: ClosedRange<UInt32>,
        most: UInt32,
        stream: SeededStream
    ) {
        self.pool = pool
        self.shares = shares
        self.most = min(most, 900_000)
        arrivals = PoissonArrivals(changesPerHour)
        self.stream = stream
    }

    mutating func act(at now: Instant, block: BlockMark, view: MarketView) -> [ActorDeed] {
        guard block.chain == view[pool: pool]?.chain,
            arrivals.due(by: now, from: &stream) > 0
        else { return [] }
        let adds = stream.coin()
        let range = UInt64(shares.lowerBound)...UInt64(shares.upperBound)
        let share = PoolShare(perMillion: UInt32(clamping: stream.within(range)))
        guard !isUnderway, share > .none else { return [] }
        let hasRoom = claim.grown(by: share) <= PoolShare(perMillion: most)
        if adds || claim == .none {
            guard hasRoom else { return [] }
            isUnderway = true
            return [ActorDeed(.addLiquidity(pool: pool, share: share))]
        }
        isUnderway = true
        return [ActorDeed(.removeLiquidity(pool: pool, share: min(share, claim)))]
    }

    mutating func settle(_ action: ActorAction, _ outcome: DeedOutcome) {
        isUnderway = false
        switch (action, outcome) {
        case (.addLiquidity(_, let share), .provided): claim = claim.grown(by: share)
        case (.removeLiquidity(_, let share), .withdrawn): claim = claim.shrunk(by: share)
        default: break
        }
    }
}
