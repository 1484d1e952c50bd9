import Glibc
import Synchronization

/// A file that has its name only once it is whole and on the disk: whatever fails, and whenever the
/// process dies, nothing half done stands under that name.
enum Draft {
    /// Tells the drafts of this process apart; the process id tells those of others.
    private static let count = Atomic<UInt64>(0)

    /// Has `fill` make the file under another name beside `path`, syncs it, and gives it its own name.
    /// Refuses a name that is taken.
    static func make<Made>(
        _ path: String,
        _ calls: SystemCalls,
        fill: (_ draft: String) throws(JournalFailure) -> Made
    ) throws(JournalFailure) -> Made {
        guard try calls.size(at: path) == nil else {
            throw .system(path: path, errorNumber: EEXIST)
        }
        let number = count.add(1, ordering: .relaxed).newValue
        let draft = "\(path).\(getpid()).\(number).draft"
        // A dead process may have had the same id.
        try calls.remove(draft)
        defer { try? calls.remove(draft) }
        let made = try fill(draft)
        try OpenFile(draft, O_RDONLY, calls).sync()
        // A link fails where the name is taken; a rename would replace the file.
        try calls.insist(on: path) { () throws(SystemCalls.Refusal) in
            try calls.link(draft, path)
        }
        do throws(JournalFailure) {
            try calls.syncFolder(of: path)
        } catch {
            // Whole, but not sure to be there after a power cut: it was not made.
            try? calls.remove(path)
            throw error
        }
        return made
    }
}
