import Glibc
import Journal

/// What is wrong with a journal, in words: what is broken, which entry, and what to do.
enum JournalFailureText {
    static func explained(_ error: JournalFailure, path: String) -> Failure {
        Failure(exitCode(error), "\(subject(error, path)): \(what(error)); \(remedy(error, path))")
    }

    private static func subject(_ error: JournalFailure, _ path: String) -> String {
        switch error {
        case .held(let place, _), .absent(let place), .notAJournal(let place), .readOnly(let place),
            .full(let place), .damaged(let place, _), .damagedWitness(let place),
            .database(_, let place, _), .system(let place, _):
            place
        default: path
        }
    }

    private static func what(_ error: JournalFailure) -> String {
        switch error {
        case .held(_, let holder?): "process \(holder) has it"
        case .held(_, nil): "another process has it"
        case .absent: "there is no such journal"
        case .notAJournal: "is no journal of cantilever"
        case .newer(let schema, let known):
            "is of version \(schema), and this program knows up to \(known)"
        case .readOnly: "may only be read"
        case .full: "the disk is full"
        case .damaged(_, let message):
            "its pages are damaged" + (message.isEmpty ? "" : " (\(message))")
        case .broken(let chain): "entry \(chain.index) \(fault(chain.fault))"
        case .older(let head, let newest):
            "ends at entry \(head), but entry \(newest) was acknowledged"
        case .rewritten(let index): "entry \(index) is not the one that was acknowledged"
        case .damagedWitness: "the note of the newest entry is damaged"
        case .unknownCommit: "nobody knows whether the last entries are on the disk"
        case .tooLarge(let index, let count): "part \(index) of the step has \(count) bytes"
        case .tooMany(let count): "\(count) entries are too many for one step"
        case .reservedKind(let index): "part \(index) of the step is a seal"
        case .database(let code, _, let message): "SQLite says \(code) \(message)"
        case .system(_, let number): unsafe String(cString: strerror(number))
        }
    }

    static func fault(_ fault: BrokenChain.Fault) -> String {
        switch fault {
        case .changed: "is not what it was when it was written"
        case .missing: "is missing"
        case .unreadable: "can't be read"
        case .unsealed: "and the seals don't name each other"
        case .brokenSeal: "has a broken seal"
        }
    }

    private static func remedy(_ error: JournalFailure, _ path: String) -> String {
        switch error.remedy {
        case .stopTheHolder: "stop it first"
        case .checkThePath: "check the path"
        case .upgradeTheProgram: "use a newer version of cantilever"
        case .makeItWritable: "make the file and its folder writable"
        case .freeSpace: "free space on the disk"
        case .verifyAndRestore:
            "see what 'cantilever journal repair --dry-run \(path)' can do, or restore a backup"
        case .restoreANewerBackup:
            "restore a newer backup, or see 'cantilever journal repair --dry-run \(path)'"
        case .openItAgain: "verify it again"
        case .makeTheEntrySmaller: "this is a fault of the program that wrote it"
        case .lookAtTheDisk: "look at the disk and the permissions of the folder"
        }
    }

    private static func exitCode(_ error: JournalFailure) -> ExitCode {
        switch error {
        case .absent: .noInput
        case .system(_, ENOENT): .noInput
        case .notAJournal, .newer, .damaged, .broken, .older, .rewritten, .damagedWitness: .badData
        case .readOnly, .system(_, EACCES), .system(_, EPERM), .system(_, EROFS): .permission
        case .held, .full, .database, .system, .unknownCommit: .unavailable
        case .tooLarge, .tooMany, .reservedKind: .internal
        }
    }
}
