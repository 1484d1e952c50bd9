public import Routes
public import Vocabulary

/// What the toy bot may do: one route, with one pool at each end.
public struct Configuration: Hashable, Sendable {
    public let route: Route
    /// How long the bot sleeps between two looks.
    public let poll: Interval

    public init(route: Route, poll: Interval = Interval(milliseconds: 1_000)) {
        self.route = route
        self.poll = poll
    }

    var first: ChainID { route.first.chain }
    var second: ChainID { route.second.chain }
}
