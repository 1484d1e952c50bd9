public import Numerics
public import Vocabulary

/// A pool of any kind, as one value: for a route's configuration, where kinds mix.
public enum Venue: Hashable, Sendable {
    case dodo(DODOPool)
    case uniswapV2(UniswapV2Pair)
    case uniswapV3(UniswapV3Pool)
    case stableSwap(StableSwapPool)
}

extension Venue: Pool {
    public func quote(selling amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        switch self {
        case .dodo(let pool): try pool.quote(selling: amount, of: side)
        case .uniswapV2(let pool): try pool.quote(selling: amount, of: side)
        case .uniswapV3(let pool): try pool.quote(selling: amount, of: side)
        case .stableSwap(let pool): try pool.quote(selling: amount, of: side)
        }
    }

    public mutating func sell(_ amount: UInt256, of side: Side) throws(Refusal) -> Quote {
        switch self {
        case .dodo(var pool):
            let quote = try pool.sell(amount, of: side)
            self = .dodo(pool)
            return quote
        case .uniswapV2(var pool):
            let quote = try pool.sell(amount, of: side)
            self = .uniswapV2(pool)
            return quote
        case .uniswapV3(var pool):
            let quote = try pool.sell(amount, of: side)
            self = .uniswapV3(pool)
            return quote
        case .stableSwap(var pool):
            let quote = try pool.sell(amount, of: side)
            self = .stableSwap(pool)
            return quote
        }
    }

    public func marginalPrice() throws(Refusal) -> Price {
        switch self {
        case .dodo(let pool): try pool.marginalPrice()
        case .uniswapV2(let pool): try pool.marginalPrice()
        case .uniswapV3(let pool): try pool.marginalPrice()
        case .stableSwap(let pool): try pool.marginalPrice()
        }
    }

    public func slope(after amount: UInt256, of side: Side) throws(Refusal) -> Approximation {
        switch self {
        case .dodo(let pool): try pool.slope(after: amount, of: side)
        case .uniswapV2(let pool): try pool.slope(after: amount, of: side)
        case .uniswapV3(let pool): try pool.slope(after: amount, of: side)
        case .stableSwap(let pool): try pool.slope(after: amount, of: side)
        }
    }

    public func guide(selling amount: Approximation, of side: Side) -> CurvePoint? {
        switch self {
        case .dodo(let pool): pool.guide(selling: amount, of: side)
        case .uniswapV2(let pool): pool.guide(selling: amount, of: side)
        case .uniswapV3(let pool): pool.guide(selling: amount, of: side)
        case .stableSwap(let pool): pool.guide(selling: amount, of: side)
        }
    }
}

extension Venue {
    /// The order of magnitude of amounts this pool is made for.
    func scale(of side: Side) -> Approximation {
        switch self {
        case .dodo(let pool):
            let target = side == .base ? pool.adjusted.baseTarget : pool.adjusted.quoteTarget
            let reserve = side == .base ? pool.baseReserve : pool.quoteReserve
            return Approximation(max(target, reserve))
        case .uniswapV2(let pool):
            return Approximation(side == .base ? pool.reserve0 : pool.reserve1)
        case .uniswapV3(let pool):
            // What a constant product of this liquidity would hold at this price.
            let root = Approximation(pool.root) / Approximation(UInt256.one << 96)
            let liquidity = Approximation(pool.liquidity)
            return side == .base ? liquidity / root : liquidity * root
        case .stableSwap(let pool):
            return Approximation(pool.balances[side == .base ? pool.base : pool.quote])
        }
    }
}
