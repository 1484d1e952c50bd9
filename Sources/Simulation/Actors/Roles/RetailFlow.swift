public import Vocabulary
internal import Venues

/// Many small traders on one chain: independent arrivals, either side, sizes with a heavy tail.
public struct RetailFlow: Hashable, Sendable {
    public let chain: ChainID
    public let pools: [Int]
    /// In millionths of a whole base token.
    public let sizes: ParetoSizes
    private var arrivals: PoissonArrivals
    private var stream: SeededStream

    public init(
        chain: ChainID,
        pools: [Int],
        tradesPerHour: UInt64,
        sizes: ParetoSizes,
        stream: SeededStream
    ) {
        self.chain = chain
        self.pools = pools
        self.sizes = sizes
        arrivals = PoissonArrivals(tradesPerHour)
        self.stream = stream
    }

    mutating func act(at now: Instant, block: BlockMark, view: MarketView) -> [ActorDeed] {
        guard block.chain == chain else { return [] }
        let count = arrivals.due(by: now, from: &stream)
        guard count > 0 else { return [] }
        var deeds: [ActorDeed] = []
        for _ in 0..<count {
            // Drawn before anything is looked at, so that a pool in trouble shifts no later draw.
            let (pool, isSale) = (stream.pick(from: pools), stream.coin())
            let size = sizes.draw(from: &stream)
            let side: Side = isSale ? .base : .quote
            guard let pool, let market = view[pool: pool]?.market,
                let amount = market.amount(ofSize: size, selling: side)
            else { continue }
            deeds.append(ActorDeed(.swap(pool: pool, selling: side, amount: amount)))
        }
        return deeds
    }
}
