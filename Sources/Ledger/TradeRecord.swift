public import Vocabulary

/// A trade from its plan to its end, as the journal keeps it for those who ask what came of it.
///
/// It says what the books say, from the trade's side; the books stay the truth.
public struct TradeRecord: Hashable, Sendable {
    public let plan: UInt64
    /// The route's name.
    public let route: String
    /// Why it was traded, in the bot's words.
    public let mission: String
    public let opened: Instant
    public let closed: Instant
    public let outcome: TradeOutcome
    /// The chain on which the base was dear.
    public let dearSide: ChainID
    public let flows: TradeFlows
    public let result: TradeResult

    /// The kind of the journal's entries that hold one.
    public static let kind = "trade"
    /// The most bytes a route's name or a mission may have.
    public static let mostTextBytes = 256

    /// Fails for a text that is too long, and for a trade that ended before it began.
    public init?(
        plan: UInt64,
        route: String,
        mission: String,
        opened: Instant,
        closed: Instant,
        outcome: TradeOutcome,
        dearSide: ChainID,
        flows: TradeFlows,
        result: TradeResult
    ) {
        guard
            route.utf8.count <= Self.mostTextBytes, mission.utf8.count <= Self.mostTextBytes,
            opened <= closed
        else { return nil }
        self.plan = plan
        self.route = route
        self.mission = mission
        self.opened = opened
        self.closed = closed
        self.outcome = outcome
        self.dearSide = dearSide
        self.flows = flows
        self.result = result
    }
}

/// How a trade ended.
public enum TradeOutcome: String, CanonicalName, Hashable, Sendable {
    /// Both legs as planned.
    case settled
    /// One leg, taken back.
    case unwound
    /// One leg, kept until a later trade or a person takes it up.
    case parked
    case nothingFilled
}

/// What a trade moved. A leg that did not happen moved nothing, and says of which token.
public struct TradeFlows: Hashable, Sendable {
    public let baseSold: Flow
    public let baseBought: Flow
    public let quoteReceived: Flow
    public let quotePaid: Flow

    /// Base units of one token.
    public struct Flow: Hashable, Sendable {
        public let token: ContractKey
        public let amount: Amount

        public init(_ token: ContractKey, _ amount: Amount) {
            self.token = token
            self.amount = amount
        }
    }

    public init(baseSold: Flow, baseBought: Flow, quoteReceived: Flow, quotePaid: Flow) {
        self.baseSold = baseSold
        self.baseBought = baseBought
        self.quoteReceived = quoteReceived
        self.quotePaid = quotePaid
    }
}

/// What a trade was to bring and what it brought, in the numéraire.
public struct TradeResult: Hashable, Sendable {
    /// What the worth is counted in, such as `USD`.
    public let numeraire: String
    public let plannedNet: Worth
    /// `nil` as long as nobody knows, as of a parked trade: not the same as nothing.
    public let realisedNet: Worth?
    public let fees: Worth
    public let gas: Worth

    /// The most bytes a numéraire's name may have.
    public static let mostNameBytes = 32

    /// Fails for a numéraire without a name or with too long a one.
    public init?(
        numeraire: String,
        plannedNet: Worth,
        realisedNet: Worth?,
        fees: Worth,
        gas: Worth
    ) {
        guard !numeraire.isEmpty, numeraire.utf8.count <= Self.mostNameBytes else { return nil }
        self.numeraire = numeraire
        self.plannedNet = plannedNet
        self.realisedNet = realisedNet
        self.fees = fees
        self.gas = gas
    }
}
