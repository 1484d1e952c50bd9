import Numerics
public import Vocabulary

/// Everything a route can be told, with the defaults that are shipped. This is their only place.
public struct RouteParameters: Hashable, Sendable {
    public var mission = Mission.profit
    public var parity = ParityParameters()
    public var confirmation = ConfirmationParameters()
    public var freshness = FreshnessParameters()
    public var size = SizeParameters()
    public var safety = SafetyParameters()
    public var reserve = ReserveParameters()
    public var bridge = BridgeParameters()
    public var oracle = OracleParameters()
    public var gas = GasTable()

    public init() {}
}

/// The three numbers of parity, and where it stops being believable.
public struct ParityParameters: Hashable, Sendable {
    /// What is promised and measured: in parity is below it.
    public var target = BasisPoints.of(15)
    /// Where the bot acts.
    public var enter = BasisPoints.of(6)
    /// Where a trade ends.
    public var aim = BasisPoints.of(0)
    /// Beyond this a deviation is poison, not opportunity.
    public var toxic = BasisPoints.of(200)

    public init() {}
}

/// How long a deviation must have stood.
public struct ConfirmationParameters: Hashable, Sendable {
    /// Block ends on each chain, one after the other.
    public var blocks: UInt8 = 3
    /// Blocks of the average that may veto.
    public var averageBlocks: UInt8 = 10

    /// The most blocks either can ask for.
    public static let mostBlocks: UInt8 = 64

    public init() {}
}

/// How old a sight may be.
public struct FreshnessParameters: Hashable, Sendable {
    /// Of a chain's head, in its own block intervals.
    public var oldestHeadInIntervals: UInt64 = 5
    /// Between the two chains' heads.
    public var widestSkew = Interval(milliseconds: 10_000)

    public init() {}
}

/// How much.
public struct SizeParameters: Hashable, Sendable {
    public var least = Worth(50)
    public var most = Worth(10_000)
    /// All trades of a day; a pair counts once.
    public var perDay = Worth(50_000)
    /// All trades of the fleet on one pool in one block.
    public var perPoolAndBlock = Worth(10_000)
    /// The least number of blocks between two executions on one pool, across the fleet.
    public var blocksBetween: UInt64 = 3

    public init() {}
}

/// What may be lost, and what is done so that it isn't more.
public struct SafetyParameters: Hashable, Sendable {
    /// How far a fill may fall short of its quote.
    public var tolerance = BasisPoints.of(5)
    /// The most a tolerance can ever be set to.
    public static let widestTolerance = BasisPoints.of(100)
    /// What a naked leg is expected to lose beyond fees and impact.
    public var stress = BasisPoints.of(30)
    /// The most one plan may lose if everything goes wrong in execution.
    public var worstCase = Worth(100)
    /// The chance of a naked leg, charged to every plan as the expected cost of unwinding.
    public var unwindChance = BasisPoints.of(100)
    /// A swap is void this many block intervals after the block it was decided on.
    public var deadlineInIntervals: UInt64 = 4
    /// Above this the leg on the chain whose price moved goes first.
    public var displacedFirstAbove = Worth(2_000)
    /// No trade while gas costs more.
    public var gasCeiling = Wei(UInt256(200_000_000_000))
    /// Gas limits are the measured use times this many hundredths.
    public var gasBufferInHundredths: UInt64 = 120
    /// The first pause after a failure; it doubles with each further one.
    public var cooldown = Interval(milliseconds: 30_000)
    /// The longest pause after failures.
    public var longestCooldown = Interval(milliseconds: 3_600_000)
    /// What inventory costs a year while it is held for the route.
    public var capitalCostPerYear = BasisPoints.of(500)
    /// How long a trade's imbalance is expected to be held.
    public var holdingTime = Interval(milliseconds: 1_800_000)

    public init() {}
}

/// The reserve rule.
public struct ReserveParameters: Hashable, Sendable {
    /// Required is the peak times the latency times this.
    public var factor: UInt64 = 5
    public static let leastFactor: UInt64 = 3
    /// How far back a peak counts.
    public var window = Interval(milliseconds: 86_400_000)
    /// The peak minute assumed until there is enough history, in the numéraire.
    public var peakFloor = Worth(10_000)
    /// The latency assumed until there are enough samples, and never less.
    public var latencyFloor = Interval(milliseconds: 300_000)
    /// A runway shorter than this holds.
    public var shortestRunway = Interval(milliseconds: 3_600_000)

    public init() {}
}

/// When inventory crosses the bridge.
public struct BridgeParameters: Hashable, Sendable {
    public var due = Due.netted
    /// How far a bucket may be from its target before a transfer goes.
    public var band = BasisPoints.of(5_000)
    /// What a transfer should carry so that it pays, in the numéraire.
    public var batch = Worth(25_000)
    /// The most that may be in flight on one lane.
    public var mostInFlight = Worth(100_000)
    /// What each place holds of each token when in balance, in the numéraire.
    public var inventoryTarget = Worth(250_000)
    /// Below this nothing is sold from a bucket.
    public var inventoryFloor = Worth(0)
    /// The least time between two transfers of one lane.
    public var pause = Interval(milliseconds: 900_000)

    public enum Due: String, CanonicalName, Hashable, Sendable {
        /// With every trade.
        case now
        /// When a bucket has left its band.
        case netted
    }

    public init() {}
}

/// Which prices are believed.
public struct OracleParameters: Hashable, Sendable {
    /// A source farther from the median is left out.
    public var widest = BasisPoints.of(100)
    /// With fewer sources left the route holds.
    public var quorum: UInt8 = 1
    /// The volatility up to which prices may be as old as configured; beyond, the limit shrinks with it.
    public var calm = BasisPoints.of(10)

    public init() {}
}

/// Parameters that contradict themselves or a rule that can't be configured away.
public enum ParameterFault: Error, Hashable, Sendable {
    /// aim <= enter < target < toxic does not hold.
    case parityOutOfOrder
    case confirmation(UInt8, atMost: UInt8)
    case tolerance(BasisPoints, atMost: BasisPoints)
    case reserveFactor(UInt64, atLeast: UInt64)
    /// least <= most <= perDay does not hold.
    case sizeOutOfOrder
    case quorumOfNone
    case gasBufferBelowOne
}

extension RouteParameters {
    /// The first fault there is.
    public var fault: ParameterFault? {
        guard
            parity.aim <= parity.enter, parity.enter < parity.target, parity.target < parity.toxic,
            parity.enter > BasisPoints.of(0)
        else { return .parityOutOfOrder }
        let most = ConfirmationParameters.mostBlocks
        for blocks in [confirmation.blocks, confirmation.averageBlocks]
        where !(1...most).contains(blocks) {
            return .confirmation(blocks, atMost: most)
        }
        guard safety.tolerance <= SafetyParameters.widestTolerance else {
            return .tolerance(safety.tolerance, atMost: SafetyParameters.widestTolerance)
        }
        guard reserve.factor >= ReserveParameters.leastFactor else {
            return .reserveFactor(reserve.factor, atLeast: ReserveParameters.leastFactor)
        }
        guard
            size.least > .zero, size.least <= size.most, size.most <= size.perDay
        else { return .sizeOutOfOrder }
        guard oracle.quorum > 0 else { return .quorumOfNone }
        guard safety.gasBufferInHundredths >= 100 else { return .gasBufferBelowOne }
        return nil
    }
}

extension BasisPoints {
    /// So many whole basis points: for figures written in the source.
    static func of(_ basisPoints: UInt32) -> BasisPoints {
        BasisPoints(millionths: UInt64(basisPoints) * 1_000_000)
    }
}
