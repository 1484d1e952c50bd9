public import Vocabulary

/// Everything one process watches and trades.
public struct Fleet: Equatable, Sendable {
    /// What all worth is counted in; a name for people.
    public let numeraire: String
    public let chains: [Chain]
    public let prices: [TokenPrice]
    public let routes: [Route]
    public let stabilisers: [Stabiliser]

    public static let mostChains = 16
    public static let mostRoutes = 256

    /// Refuses doubles, and routes over chains or tokens that nobody described.
    public init(
        numeraire: String,
        chains: [Chain],
        prices: [TokenPrice],
        routes: [Route],
        stabilisers: [Stabiliser] = []
    ) throws(FleetFault) {
        guard chains.count <= Self.mostChains else { throw .tooMany("chains") }
        guard routes.count + stabilisers.count <= Self.mostRoutes else { throw .tooMany("routes") }
        for (index, chain) in chains.enumerated()
        where chains[..<index].contains(where: { $0.id == chain.id }) {
            throw .chainTwice(chain.id)
        }
        let names = routes.map(\.name) + stabilisers.map(\.name)
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            throw .nameTwice(name)
        }
        for (index, price) in prices.enumerated()
        where prices[..<index].contains(where: { $0.token == price.token }) {
            throw .priceTwice(price.token)
        }
        let pools = routes.flatMap { $0.first.pools + $0.second.pools }
        for (index, pool) in pools.enumerated()
        where pools[..<index].contains(where: { $0.key == pool.key && $0 != pool }) {
            throw .poolDescribedTwice(pool.key)
        }
        let places = routes.flatMap { [$0.first, $0.second] } + stabilisers.map(\.place)
        for place in places {
            guard chains.contains(where: { $0.id == place.chain }) else {
                throw .unknownChain(place.chain)
            }
            for token in [place.base, place.quote]
            where !prices.contains(where: { $0.token == token.key }) {
                throw .unpriced(token.key)
            }
        }
        self.numeraire = numeraire
        self.chains = chains
        self.prices = prices
        self.routes = routes
        self.stabilisers = stabilisers
    }

    public func chain(_ id: ChainID) -> Chain? {
        chains.first { $0.id == id }
    }

    public func price(of token: ContractKey) -> PriceSource? {
        prices.first { $0.token == token }?.source
    }
}

/// Where a token's reference price comes from.
public struct TokenPrice: Equatable, Sendable {
    public let token: ContractKey
    public let source: PriceSource

    public init(token: ContractKey, source: PriceSource) {
        self.token = token
        self.source = source
    }
}

/// Why parts make no fleet.
public enum FleetFault: Error, Hashable, Sendable {
    case tooMany(String)
    case chainTwice(ChainID)
    case nameTwice(String)
    case priceTwice(ContractKey)
    /// Two routes describe the same pool differently: one of them would quote another pool.
    case poolDescribedTwice(ContractKey)
    case unknownChain(ChainID)
    case unpriced(ContractKey)
}
