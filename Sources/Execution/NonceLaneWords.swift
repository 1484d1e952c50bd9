public import Vocabulary

/// What happens to a lane.
public enum LaneEvent: Hashable, Sendable {
    /// Somebody wants the next nonce.
    case reserve
    /// It will not be signed for.
    case release(nonce: UInt64)
    case signed(SignedPayload)
    /// It went out to an endpoint, whatever the endpoint said.
    case sent(TransactionHash)
    /// A block of the chain's line has a transaction of this account with this nonce: ours or not, the
    /// hash tells.
    case found(nonce: UInt64, Inclusion)
    /// Nobody shows it any more.
    case evicted(TransactionHash)
    /// Blocks above `fork` were taken back.
    case reorganised(fork: UInt64)
    /// Blocks up to this one can't be taken back.
    case finalised(through: UInt64)
    /// How many transactions of the account the chain counts at the end of a block of its line.
    case counter(count: UInt64, block: UInt64)
    /// An operator takes what the chain counts for ours.
    case adopt(count: UInt64)
    /// The process has begun anew from the journal.
    case restarted
}

/// What follows, to be carried out in order.
public enum LaneEffect: Hashable, Sendable {
    case reserved(nonce: UInt64)
    case refused(LaneRefusal)
    /// Into the journal, durably, before anything else happens with it.
    case record(SignedPayload)
    case broadcast(nonce: UInt64, TransactionHash)
    /// Mined, not yet final. `isOurs` is false when someone else used the nonce.
    case mined(nonce: UInt64, Inclusion, isOurs: Bool)
    /// It is not in a block, or not with anybody, any more: its obligations are open again.
    case returned(nonce: UInt64)
    /// Final by one of our payloads; the others of this nonce are dead.
    case settled(nonce: UInt64, Inclusion, SignedPayload.Purpose)
    /// Someone else has the nonce for good, or has one for which nothing was signed.
    case lost(nonce: UInt64)
    /// The chain counts it and no receipt has been found: look for each of its hashes, and for who used it.
    case lookUp(nonce: UInt64)
    case warn(LaneWarning)
    case stopped(LaneRefusal)
    case halted(LaneFault)
}

public enum LaneWarning: Hashable, Sendable {
    case counterWentDown(from: UInt64, to: UInt64)
    /// Found in another block, and nobody had said that the first was taken back.
    case minedElsewhere(nonce: UInt64)
    /// The chain's counter does not count what a receipt says was mined.
    case minedButNotCounted(nonce: UInt64)
}

/// Why a lane does not do what was asked of it.
public enum LaneRefusal: Error, Hashable, Sendable {
    /// The chain's counter has not been seen since the start.
    case unchecked
    /// The chain counts more than the journal knows of: an operator must adopt it.
    case aheadOfJournal(chain: UInt64, journal: UInt64)
    /// Someone else signs for this account: an operator must adopt what they did.
    case foreignUse(nonce: UInt64)
    case halted(LaneFault)
    /// Too many nonces are open.
    case full
    case exhausted
    case notReserved(nonce: UInt64)
    case alreadyUsed(nonce: UInt64)
    case nothingToReplace(nonce: UInt64)
    case notABump(nonce: UInt64)
    case notACancel(nonce: UInt64)
    case tooManyReplacements(nonce: UInt64)
    /// Of another chain, too long, or not readable.
    case unsoundPayload(nonce: UInt64)
    /// Something was signed for it: it does not come back.
    case signedFor(nonce: UInt64)
    /// Not what the chain counts now.
    case staleAdoption(chain: UInt64?)
}

/// What must stop a lane until a person has looked.
public enum LaneFault: Error, Hashable, Sendable {
    /// Two originals for one nonce.
    case signedTwice(nonce: UInt64)
    case finalBlockUndone(UInt64)
    case finalNonceUndone(UInt64)
}

/// What a lane owes the chain, derived from its state alone.
public enum LaneObligation: Hashable, Sendable {
    /// Later nonces wait for it and nothing was signed for it: reserve it and send oneself nothing.
    case fill(nonce: UInt64)
    case broadcast(nonce: UInt64, TransactionHash)
    /// What was signed is too old to go out again.
    case cancel(nonce: UInt64)
    /// Look for its hashes.
    case lookUp(nonce: UInt64)
}

extension LaneRefusal: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .unchecked: writer.choice(0, "unchecked")
        case .aheadOfJournal(let chain, let journal):
            writer.choice(1, "aheadOfJournal") { writer in
                writer.field("chain", chain)
                writer.field("journal", journal)
            }
        case .foreignUse(let nonce): writer.choice(2, "foreignUse", nonce)
        case .halted(let fault): writer.choice(3, "halted", fault)
        case .full: writer.choice(4, "full")
        case .exhausted: writer.choice(5, "exhausted")
        case .notReserved(let nonce): writer.choice(6, "notReserved", nonce)
        case .alreadyUsed(let nonce): writer.choice(7, "alreadyUsed", nonce)
        case .nothingToReplace(let nonce): writer.choice(8, "nothingToReplace", nonce)
        case .notABump(let nonce): writer.choice(9, "notABump", nonce)
        case .notACancel(let nonce): writer.choice(10, "notACancel", nonce)
        case .tooManyReplacements(let nonce): writer.choice(11, "tooManyReplacements", nonce)
        case .unsoundPayload(let nonce): writer.choice(12, "unsoundPayload", nonce)
        case .signedFor(let nonce): writer.choice(13, "signedFor", nonce)
        case .staleAdoption(let chain): writer.choice(14, "staleAdoption", chain)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .unchecked
        case 1: self = .aheadOfJournal(chain: try reader.read(), journal: try reader.read())
        case 2: self = .foreignUse(nonce: try reader.read())
        case 3: self = .halted(try reader.read())
        case 4: self = .full
        case 5: self = .exhausted
        case 6: self = .notReserved(nonce: try reader.read())
        case 7: self = .alreadyUsed(nonce: try reader.read())
        case 8: self = .nothingToReplace(nonce: try reader.read())
        case 9: self = .notABump(nonce: try reader.read())
        case 10: self = .notACancel(nonce: try reader.read())
        case 11: self = .tooManyReplacements(nonce: try reader.read())
        case 12: self = .unsoundPayload(nonce: try reader.read())
        case 13: self = .signedFor(nonce: try reader.read())
        case 14: self = .staleAdoption(chain: try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension LaneFault: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .signedTwice(let nonce): writer.choice(0, "signedTwice", nonce)
        case .finalBlockUndone(let block): writer.choice(1, "finalBlockUndone", block)
        case .finalNonceUndone(let nonce): writer.choice(2, "finalNonceUndone", nonce)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .signedTwice(nonce: try reader.read())
        case 1: self = .finalBlockUndone(try reader.read())
        case 2: self = .finalNonceUndone(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}
