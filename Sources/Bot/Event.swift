public import Contracts
public import Ethereum
public import Execution
public import Risk
public import Routes
public import Vocabulary
public import Watch

/// What a World tells the bot, and when it happened.
public struct Event: Sendable {
    public let at: Instant
    public let happening: Happening

    public enum Happening: Sendable {
        case configured(Settings)
        case woke
        /// This chain may have a new block: it is looked at now, whenever it was to be.
        case stirred(ChainID)
        case answered(QueryNumber, Answer)
        case signed(SigningNumber, SigningOutcome)
        case commanded(Command)
        /// The code of these contracts is written down.
        case pinned(ChainID, [Premise])
        /// These tokens' contracts answer wrongly, and somebody knows; of others nothing is known.
        case expected(ChainID, [KnownDecimals])
        /// Entries are written into the last reserve of room: nothing new may begin.
        case journalIsShort
    }

    public init(at: Instant, _ happening: Happening) {
        self.at = at
        self.happening = happening
    }
}

/// What came of a request to sign.
public enum SigningOutcome: Sendable {
    /// All that was asked for, in that order.
    case signed([TransactionEnvelope])
    case refused(SignerRefusal)
}

/// What an operator may order.
public enum Command: Hashable, Sendable {
    /// With `now` what is signed and in no block is cancelled too.
    case halt(Halt, now: Bool)
    /// Lifts what stands for exactly this scope.
    case resume(Halt.Scope, by: String)
    /// Take what the chain counts for ours.
    case adopt(AccountKey, count: UInt64, by: String)
    /// Take what the chain has for ours: the difference is what owners brought or took.
    case adoptBalances(ChainID, by: String)
    case reopen(LaneKey, by: String)
    case writeOff(LaneKey, transfer: UInt64, by: String)
    case park(saga: UInt64, by: String)
}
