public import Routes
public import Vocabulary

/// The limits of a fleet: each route's own, and what its routes share.
public struct RiskLimits: Hashable, Sendable {
    /// By name.
    private(set) var routes: [Named]
    public private(set) var pools = PoolSpacing()
    public private(set) var lanes = LaneSpacing()

    public static let mostRoutes = Fleet.mostRoutes

    struct Named: Hashable, Sendable {
        let name: String
        var limits: RouteLimits
    }

    public enum Refusal: Error, Hashable, Sendable {
        case unknownRoute(String)
        case tooManyRoutes(String)
        case limit(LimitRefusal)
        case lane(LaneSpacing.Refusal)
    }

    public init() { routes = [] }

    public func limits(of route: String) -> RouteLimits? {
        place(of: route).map { routes[$0].limits }
    }

    /// A route that is new, or its other limits from now on: what it has spent stays spent.
    public mutating func configure(
        _ route: String,
        _ parameters: RouteParameters,
        _ more: LimitParameters = LimitParameters()
    ) throws(Refusal) {
        if let place = place(of: route) {
            routes[place].limits.configure(parameters, more)
            return
        }
        guard routes.count < Self.mostRoutes else { throw .tooManyRoutes(route) }
        let place = routes.firstIndex { $0.name > route } ?? routes.endIndex
        routes.insert(Named(name: route, limits: RouteLimits(parameters, more)), at: place)
    }

    /// The first limit that says no; a route nobody configured may do nothing.
    public func refusal(
        of wish: TradeWish,
        on route: String,
        at now: Instant,
        isLive: Bool
    ) -> Refusal? {
        guard let place = place(of: route) else { return .unknownRoute(route) }
        return routes[place].limits
            .refusal(of: wish, at: now, isLive: isLive, pools: pools)
            .map { .limit($0) }
    }

    /// All of what the wish needs, or nothing.
    public mutating func take(
        _ wish: TradeWish,
        on route: String,
        at now: Instant,
        isLive: Bool
    ) throws(Refusal) {
        guard let place = place(of: route) else { throw .unknownRoute(route) }
        do throws(LimitRefusal) {
            try routes[place].limits.take(wish, at: now, isLive: isLive, pools: &pools)
        } catch {
            throw .limit(error)
        }
    }

    /// What came of a route's trades: see `RouteLimits`.
    public mutating func change(
        _ route: String,
        _ change: (inout RouteLimits) -> Void
    ) throws(Refusal) {
        guard let place = place(of: route) else { throw .unknownRoute(route) }
        change(&routes[place].limits)
    }

    /// Inventory is to cross a lane: not again before the pause is over.
    public mutating func cross(
        _ lane: LaneKey,
        at now: Instant,
        pause: Interval
    ) throws(Refusal) {
        if let refusal = lanes.refusal(of: lane, at: now, pause: pause) { throw .lane(refusal) }
        do throws(LaneSpacing.Refusal) {
            try lanes.note(lane, at: now)
        } catch {
            throw .lane(error)
        }
    }

    private func place(of route: String) -> Int? {
        routes.firstIndex { $0.name == route }
    }

    init?(read routes: [Named], _ pools: PoolSpacing, _ lanes: LaneSpacing) {
        guard
            routes.count <= Self.mostRoutes,
            zip(routes, routes.dropFirst()).allSatisfy({ $0.name < $1.name })
        else { return nil }
        self.routes = routes
        self.pools = pools
        self.lanes = lanes
    }
}
