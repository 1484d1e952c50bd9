/// Why a journal can't be opened, read or written.
public enum JournalFailure: Error, Hashable, Sendable {
    /// Another process has it, or the account; its id is unknown if it had no time to write it.
    case held(path: String, holder: Int32?)
    case absent(path: String)
    case notAJournal(path: String)
    /// Written by a newer version of this program.
    case newer(schema: Int64, known: Int64)
    case readOnly(path: String)
    case full(path: String)
    /// SQLite finds its own pages contradictory.
    case damaged(path: String, message: String)
    case broken(BrokenChain)
    /// The journal lacks entries that were once acknowledged: an old backup, or a cut tail.
    case older(head: UInt64, newest: UInt64)
    /// The journal has entry `index`, but not the one that was acknowledged.
    case rewritten(index: UInt64)
    case damagedWitness(path: String)
    /// An earlier commit failed in a way that leaves unknown whether it is on the disk.
    case unknownCommit
    case tooLarge(index: Int, count: Int)
    case tooMany(count: Int)
    case reservedKind(index: Int)
    /// Anything else from the database.
    case database(code: Int32, path: String, message: String)
    /// The kernel refused.
    case system(path: String, errorNumber: Int32)
}

/// The first place where the chain does not hold.
public struct BrokenChain: Error, Hashable, Sendable {
    public enum Fault: Hashable, Sendable {
        /// The entry is not the one that was hashed.
        case changed
        /// The row before or at this index is not there.
        case missing
        /// The row is not of the types an entry has.
        case unreadable
        /// A state entry that no seal names, or a seal that names none.
        case unsealed
        /// The seals do not follow from each other.
        case brokenSeal
    }

    public let index: UInt64
    public let fault: Fault

    public init(index: UInt64, fault: Fault) {
        self.index = index
        self.fault = fault
    }
}

/// What an operator can do about a failure.
public enum JournalRemedy: Hashable, Sendable {
    case stopTheHolder
    case checkThePath
    case upgradeTheProgram
    case makeItWritable
    case freeSpace
    case verifyAndRestore
    case restoreANewerBackup
    case openItAgain
    case makeTheEntrySmaller
    case lookAtTheDisk
}

extension JournalFailure {
    public var remedy: JournalRemedy {
        switch self {
        case .held: .stopTheHolder
        case .absent, .notAJournal: .checkThePath
        case .newer: .upgradeTheProgram
        case .readOnly: .makeItWritable
        case .full: .freeSpace
        case .damaged, .broken, .rewritten, .damagedWitness: .verifyAndRestore
        case .older: .restoreANewerBackup
        case .unknownCommit: .openItAgain
        case .tooLarge, .tooMany, .reservedKind: .makeTheEntrySmaller
        case .database, .system: .lookAtTheDisk
        }
    }
}
