public import Routes

/// Everything a verdict is made of: the same situation gives the same verdict, to the byte.
public struct Situation: Equatable, Sendable {
    public internal(set) var route: Route
    public internal(set) var scene: Scene
    public internal(set) var standing: Standing

    public init(route: Route, scene: Scene, standing: Standing) {
        self.route = route
        self.scene = scene
        self.standing = standing
    }

    public func assess() -> Assessment { route.assess(scene, standing) }
}

extension Verdict {
    /// Whether another verdict says the same thing for the same reason, whatever a plan's numbers are.
    public func isLike(_ other: Verdict) -> Bool {
        switch (self, other) {
        case (.inParity, .inParity), (.trade, .trade): true
        case (.hold, .hold), (.unaffordable, .unaffordable): self == other
        default: false
        }
    }
}
