public import Execution
public import Ledger
public import Numerics
public import Parity
public import Risk
public import Routes
public import Vocabulary
public import Watch

/// What the journal remembers of one thing that happened. All entries of a step are committed together, and
/// the bot's memory is the fold of them: nothing is remembered that was not written.
public struct Entry: Sendable {
    public let at: Instant
    public let fact: Fact

    public init(at: Instant, _ fact: Fact) {
        self.at = at
        self.fact = fact
    }

    public enum Fact: Sendable {
        case configured(Settings)
        /// A process has begun from what was written before.
        case began
        case judged(Judgement)
        case planned(PlannedTrade)
        /// The leg that goes second.
        case legSigned(saga: UInt64, LegSide, SignedFor, BookingID)
        case legGivenUp(saga: UInt64)
        case attempted(saga: UInt64, Attempt, SignedFor, BookingID)
        case sent(SentTransfer)
        /// A bump or a cancel.
        case replaced(SignedFor)
        /// Nothing to oneself, where later nonces wait.
        case filledGap(SignedFor)
        case landed(AccountKey, nonce: UInt64, Inclusion, Landing)
        case lane(AccountKey, LaneEvent)
        case chain(ChainID, ChainFact)
        case bridge(LaneKey, BridgeGate.Event)
        /// What will come out of a bridge, as the books expect it.
        case expecting(transfer: UInt64, BookingID)
        /// Nothing more is expected of it, and the books know.
        case transferOver(UInt64)
        case books(BooksEntry)
        case bridging(saga: UInt64, transfers: [UInt64])
        case parked(saga: UInt64, Ending.ParkReason)
        /// A saga has ended and is told.
        case closed(ClosedTrade)
        /// The same for those who ask what came of a trade; nothing is remembered of it.
        case told(TradeRecord)
        case halted(Halt)
        case resumed(Halt.Scope, by: String)
        case observed(Observation)
        /// Halts whose time is over are forgotten.
        case expired
        case ordered(Command)
    }
}

/// A verdict and all it was made of: with these it can be made again.
public struct Judgement: Sendable {
    public let route: String
    public let scene: Scene
    public let standing: Standing
    public let assessment: Assessment

    public init(route: String, scene: Scene, standing: Standing, assessment: Assessment) {
        self.route = route
        self.scene = scene
        self.standing = standing
        self.assessment = assessment
    }
}

/// Signed bytes and whose they are.
public struct SignedFor: Hashable, Sendable {
    public let account: AccountKey
    public let payload: SignedPayload

    public init(_ account: AccountKey, _ payload: SignedPayload) {
        self.account = account
        self.payload = payload
    }
}

/// A plan whose first leg, or both, was signed.
public struct PlannedTrade: Sendable {
    public let saga: UInt64
    public let plan: Plan
    public let legs: [SignedLeg]
    /// What it took out of the route's purses.
    public let wish: TradeWish

    public struct SignedLeg: Hashable, Sendable {
        public let side: LegSide
        public let signed: SignedFor
        public let booking: BookingID

        public init(_ side: LegSide, _ signed: SignedFor, _ booking: BookingID) {
            self.side = side
            self.signed = signed
            self.booking = booking
        }
    }

    public init(saga: UInt64, plan: Plan, legs: [SignedLeg], wish: TradeWish) {
        self.saga = saga
        self.plan = plan
        self.legs = legs
        self.wish = wish
    }
}

/// A transfer over a bridge whose sending was signed.
public struct SentTransfer: Hashable, Sendable {
    public let terms: TransferTerms
    /// What is expected at the other side, in its base units.
    public let delivered: UInt256
    public let signed: SignedFor
    public let booking: BookingID

    public init(
        terms: TransferTerms,
        delivered: UInt256,
        signed: SignedFor,
        booking: BookingID
    ) {
        self.terms = terms
        self.delivered = delivered
        self.signed = signed
        self.booking = booking
    }
}

/// What a transaction of ours did in the block that has it.
public struct Landing: Hashable, Sendable {
    public enum Deed: Hashable, Sendable {
        case traded(LegOutcome)
        case locked(BridgeLock, at: Instant)
        case sendReverted
        /// It succeeded, and the bridge logged no lock.
        case withoutLock
        /// Nothing to oneself.
        case nothing
        /// It is not ours.
        case foreign
    }

    public let deed: Deed
    public let gas: Wei

    public init(_ deed: Deed, gas: Wei) {
        self.deed = deed
        self.gas = gas
    }
}

public enum ChainFact: Hashable, Sendable {
    /// Blocks above the fork were taken back.
    case reorganised(fork: UInt64)
    /// This block and all below it can't be taken back.
    case finalised(Block)
    case faulted(ChainFault?)
    /// What its contracts are from now on held against.
    case premised([Premise])
}

/// How a saga came out, in numbers.
public struct ClosedTrade: Hashable, Sendable {
    public let saga: UInt64
    public let ending: Ending
    /// What was left after every cost; `nil` where a price is not known.
    public let realised: Worth?

    public init(saga: UInt64, ending: Ending, realised: Worth?) {
        self.saga = saga
        self.ending = ending
        self.realised = realised
    }
}
