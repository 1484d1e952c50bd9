import Bot
import Journal

/// `cantilever explain`: why did the bot do that?
enum ExplainCommand: Command {
    static let name = "explain"
    static let summary = "why a verdict came out as it did, or the story of a trade"
    static let help = """
        Explain a verdict with all it was made of and what would have changed it, or tell a trade's story.

        Usage: cantilever explain [--journal PLACE] [ID]

          ID               what the journal prints: an entry's number (812), the start of its digest or
                           of a transaction's hash (at least 6 digits), a plan's id as the executor's
                           logs have it, or a trade (trade 7). Without one the newest verdicts and
                           trades are listed
          --journal PLACE  the bot's journal, or the folder that has one (default: this folder)

        A verdict is made again from what was recorded. Then one thing after the other is changed and it
        is made again each time: what is printed is the least change at which it turns, found by trying,
        not by formula. "Sold in a pool" is a trade of somebody else that moves the price as the pool's
        own arithmetic has it.

        Exit codes: 0 explained, 1 the journal has no such thing, 64 usage, 65 the journal is broken,
        66 no such file.

        Examples:
          cantilever explain
          cantilever explain 812
          cantilever explain --journal paper/ trade 7
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, options: ["--journal"])
        let path = JournalPlace.path(arguments["--journal"] ?? ".")
        guard !arguments.rest.isEmpty else {
            return try Terminal.hand(ExplainList.text(try ExplainSource(path)))
        }
        let id = try ExplainID(arguments.rest)
        let source = try ExplainSource(path)
        switch try source.find(id) {
        case .verdict(let found): try Terminal.hand(ExplainVerdict(found).text)
        case .trade(let number): try Terminal.hand(try ExplainTrade.of(number, in: source).text)
        }
    }
}
