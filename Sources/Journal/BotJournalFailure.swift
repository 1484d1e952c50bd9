public import Vocabulary

/// Why a bot can't go on with a journal.
public enum BotJournalFailure: Error, Hashable, Sendable {
    case journal(JournalFailure)
    /// The chain holds, and this entry is none of the bot's.
    case entry(index: UInt64, kind: String, CanonicalError)
    /// The chain holds, and the state is none that entries make.
    case state(index: UInt64, CanonicalError)
    /// A newer program has written here: this one would read it otherwise.
    case newerRules(written: UInt64, known: UInt64)

    public var remedy: JournalRemedy {
        switch self {
        case .journal(let failure): failure.remedy
        case .entry, .state: .verifyAndRestore
        case .newerRules: .upgradeTheProgram
        }
    }
}
