public import Vocabulary

/// The ways to one chain, in the order of the bot's settings.
public struct LiveChain: Sendable {
    public let chain: ChainID
    public let endpoints: [Endpoint]

    public init(_ chain: ChainID, endpoints: [Endpoint]) {
        self.chain = chain
        self.endpoints = endpoints
    }
}
