public import Vocabulary

/// Everything one process watches and trades.
public struct Fleet: Equatable, Sendable {
    /// What all worth is counted in; a name for people.
    public let numeraire: String
    public let chains: [Chain]
    public let prices: [TokenPrice]
    public let routes: [Route]
    public let stabilisers: [Stabiliser]
    /// Bridges' contracts that are not spoken to as `BridgeInterface.lockAndRelease` is.
    public let bridges: [BridgeContract]

    public static let mostChains = 16
    public static let mostRoutes = 256

    /// Refuses doubles, and routes over chains or tokens that nobody described.
    public init(
        numeraire: String,
        chains: [Chain],
        prices: [TokenPrice],
        routes: [Route],
        stabilisers: [Stabiliser] = [],
        bridges: [BridgeContract] = []
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
        for (index, bridge) in bridges.enumerated()
        where bridges[..<index].contains(where: { $0.key == bridge.key }) {
            throw .bridgeTwice(bridge.key)
        }
        self.numeraire = numeraire
        self.chains = chains
        self.prices = prices
        self.routes = routes
        self.stabilisers = stabilisers
        self.bridges = bridges
        if let ambiguity { throw ambiguity }
    }

    public func chain(_ id: ChainID) -> Chain? {
        chains.first { $0.id == id }
    }

    public func price(of token: ContractKey) -> PriceSource? {
        prices.first { $0.token == token }?.source
    }

    /// Each once, however many routes share it.
    public var lanes: [Lane] {
        var lanes: [Lane] = []
        for lane in routes.flatMap(\.lanes.all)
        where !lanes.contains(where: { $0.key == lane.key }) {
            lanes.append(lane)
        }
        return lanes
    }

    /// How a contract at an end of a lane is spoken to.
    public func interface(of bridge: ContractKey) -> BridgeInterface {
        bridges.interface(of: bridge)
    }

    /// The same for other chains.
    public func with(chains: [Chain]) throws(FleetFault) -> Fleet {
        try Fleet(
            numeraire: numeraire,
            chains: chains,
            prices: prices,
            routes: routes,
            stabilisers: stabilisers,
            bridges: bridges
        )
    }
}

extension Fleet {
    /// A log that does not tell token or destination is read by the only lane it can be of.
    fileprivate var ambiguity: FleetFault? {
        // The shape that is assumed tells both.
        guard !bridges.isEmpty else { return nil }
        let lanes = lanes
        for lane in lanes {
            for other in lanes where other.key != lane.key {
                if let fault = ambiguity(of: lane, and: other) { return fault }
            }
        }
        return nil
    }

    private func ambiguity(of lane: Lane, and other: Lane) -> FleetFault? {
        if other.source.chain == lane.source.chain, other.entry == lane.entry {
            let entry = ContractKey(chain: lane.source.chain, address: lane.entry)
            if other.source != lane.source {
                for part in [BridgePart.departed, .refunded]
                where interface(of: entry).leavesOut(.token, in: part) {
                    return .ambiguous(entry, part, .token)
                }
            } else if other.destination.chain != lane.destination.chain,
                interface(of: entry).leavesOut(.destination, in: .departed)
            {
                return .ambiguous(entry, .departed, .destination)
            }
        }
        let exit = ContractKey(chain: lane.destination.chain, address: lane.exit)
        if other.destination.chain == lane.destination.chain, other.exit == lane.exit,
            other.destination != lane.destination,
            interface(of: exit).leavesOut(.token, in: .released)
        {
            return .ambiguous(exit, .released, .token)
        }
        return nil
    }
}

extension BridgeInterface {
    fileprivate func leavesOut(_ word: BridgeWord, in part: BridgePart) -> Bool {
        self[part].map { !$0.names(word) } ?? false
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
    case bridgeTwice(ContractKey)
    /// A bridge serves several tokens or chains, and its log does not tell which.
    case ambiguous(ContractKey, BridgePart, BridgeWord)
    case unknownChain(ChainID)
    case unpriced(ContractKey)
}
