public import Venues
public import Vocabulary

/// What everybody in the market can see when a block is made: every pool as it stands.
///
/// Pools and tokens have the numbers of their places in the world's own lists. The world keeps one view
/// and changes its pools in place, so that a block costs no allocation.
public struct MarketView: Sendable {
    public var pools: [Pool]

    public init(pools: [Pool]) {
        self.pools = pools
    }

    /// A pool, on which chain it is, and which tokens its market trades.
    public struct Pool: Sendable {
        public var market: Market
        public let chain: ChainID
        /// The number of the token that the market calls base.
        public let base: Int
        /// The number of the token that the market calls quote.
        public let quote: Int

        public init(market: Market, chain: ChainID, base: Int, quote: Int) {
            self.market = market
            self.chain = chain
            self.base = base
            self.quote = quote
        }

        public func token(_ side: Side) -> Int { side == .base ? base : quote }

        /// The side of the pool's own tokens that this side of the market is.
        public func poolSide(_ side: Side) -> Side { market.isInverted ? side.other : side }
    }

    subscript(pool index: Int) -> Pool? {
        pools.indices.contains(index) ? pools[index] : nil
    }
}

/// Which block is being made.
public struct BlockMark: Hashable, Sendable {
    public let chain: ChainID
    public let number: UInt64

    public init(chain: ChainID, number: UInt64) {
        self.chain = chain
        self.number = number
    }
}
