public import Numerics
internal import Venues

/// What an actor has gained and lost of every token, to the last unit.
public struct ActorBooks: Hashable, Sendable {
    /// By the tokens' numbers.
    public private(set) var received: [UInt256]
    public private(set) var paid: [UInt256]
    /// Deeds that moved something or set something.
    public private(set) var deedsDone: UInt64 = 0
    public private(set) var deedsRefused: UInt64 = 0

    public init(tokens: Int) {
        received = Array(repeating: .zero, count: tokens)
        paid = Array(repeating: .zero, count: tokens)
    }

    /// Received less paid.
    public func net(of token: Int) -> Int256 {
        guard received.indices.contains(token) else { return .zero }
        return Int256(bitPattern: received[token] &- paid[token])
    }

    public mutating func credit(_ amount: UInt256, of token: Int) {
        precondition(received.indices.contains(token), "the world has no such token")
        received[token] += amount
    }

    mutating func debit(_ amount: UInt256, of token: Int) {
        precondition(paid.indices.contains(token), "the world has no such token")
        paid[token] += amount
    }

    mutating func book(_ action: ActorAction, _ outcome: DeedOutcome, in view: MarketView) {
        switch (action, outcome) {
        case (_, .refused):
            deedsRefused += 1
            return
        case (.swap(let pool, let side, _), .swapped(let quote)),
            (.swapBack(let pool, let side), .swapped(let quote)):
            guard let pool = view[pool: pool] else { break }
            debit(quote.sold, of: pool.token(side))
            credit(quote.received, of: pool.token(side.other))
        case (.addLiquidity(let pool, _), .provided(let base, let quote)):
            guard let pool = view[pool: pool] else { break }
            debit(base, of: pool.base)
            debit(quote, of: pool.quote)
        case (.removeLiquidity(let pool, _), .withdrawn(let base, let quote)):
            guard let pool = view[pool: pool] else { break }
            credit(base, of: pool.base)
            credit(quote, of: pool.quote)
        case (.bridge(let token, _), .sent(let amount)):
            debit(amount, of: token)
        case (.setOracle, .done): break
        default: preconditionFailure("the outcome is not of this deed")
        }
        deedsDone += 1
    }
}
