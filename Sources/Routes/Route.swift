public import Vocabulary

/// A base and a quote that trade on two chains and cross a bridge between them.
///
/// The first chain is the denominator of every deviation; which of the two is dear is the market's doing.
public struct Route: Hashable, Sendable {
    public let name: String
    public let first: Place
    public let second: Place
    public let lanes: Lanes
    public let parameters: RouteParameters

    /// One chain's end of a route.
    public struct Place: Hashable, Sendable {
        public let base: Token
        public let quote: Token
        /// Pools of these two tokens; their order is the order they are tried in.
        public let pools: [PoolDescription]

        /// More pools for one pair on one chain are more than any route needs.
        public static let mostPools = 16

        public var chain: ChainID { base.chain }

        /// Fails unless both tokens and all pools are of one chain, and every pool trades just these two.
        public init?(base: Token, quote: Token, pools: [PoolDescription]) {
            guard
                base.chain == quote.chain, base.address != quote.address,
                (1...Self.mostPools).contains(pools.count),
                pools.allSatisfy({ pool in
                    [[base, quote], [quote, base]].contains([pool.base, pool.quote])
                })
            else { return nil }
            self.base = base
            self.quote = quote
            self.pools = pools
        }
    }

    /// The bridge in both directions for both tokens.
    public struct Lanes: Hashable, Sendable {
        public let baseOut: Lane
        public let baseBack: Lane
        public let quoteOut: Lane
        public let quoteBack: Lane

        /// `out` is from the route's first chain to its second.
        public init(baseOut: Lane, baseBack: Lane, quoteOut: Lane, quoteBack: Lane) {
            self.baseOut = baseOut
            self.baseBack = baseBack
            self.quoteOut = quoteOut
            self.quoteBack = quoteBack
        }

        public var all: [Lane] { [baseOut, baseBack, quoteOut, quoteBack] }
    }

    /// Refuses ends on one chain, lanes that don't join them, and parameters that contradict themselves.
    public init(
        name: String,
        first: Place,
        second: Place,
        lanes: Lanes,
        parameters: RouteParameters = RouteParameters()
    ) throws(RouteFault) {
        guard !name.isEmpty else { throw .nameless }
        guard first.chain != second.chain else { throw .oneChain(first.chain) }
        let expected = [
            (lanes.baseOut, first.base, second.base), (lanes.baseBack, second.base, first.base),
            (lanes.quoteOut, first.quote, second.quote),
            (lanes.quoteBack, second.quote, first.quote),
        ]
        for (lane, source, destination) in expected
        where lane.source != source || lane.destination != destination {
            throw .laneElsewhere(lane.key)
        }
        if let fault = parameters.fault { throw .parameters(fault) }
        self.name = name
        self.first = first
        self.second = second
        self.lanes = lanes
        self.parameters = parameters
    }
}

/// Why parts make no route.
public enum RouteFault: Error, Hashable, Sendable {
    case nameless
    case oneChain(ChainID)
    case laneElsewhere(LaneKey)
    case parameters(ParameterFault)
}
