public import Routes
public import Venues
public import Vocabulary

/// What a route's prices say at first sight, for the blocks at which there is nothing to do.
public struct Glance: Hashable, Sendable {
    public let deviation: Deviation

    public init(deviation: Deviation) {
        self.deviation = deviation
    }

    /// The side for the confirmation filter: `neither` below what the bot acts on.
    public func side(enter: BasisPoints) -> Dear {
        deviation.isAtLeast(enter) ? deviation.dear : .neither
    }
}

extension Route {
    /// Both chains' prices; `nil` where one is not known, which takes an assessment to explain.
    public func glance(_ scene: Scene) -> Glance? {
        guard
            let left = price(at: first, in: scene), let right = price(at: second, in: scene)
        else { return nil }
        return Glance(deviation: Deviation(of: left, from: right))
    }

    private func price(at place: Place, in scene: Scene) -> Price? {
        guard
            let index = scene.place(of: place.chain),
            case .known(let venue)? = scene.chains[index].state(of: place.pools[0].key.address)
        else { return nil }
        return try? place.market(place.pools[0], venue)?.price()
    }
}

extension ChainScene {
    public func state(of pool: Address) -> Reading<Venue>? {
        for index in pools.indices where pools[index].pool == pool { return pools[index].state }
        return nil
    }
}
