public import Vocabulary

/// What capital is for. Nothing is spent for another purpose than its own.
public enum Bucket: String, CanonicalName, Hashable, Sendable {
    /// Public liquidity in PMM pools.
    case publicLiquidity = "A"
    /// What the stabiliser trades with.
    case stabilisation = "B"
    case flash = "C"
    /// What parity routes trade with, on both chains.
    case crossChain = "D"
    case longTerm = "E"
}
