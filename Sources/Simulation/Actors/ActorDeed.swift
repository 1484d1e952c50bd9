public import Numerics
public import Venues

/// What an actor wants done, and where in the block.
public struct ActorDeed: Hashable, Sendable {
    public let turn: BlockTurn
    public let action: ActorAction

    public init(_ action: ActorAction, _ turn: BlockTurn = .body) {
        self.action = action
        self.turn = turn
    }
}

/// Where in a block's order a deed stands.
public enum BlockTurn: UInt8, Hashable, Sendable, CaseIterable, Comparable {
    /// Before everything else.
    case opening
    /// Among the others.
    case body
    /// After everything else, the bot's transactions included.
    case closing

    public static func < (left: BlockTurn, right: BlockTurn) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Pools, tokens and oracle feeds by the world's numbers for them; sides are the market's, not the pool's.
///
/// A deed on another chain than the block's goes into that chain's next block.
public enum ActorAction: Hashable, Sendable {
    case swap(pool: Int, selling: Side, amount: UInt256)
    /// Sells whatever the actor still holds from its swaps the other way: `MarketActor.amountToSell`
    /// says how much, once those are settled.
    case swapBack(pool: Int, selling: Side)
    /// Grows the pool by this share of itself; `Venue.growing(by:)` says at what price.
    case addLiquidity(pool: Int, share: PoolShare)
    /// Takes this share out of the pool.
    case removeLiquidity(pool: Int, share: PoolShare)
    /// Whole quote tokens for one whole base token, with eighteen decimals.
    case setOracle(feed: Int, value: UInt256)
    /// Sends an amount of a token over the bridge that carries it.
    case bridge(token: Int, amount: UInt256)
}

/// What came of a deed. Amounts are what really moved, in base units.
public enum DeedOutcome: Hashable, Sendable {
    case swapped(Quote)
    /// Liquidity was given.
    case provided(base: UInt256, quote: UInt256)
    /// Liquidity was taken out.
    case withdrawn(base: UInt256, quote: UInt256)
    /// The bridge took this much; what arrives is credited when it arrives.
    case sent(UInt256)
    /// An oracle was set: nothing moved.
    case done
    /// Nothing happened: the pool reverted, the bridge was paused, the chain lost it.
    case refused
}
