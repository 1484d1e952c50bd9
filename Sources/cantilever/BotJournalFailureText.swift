import Journal
import Vocabulary

/// Why a bot can't go on with a journal, in words.
enum BotJournalFailureText {
    static func explained(_ error: BotJournalFailure, path: String) -> Failure {
        switch error {
        case .journal(let failure): JournalFailureText.explained(failure, path: path)
        case .entry(let index, let kind, let fault):
            Failure(
                .badData,
                "\(path): entry \(index) is no '\(kind)' of this version (byte \(fault.offset))"
            )
        case .state(let index, let fault):
            Failure(
                .badData,
                "\(path): entry \(index) is no state of this version (byte \(fault.offset))"
            )
        case .newerRules(let written, let known):
            Failure(
                .badData,
                "\(path): written by rules \(written), and this program knows up to \(known); use a newer "
                    + "version of cantilever"
            )
        }
    }
}
