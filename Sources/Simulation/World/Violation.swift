public import Execution
public import Ledger
public import Numerics
public import Risk
public import Vocabulary

/// A promise that a run has seen broken: when, in which step of the bot, and what.
public struct Violation: Hashable, Sendable {
    public let seed: UInt64
    public let step: UInt64
    public let at: Instant
    public let broken: Broken

    public enum Broken: Hashable, Sendable {
        /// Two different things were signed for one nonce.
        case nonceTwice(AccountKey, nonce: UInt64)
        /// Both legs of a trade, or one of them, were signed more than once.
        case legTwice(saga: UInt64, LegSide)
        /// A saga's ending says another number of fills than its transactions made.
        case fills(saga: UInt64, told: Int, made: Int)
        /// Told of a saga that nobody began, or told twice.
        case unknownSaga(UInt64)
        /// An asset's column does not come to nothing.
        case booksDoNotSum
        /// The books refuse what the journal says they took.
        case booksRefuse(BookRefusal)
        /// With nothing under way the chain has another amount than the books, block after block, and no
        /// shortfall is told.
        case booksDiffer(Asset, books: Int256, chain: UInt256)
        /// Bytes were handed to an endpoint that the journal did not have.
        case unwritten(ChainID, nonce: UInt64)
        /// Begun while a halt stood against it.
        case begunInHalt(Halt)
        /// Begun beyond what a route may do.
        case beyondLimits(saga: UInt64, LimitRefusal)
        /// Signed was something else than what was planned.
        case otherTerms(ChainID, nonce: UInt64)
        /// A replacement for which no node would give up what it has.
        case unpaidReplacement(ChainID, nonce: UInt64)
        /// A transfer is expected to bring more than the bridge's fee leaves of it.
        case promisedTooMuch(transfer: UInt64)
        /// Begun on a chain whose newest block was too old.
        case begunOnOldHead(saga: UInt64, ChainID, Interval)
        /// Sent over a bridge whose vault has long held less than the least reserve.
        case belowReserve(transfer: UInt64, held: UInt256, least: UInt256)
        /// The journal says of a nonce that it is final, and the chain has something else.
        case landingUntrue(ChainID, nonce: UInt64)
        /// The journal says of a contract what it has never been.
        case premiseUntrue(ChainID, Address)
        /// It stands still for a contract that nobody has changed.
        case haltedForNothing(Halt)
        /// It does not trade in a pool that pays what its maths says.
        case quarantinedForNothing(ContractKey)
        /// After the faults have stopped sagas stay open.
        case openSagas([UInt64])
        /// After the faults have stopped nonces stay open.
        case openNonces(ChainID, Int)
        /// Out of parity without a halt or a reason to hold.
        case notInParity(BasisPoints)
    }

    public init(seed: UInt64, step: UInt64, at: Instant, _ broken: Broken) {
        self.seed = seed
        self.step = step
        self.at = at
        self.broken = broken
    }
}

extension Violation: CustomStringConvertible {
    public var description: String {
        "seed \(seed), step \(step), \(at.milliseconds) ms: \(broken)"
    }
}
