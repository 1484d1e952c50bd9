public import Routes
public import Vocabulary

/// A contract a fleet relies on, as people call it, and what stands still when it is not what it was.
public struct ReliedContract: Hashable, Sendable {
    public let address: Address
    public let name: String
    /// Routes and stabilisers that need it; `nil` for whatever is on its chain.
    public internal(set) var routes: [String]?
}

/// Everything of a fleet that has an address on one chain, each address once.
public struct Reliance: Sendable {
    public private(set) var contracts: [ReliedContract] = []
    public private(set) var tokens: [Token] = []
    public private(set) var pools: [PoolDescription] = []
    public private(set) var feeds: [Feed] = []

    public init(_ fleet: Fleet, _ chain: Chain) {
        add("multicall", chain.multicall, for: nil)
        add("executor", chain.executor, for: nil)
        for (name, place) in fleet.places where place.chain == chain.id {
            for token in [place.base, place.quote] {
                if !tokens.contains(token) { tokens.append(token) }
                add(token.symbol, token.address, for: name)
            }
            for pool in place.pools { add(pool, for: name) }
        }
        for stabiliser in fleet.stabilisers {
            guard case .gold(let base, let quote) = stabiliser.anchor else { continue }
            for pool in [base, quote] where pool.key.chain == chain.id {
                add(pool, for: stabiliser.name)
            }
        }
        for route in fleet.routes {
            for lane in route.lanes.all {
                if lane.source.chain == chain.id { add("bridge", lane.entry, for: route.name) }
                if lane.destination.chain == chain.id { add("bridge", lane.exit, for: route.name) }
            }
        }
        addFeeds(of: fleet, chain)
        for contract in chain.pausable { add("pausable", contract, for: nil) }
    }

    private mutating func addFeeds(of fleet: Fleet, _ chain: Chain) {
        for price in fleet.prices {
            guard case .feeds(let feeds) = price.source else { continue }
            let names = fleet.places.compactMap { name, place in
                [place.base.key, place.quote.key].contains(price.token) ? name : nil
            }
            for feed in feeds where feed.key.chain == chain.id {
                add(feed)
                for name in names { add("feed", feed.key.address, for: name) }
            }
        }
        for other in fleet.chains {
            guard case .feeds(let feeds) = other.nativePrice else { continue }
            for feed in feeds where feed.key.chain == chain.id {
                add(feed)
                add("feed", feed.key.address, for: nil)
            }
        }
    }

    private mutating func add(_ feed: Feed) {
        if !feeds.contains(where: { $0.key == feed.key }) { feeds.append(feed) }
    }

    private mutating func add(_ pool: PoolDescription, for route: String) {
        if !pools.contains(where: { $0.key == pool.key }) { pools.append(pool) }
        add("pool \(pool.name)", pool.key.address, for: route)
    }

    private mutating func add(_ name: String, _ address: Address?, for route: String?) {
        guard let address else { return }
        guard let place = contracts.firstIndex(where: { $0.address == address }) else {
            return contracts.append(
                ReliedContract(address: address, name: name, routes: route.map { [$0] })
            )
        }
        // What one of its parts needs for everything, everything needs.
        guard let route else { return contracts[place].routes = nil }
        if contracts[place].routes?.contains(route) == false {
            contracts[place].routes?.append(route)
        }
    }

    public func contract(_ address: Address) -> ReliedContract? {
        contracts.first { $0.address == address }
    }
}

extension Fleet {
    /// Where something is traded, and for whom.
    fileprivate var places: [(name: String, place: Route.Place)] {
        routes.flatMap { [($0.name, $0.first), ($0.name, $0.second)] }
            + stabilisers.map { ($0.name, $0.place) }
    }
}
