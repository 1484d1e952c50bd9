public import Numerics
public import Routes
public import Vocabulary

/// A paired trade, ready for the executor: what it does, what it costs line by line, and what it can
/// cost at worst.
public struct Plan: Hashable, Sendable {
    public let route: String
    public let mission: MissionName
    /// The chain that is dear: there base is sold.
    public let dear: Dear
    /// In the coarser of both chains' base decimals.
    public let size: UInt256
    public let sizeUnit: AmountUnit
    public let sell: PlannedLeg
    public let buy: PlannedLeg
    public let order: LegOrder
    /// What the legs bring before the costs below: the pools' fees are in it.
    public let gross: Worth
    public let costs: [CostLine]
    /// What is left; negative where parity is paid for.
    public let net: Worth
    public let worstCase: WorstCase
    public let tolerance: BasisPoints
    public let shadowPrice: ShadowPrice
    /// What becomes of the base bought and the quote earned.
    public let transfers: [TransferDecision]

    public enum MissionName: String, CanonicalName, Hashable, Sendable {
        case profit
        case parity
    }

    public enum LegOrder: String, CanonicalName, Hashable, Sendable {
        case together
        case sellFirst = "sell first"
        case buyFirst = "buy first"
    }
}

/// One transaction on one chain: swaps in one or more pools.
public struct PlannedLeg: Hashable, Sendable {
    public let chain: ChainID
    public let chainName: String
    public let tokenIn: ContractKey
    public let unitIn: AmountUnit
    public let tokenOut: ContractKey
    public let unitOut: AmountUnit
    public let swaps: [PlannedSwap]
    public let amountIn: UInt256
    public let quotedOut: UInt256
    public let minimumOut: UInt256
    /// The transaction is void in blocks later than this.
    public let deadline: Instant
    public let gasLimit: UInt64

    public init(
        chain: ChainID,
        chainName: String,
        tokenIn: ContractKey,
        unitIn: AmountUnit,
        tokenOut: ContractKey,
        unitOut: AmountUnit,
        swaps: [PlannedSwap],
        amountIn: UInt256,
        quotedOut: UInt256,
        minimumOut: UInt256,
        deadline: Instant,
        gasLimit: UInt64
    ) {
        self.chain = chain
        self.chainName = chainName
        self.tokenIn = tokenIn
        self.unitIn = unitIn
        self.tokenOut = tokenOut
        self.unitOut = unitOut
        self.swaps = swaps
        self.amountIn = amountIn
        self.quotedOut = quotedOut
        self.minimumOut = minimumOut
        self.deadline = deadline
        self.gasLimit = gasLimit
    }

    /// The same, void at another time.
    public func due(at deadline: Instant) -> PlannedLeg {
        PlannedLeg(
            chain: chain,
            chainName: chainName,
            tokenIn: tokenIn,
            unitIn: unitIn,
            tokenOut: tokenOut,
            unitOut: unitOut,
            swaps: swaps,
            amountIn: amountIn,
            quotedOut: quotedOut,
            minimumOut: minimumOut,
            deadline: deadline,
            gasLimit: gasLimit
        )
    }
}

/// One swap of a leg, with the least it may bring.
public struct PlannedSwap: Hashable, Sendable {
    public let trade: PoolTrade
    public let minimum: UInt256

    public init(trade: PoolTrade, minimum: UInt256) {
        self.trade = trade
        self.minimum = minimum
    }
}

/// One cost of a plan; a negative one is a credit.
public struct CostLine: Hashable, Sendable {
    public let item: Item
    public let subject: String
    public let worth: Worth

    public enum Item: String, CanonicalName, Hashable, Sendable {
        case gas
        case bridge = "bridge shadow price"
        case capital = "capital held"
        case unwinding = "expected unwinding"
    }
}

/// What execution can lose: the worst of the three ways it can end badly.
public struct WorstCase: Hashable, Sendable {
    /// Both legs fill at their minimum.
    public let bothAtMinimum: Worth
    /// Only base is sold.
    public let onlySold: Worth
    /// Only base is bought.
    public let onlyBought: Worth

    public var worth: Worth { max(bothAtMinimum, onlySold, onlyBought) }
}

/// What the bridge makes a unit of this trade cost, or saves it.
public struct ShadowPrice: Hashable, Sendable {
    public let share: BasisPoints
    /// The trade restores inventory.
    public let isCredit: Bool

    public init(share: BasisPoints, isCredit: Bool) {
        self.share = share
        self.isCredit = isCredit
    }
}

/// Whether tokens cross the bridge after the trade, and why.
public struct TransferDecision: Hashable, Sendable {
    public let lane: LaneKey
    /// Of what is sent.
    public let unit: AmountUnit
    /// Of what arrives, the holding and the target.
    public let arriving: UInt8
    public let outcome: Outcome
    /// What the place that is to be refilled will hold, and what it should.
    public let holding: UInt256
    public let target: UInt256

    public enum Outcome: Hashable, Sendable {
        /// It goes with the plan: in the source token's base units.
        case goes(amount: UInt256, delivered: UInt256)
        case waits(Reason)
    }

    public enum Reason: String, CanonicalName, Hashable, Sendable {
        case withinBand = "the holding is within its band"
        case surplusTooSmall = "there is no surplus to send"
        case belowLeast = "less than the bridge takes"
        case reserve = "the bridge's reserve"
        case inFlight = "enough is in flight"
        case pause = "the last transfer is too recent"
        case unknown = "a holding is not known"
    }
}

extension ShadowPrice: CustomStringConvertible {
    public var description: String { (isCredit ? "-" : "") + share.description }
}
