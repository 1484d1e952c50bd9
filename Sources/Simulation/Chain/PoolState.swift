public import Venues
public import Vocabulary
public import Numerics

/// A virtual pool: its exact state; its reserves lie as balances in its tokens.
struct PoolState: Hashable, Sendable {
    let address: Address
    var venue: Venue
    /// Places among the chain's tokens.
    let base: Int
    let quote: Int
    /// Who gets the maintainer's share of a DODO pool's fee.
    let maintainer: Address
}

/// A pool to be put on a virtual chain.
public struct VirtualPool: Hashable, Sendable {
    public var address: Address
    public var venue: Venue
    public var base: Address
    public var quote: Address
    public var maintainer: Address
    /// What a V3 pool holds, since its ticks do not tell; other kinds hold their reserves.
    public var holdings: Holdings

    public struct Holdings: Hashable, Sendable {
        public var base: UInt256
        public var quote: UInt256

        public init(base: UInt256, quote: UInt256) {
            self.base = base
            self.quote = quote
        }
    }

    public init(
        address: Address,
        venue: Venue,
        base: Address,
        quote: Address,
        maintainer: Address = .zero,
        holdings: Holdings = Holdings(base: .zero, quote: .zero)
    ) {
        self.address = address
        self.venue = venue
        self.base = base
        self.quote = quote
        self.maintainer = maintainer
        self.holdings = holdings
    }

    /// The reserves its own books name.
    var reserves: Holdings {
        switch venue {
        case .dodo(let pool): Holdings(base: pool.baseReserve, quote: pool.quoteReserve)
        case .uniswapV2(let pair): Holdings(base: pair.reserve0, quote: pair.reserve1)
        case .uniswapV3: holdings
        case .stableSwap(let pool):
            Holdings(base: pool.balances[pool.base], quote: pool.balances[pool.quote])
        }
    }
}

extension StateFingerprint {
    /// What a trade can change in a pool.
    mutating func mix(_ venue: Venue) {
        switch venue {
        case .dodo(let pool):
            mix(pool.baseReserve)
            mix(pool.quoteReserve)
            mix(pool.baseTarget)
            mix(pool.quoteTarget)
            mix(UInt64(pool.regime.rawValue))
        case .uniswapV2(let pair):
            mix(pair.reserve0)
            mix(pair.reserve1)
        case .uniswapV3(let pool):
            mix(pool.root)
            mix(pool.liquidity)
            mix(pool.feeGrowth0)
            mix(pool.feeGrowth1)
        case .stableSwap(let pool):
            for balance in pool.balances { mix(balance) }
        }
    }
}
