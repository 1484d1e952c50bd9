public import Vocabulary

/// Holds one token's price on one chain at its anchor, in small trades from a bucket of its own.
public struct Stabiliser: Equatable, Sendable {
    public let name: String
    /// Where it trades: base is the token that is held at its peg, quote what it is held against.
    public let place: Route.Place
    public let anchor: Anchor
    public let parameters: StabiliserParameters

    /// What the price should be: quote for one base.
    public enum Anchor: Equatable, Sendable {
        /// A peg.
        case fixed(Price)
        /// Both tokens' prices in the numéraire.
        case prices
        /// Both tokens' pools against gold: base's price in gold over quote's.
        case gold(base: PoolDescription, quote: PoolDescription)
    }

    public init(
        name: String,
        place: Route.Place,
        anchor: Anchor,
        parameters: StabiliserParameters = StabiliserParameters()
    ) {
        self.name = name
        self.place = place
        self.anchor = anchor
        self.parameters = parameters
    }
}

/// How a stabiliser answers a deviation.
public struct StabiliserParameters: Hashable, Sendable {
    /// It acts from this deviation on.
    public var threshold = BasisPoints.of(3)
    /// What is traded for one basis point of deviation, in the numéraire.
    public var gain = Worth(250)
    public var least = Worth(50)
    public var most = Worth(5_000)
    /// Beyond this the anchor or the pool is wrong, and it holds.
    public var toxic = BasisPoints.of(200)
    /// The least number of blocks between two trades.
    public var blocksBetween: UInt64 = 3
    public var tolerance = BasisPoints.of(5)
    /// What all trades of a day may cost.
    public var costPerDay = Worth(1_000)
    public var freshness = FreshnessParameters()
    public var deadlineInIntervals: UInt64 = 4
    public var gas = GasTable()
    /// Gas limits are the measured use times this many hundredths.
    public var gasBufferInHundredths: UInt64 = 120

    public init() {}
}
