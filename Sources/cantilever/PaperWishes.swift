import Vocabulary

/// What `paper --sim` was asked for.
struct PaperWishes {
    /// Market time over wall time; `nil` is as fast as can be.
    var speed: UInt64? = 60
    var seed: UInt64?
    /// Of the market.
    var minutes: UInt64?
    /// The folder that the bot's journal is made in; `nil` keeps it in memory.
    var journal: String?
    /// `nil` plays the built-in strategy.
    var path: String?
    /// Where the world's blocks are written to.
    var recording: String?

    static let fastest: UInt64 = 100_000
    static let mostMinutes: UInt64 = 1_000_000
    /// Without a terminal nobody looks for longer than this, in wall time.
    private static let patience = Interval(milliseconds: 60_000)
    /// What is played at full speed without a terminal.
    private static let hour = Interval(milliseconds: 3_600_000)

    static let options = ["--speed", "--seed", "--minutes", "--journal", "--record"]

    init(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, flags: ["--sim"], options: Self.options)
        try arguments.refuse(after: 1)
        path = arguments.rest.first
        journal = arguments["--journal"]
        recording = arguments["--record"]
        if let word = arguments["--speed"] { speed = try Self.speed(word) }
        if let word = arguments["--seed"] {
            guard let number = UInt64(word) else {
                throw Failure(.usage, "'--seed' takes a whole number, not '\(word)'")
            }
            seed = number
        }
        if let word = arguments["--minutes"] {
            guard let number = UInt64(word), (1...Self.mostMinutes).contains(number) else {
                throw Failure(
                    .usage,
                    "'--minutes' takes a whole number from 1 to \(Self.mostMinutes), not '\(word)'"
                )
            }
            minutes = number
        }
    }

    private static func speed(_ word: String) throws(Failure) -> UInt64? {
        if word == "max" { return nil }
        let digits = word.hasSuffix("x") ? String(word.dropLast()) : word
        guard let number = UInt64(digits), number <= fastest else {
            throw Failure(
                .usage,
                "'--speed' takes 'max' or a whole number up to \(fastest), such as 60x, not '\(word)'"
            )
        }
        return number == 0 ? nil : number
    }

    /// How much of the market's time is played.
    func length(of strategy: Interval, onTerminal: Bool) -> Interval {
        if let minutes { return Interval(milliseconds: minutes * 60_000) }
        if onTerminal { return strategy }
        let length = speed.map { Interval(milliseconds: Self.patience.milliseconds * $0) }
        return min(strategy, length ?? Self.hour)
    }
}
