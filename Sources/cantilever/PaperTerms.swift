import Vocabulary

/// What a paper world is given and how slow it is, as a person asks for it.
struct PaperTerms {
    let seed: UInt64
    /// Blocks until what is sent is in one, at the earliest.
    let delay: UInt64
    /// Half-life of the bot's own impact; `nil` for ever.
    let impact: Interval?
    /// What each place starts with of either token, in whole units of the numéraire; `nil` for what the
    /// strategy says.
    let money: UInt64?

    static let options = ["--seed", "--delay", "--impact", "--money"]

    init(_ arguments: Arguments) throws(Failure) {
        seed = try Self.number(arguments["--seed"], "--seed", within: 0...(.max)) ?? 1
        delay = try Self.number(arguments["--delay"], "--delay", within: 1...64) ?? 1
        impact = try Self.impact(arguments["--impact"])
        money = try Self.number(arguments["--money"], "--money", within: 1...1_000_000_000_000)
    }

    static func number(
        _ word: String?,
        _ option: String,
        within range: ClosedRange<UInt64>
    ) throws(Failure) -> UInt64? {
        guard let word else { return nil }
        guard let number = UInt64(word), range.contains(number) else {
            throw Failure(
                .usage,
                "'\(option)' takes a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "not '\(word)'"
            )
        }
        return number
    }

    /// In minutes, or `never` for what never fades.
    private static func impact(_ word: String?) throws(Failure) -> Interval? {
        guard let word else { return Interval(milliseconds: 600_000) }
        if word == "never" { return nil }
        guard let minutes = UInt64(word), minutes <= 1_000_000 else {
            throw Failure(
                .usage,
                "'--impact' takes the minutes after which half of the bot's own impact is gone, or "
                    + "'never', not '\(word)'"
            )
        }
        return Interval(milliseconds: max(1, minutes * 60_000))
    }
}
