import Bot
import Glibc
import Journal
import Paper
import Simulation
import Synchronization
import Vocabulary

/// The journal on disk of a bot that trades with virtual money.
///
/// Its market, or the virtual chains between it and a real one, are in no file. When the process has ended,
/// so have they, and nobody goes on with the journal: it is there to be read. Whoever opens it finds the
/// mark in every name of the program that wrote it; on real prices its file has another name too.
final class PaperJournal: Sendable {
    let path: String
    private let open: Mutex<BotJournal?>
    private let broken = Mutex<Failure?>(nil)

    /// The name in the folder.
    static let file = "bot.journal"
    /// The same on real prices: no bot with real money looks for it under this name.
    static let fileOnRealPrices = "paper.journal"
    /// Stands behind the program's version in every journal of virtual money.
    static let mark = " on paper"

    /// Makes the folder and the journal in it; refuses a folder that has one, and for real prices one that
    /// has a journal of any kind.
    init(folder: String, onRealPrices: Bool = false) throws(Failure) {
        try Files.makeFolder(folder)
        path = JournalPlace.join(folder, onRealPrices ? Self.fileOnRealPrices : Self.file)
        open = Mutex(nil)
        let other = JournalPlace.join(folder, Self.file)
        let isTaken = unsafe access(other, F_OK) == 0
        guard !onRealPrices || !isTaken else {
            throw Failure(
                .badData,
                "\(other): a bot's journal is there, and a session on paper is not mixed with it. Choose "
                    + "another folder"
            )
        }
        guard unsafe access(path, F_OK) != 0 else {
            throw try Self.refusal(folder, path, onRealPrices)
        }
        try begin()
    }

    private func begin() throws(Failure) {
        guard let program = WritingProgram(build: version + Self.mark) else {
            throw Failure(.internal, "the version is no name")
        }
        do throws(BotJournalFailure) {
            try open.withLock { (open) throws(BotJournalFailure) in
                open = try BotJournal(path: path, program: program)
            }
        } catch { throw BotJournalFailureText.explained(error, path: path) }
    }

    /// What a simulated journal says about itself to whoever would go on with it.
    private static func refusal(
        _ folder: String,
        _ path: String,
        _ onRealPrices: Bool
    ) throws(Failure) -> Failure {
        var last: (index: UInt64, at: Instant)?
        do throws(JournalFailure) {
            // Opened as a writer, so that a market that is still played is told from one that has ended.
            let journal = try Journal(path: path, ballast: 0)
            let first = max(journal.head.index, lastLook) - lastLook + 1
            for found in try journal.entries(from: first, limit: Int(lastLook)) {
                guard let entry = try? found.botEntry() else { continue }
                last = (found.head.index, entry.at)
            }
        } catch { throw JournalFailureText.explained(error, path: path) }
        let end =
            last.map { "ended at \(ExplainText.time($0.at)) of its market, with entry \($0.index)" }
            ?? "ended before the bot began"
        guard !onRealPrices else {
            return Failure(
                .badData,
                """
                \(path): this session on paper \(end). Its virtual chains were in memory and are gone, so \
                nobody can go on with it; 'replay', 'explain' and 'journal' read it. Choose another folder \
                for a new one
                """
            )
        }
        return Failure(
            .badData,
            """
            \(path): this simulation \(end). Its market was in memory and is gone, so nobody can go on \
            with it; 'replay', 'explain' and 'journal' read it. Choose another folder for a new one
            """
        )
    }

    /// Entries that are no bot's, seals and programs, don't come in such numbers.
    private static let lastLook: UInt64 = 100

    /// What the world asks: each step is on the disk before it goes on, and after a crash the bot comes back
    /// from there alone.
    var storage: SimulatedStorage {
        .outside(
            write: { entries, bot in self.write(entries, bot) },
            recover: { self.recover() }
        )
    }

    /// Writes what a bot has told, and answers whether it may go on: virtual money is no reason to write into
    /// the last room of a disk.
    func write(_ happened: [PaperWorld.Happening], of bot: Bot) -> Bool {
        let entries = happened.compactMap { happening in
            if case .journalled(let entry) = happening { entry } else { nil }
        }
        guard !entries.isEmpty else { return failure == nil }
        switch write(entries, bot) {
        case .durable: return true
        case .short:
            note(
                Failure(
                    .unavailable,
                    "\(path): the disk is full; what was told until now is written"
                )
            )
            return false
        case .failed: return false
        }
    }

    /// What stopped the bot, if its journal did.
    var failure: Failure? { broken.withLock { $0 } }

    private func write(_ entries: [Entry], _ bot: Bot) -> SimulatedStorage.Written {
        // Behind a failed write nothing may be written before the journal is opened again.
        guard failure == nil else { return .failed }
        do throws(BotJournalFailure) {
            return try open.withLock { (open) throws(BotJournalFailure) in
                guard let outcome = try open?.write(entries, of: bot) else { return .failed }
                return outcome == .written ? .durable : .short
            }
        } catch {
            note(BotJournalFailureText.explained(error, path: path))
            return .failed
        }
    }

    private func recover() -> Bot? {
        guard failure == nil else { return nil }
        open.withLock { $0 = nil }
        do throws(Failure) {
            try begin()
            return try recovered()
        } catch {
            note(error)
            return nil
        }
    }

    private func recovered() throws(Failure) -> Bot? {
        do throws(BotJournalFailure) {
            return try open.withLock { (open) throws(BotJournalFailure) in try open?.recovered() }
        } catch { throw BotJournalFailureText.explained(error, path: path) }
    }

    private func note(_ failure: Failure) {
        broken.withLock { if $0 == nil { $0 = failure } }
    }
}
