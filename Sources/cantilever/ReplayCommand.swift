import Bot

/// `cantilever replay`: would this program have decided as the journal says it was decided?
enum ReplayCommand: Command {
    static let name = "replay"
    static let summary = "make every recorded verdict again and compare"
    static let help = """
        Make every verdict of a journal again, from the scene and the settings it was recorded with.

        Usage: cantilever replay [--json] JOURNAL

          JOURNAL   a bot's journal, or the folder that has one
          --json    one JSON object; integers as text

        The journal is proven on the way, as 'journal verify' does. A verdict is equal when it comes out
        the same to the last byte, and a plan when it is its verdict's. What differs is listed value by
        value. Verdicts that a program of other rules recorded are made again too; where they differ the
        rules are named, and it is no fault. What can't be read can't be made again: that is refused,
        with the rules it was written by. Also works while the bot writes.

        Exit codes: 0 all equal, 1 one differs that these rules recorded, 64 usage, 65 the journal is
        broken or an entry can't be read, 66 no such file.

        Examples:
          cantilever replay bot.journal
          cantilever replay --json paper/ | jq .differing
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, flags: ["--json"])
        try arguments.refuse(after: 1)
        guard let word = arguments.rest.first else { throw Failure(.usage, "name the journal") }
        let path = JournalPlace.path(word)
        let replay = try Replay.of(path)
        try Terminal.hand(arguments.has("--json") ? replay.json + "\n" : replay.text)
        if let entry = replay.unreadable.first(where: { $0.rules == Rules.version }) {
            throw Failure(
                .badData,
                "\(path): entry \(entry.index) is no \(entry.kind) of these rules"
            )
        }
        if let entry = replay.unreadable.first {
            let writer = entry.rules.map { "rules \($0)" } ?? "rules that nobody names"
            throw Failure(
                .badData,
                "\(path): entry \(entry.index), a \(entry.kind) written by \(writer), can't be read by "
                    + "rules \(Rules.version): replay it with the program that wrote it"
            )
        }
        guard replay.faults == 0 else {
            throw Failure(.negative, "\(replay.faults) of \(replay.verdicts) verdicts differ")
        }
    }
}
