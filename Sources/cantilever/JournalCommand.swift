import Accounts
import Journal

/// `cantilever journal`: what does the bot remember, and is it whole?
enum JournalCommand: Command {
    static let name = "journal"
    static let summary = "verify, show, export or repair a bot's journal"
    static let help = """
        Verify, show, export or repair a bot's journal.

        Usage: cantilever journal verify [--witness FILE] JOURNAL
               cantilever journal show [--from N] [--limit N] JOURNAL
               cantilever journal export [--format FORMAT] [--tokens FILE] [--from N] JOURNAL
               cantilever journal repair [--dry-run] [--witness FILE] JOURNAL

          verify          prove every page, entry and seal, and that no acknowledged entry is
                          missing; says which entry is broken and what to do
          show            one line an entry: index, step, kind, the start of its digest, its time in
                          milliseconds and what it says; its view if the bot did not write it
          export          the entries in a format, each printed once it is proven
          repair          cut a torn tail, after copying all files to JOURNAL.before-repair;
                          refuses to cut behind a seal, and while a bot has the journal
          --dry-run       say what repair would do, and change nothing
          --from N        begin at entry N (default 1)
          --limit N       show at most N entries (default 1000)
          --format FORMAT jsonl      every entry, one JSON object a line; integers as text (default)
                          trades     trades as comma-separated values, one row a trade
                          hledger    the books for hledger: what was posted or settled; what is
                          beancount  only reserved is left out; the same for beancount
          --tokens FILE   what tokens and coins are called, in place of what the journal's own
                          settings say: a JSON array of objects with chain, address (none for the
                          chain's coin), symbol and decimals; what is not named is written in base
                          units under its address
          --witness FILE  where the newest entry is noted (default JOURNAL.witness)

        verify, show and export may run while the bot writes; they never change an entry. After a
        repair that lost acknowledged entries, compare the accounts' nonces, balances and transfers
        with the journal before trading again.

        Exit codes: 0 whole, or repaired; 1 a dry run found something to repair; 64 usage; 65 the
        journal is broken; 66 no such file; 69 a bot has it; 77 not permitted.

        Examples:
          cantilever journal verify bot.journal
          cantilever journal show --from 900 --limit 20 bot.journal
          cantilever journal export bot.journal > bot.jsonl
          cantilever journal export --format hledger --tokens tokens.json bot.journal | hledger -f - bal
          cantilever journal repair --dry-run bot.journal
        """

    private static let actions = ["verify", "show", "export", "repair"]

    static func run(_ words: [String]) throws(Failure) {
        guard let action = words.first, !action.hasPrefix("-") else {
            throw Failure(.usage, "say what to do: \(actions.joined(separator: ", "))")
        }
        let rest = Array(words.dropFirst())
        switch action {
        case "verify":
            let arguments = try Arguments(rest, options: ["--witness"])
            try verify(try path(arguments), arguments["--witness"])
        case "show":
            let arguments = try Arguments(rest, options: ["--from", "--limit"])
            let limit = try number("--limit", arguments, otherwise: 1000)
            try show(
                try path(arguments),
                from: try number("--from", arguments, otherwise: 1),
                limit: limit
            )
        case "export":
            let arguments = try Arguments(rest, options: ["--from", "--format", "--tokens"])
            let format = try JournalExport.Format(named: arguments["--format"] ?? "jsonl")
            let path = try path(arguments)
            try JournalExport.run(
                path,
                as: format,
                names: try names(arguments["--tokens"], for: format, path),
                from: try number("--from", arguments, otherwise: 1)
            )
        case "repair":
            let arguments = try Arguments(rest, flags: ["--dry-run"], options: ["--witness"])
            let path = try path(arguments)
            let witness = arguments["--witness"]
            guard arguments.has("--dry-run") else {
                return try JournalRepair.perform(on: path, witness)
            }
            try JournalRepair.plan(for: path, witness)
        default: throw Failure(.usage, Suggestion.unknown("action", action, among: actions))
        }
    }

    private static func names(
        _ file: String?,
        for format: JournalExport.Format,
        _ path: String
    ) throws(Failure) -> AssetNames {
        if let file { return try TokenFile.names(file) }
        return format == .jsonl ? .none : try ConfiguredNames.read(path)
    }

    private static func path(_ arguments: Arguments) throws(Failure) -> String {
        try arguments.refuse(after: 1)
        guard let path = arguments.rest.first else { throw Failure(.usage, "name the journal") }
        return path
    }

    private static func number(
        _ option: String,
        _ arguments: Arguments,
        otherwise: UInt64
    ) throws(Failure) -> UInt64 {
        guard let text = arguments[option] else { return otherwise }
        guard let number = UInt64(text), number > 0, number <= 1 << 62 else {
            throw Failure(.usage, "\(option): '\(text)' is no number from 1 on")
        }
        return number
    }

    private static func verify(_ path: String, _ witness: String?) throws(Failure) {
        do throws(JournalFailure) {
            let reader = try JournalReader(path: path)
            let head = try reader.verify(witness: witness ?? Journal.witnessPath(path))
            let digest = JournalEntryText.hexadecimal(head.digest)
            Terminal.say("\(path): whole, \(head.index) entries, head 0x\(digest)")
        } catch { throw JournalFailureText.explained(error, path: path) }
    }

    private static func show(_ path: String, from first: UInt64, limit: UInt64) throws(Failure) {
        do throws(JournalFailure) {
            let reader = try JournalReader(path: path)
            // Showing is no proof: an entry is shown even where the seals are broken.
            let segments = try? reader.segments()
            var (next, rest) = (first, limit)
            while rest > 0 {
                let found = try reader.entries(from: next, limit: Int(min(rest, 500)))
                guard let last = found.last else { return }
                let lines = found.map { JournalEntryText.line($0, among: segments) }
                Terminal.say(lines.joined(separator: "\n"))
                rest -= UInt64(found.count)
                next = last.head.index + 1
            }
        } catch { throw JournalFailureText.explained(error, path: path) }
    }
}
