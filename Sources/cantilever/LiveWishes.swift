import Vocabulary

/// What `paper CONFIG` was asked for.
struct LiveWishes {
    let path: String
    let terms: PaperTerms
    /// Without it until somebody ends it.
    let length: Interval?
    /// The folder that the bot's journal is made in; `nil` keeps it in memory.
    let journal: String?
    /// Where what is traded on is written to.
    let recording: String?

    static let options = ["--for", "--journal", "--record"] + PaperTerms.options

    init(_ words: [String]) throws(Failure) {
        let simulated = ["--speed", "--minutes"]
        for word in words where simulated.contains(String(word.prefix { $0 != "=" })) {
            throw Failure(.usage, "'\(word)' is for '--sim': real prices have their own pace")
        }
        let arguments = try Arguments(words, flags: ["--sim"], options: Self.options)
        guard let path = arguments.rest.first else {
            throw Failure(
                .usage,
                "say what to trade on: 'cantilever paper CONFIG' takes real prices, "
                    + "'cantilever paper --sim' a simulated market"
            )
        }
        try arguments.refuse(after: 1)
        self.path = path
        terms = try PaperTerms(arguments)
        length = try CheckCommand.duration("--for", arguments)
        journal = arguments["--journal"]
        recording = arguments["--record"]
    }
}
