public import Contracts
public import Vocabulary
public import Watch

/// The ways to one chain, in the order of the bot's settings.
public struct LiveChain: Sendable {
    public let chain: ChainID
    public let endpoints: [Endpoint]
    /// Code that was written down: it is held against this, and not against what was seen first.
    public let pinned: [Premise]

    /// Tokens whose contracts are known to answer something else than their decimals.
    public let decimals: [KnownDecimals]

    public init(
        _ chain: ChainID,
        endpoints: [Endpoint],
        pinned: [Premise] = [],
        decimals: [KnownDecimals] = []
    ) {
        self.chain = chain
        self.endpoints = endpoints
        self.pinned = pinned
        self.decimals = decimals
    }
}
