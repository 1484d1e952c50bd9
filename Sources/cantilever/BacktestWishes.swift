import Glibc
import Vocabulary

/// What `backtest` was asked for.
struct BacktestWishes {
    let path: String
    let strategy: String?
    let from: Instant?
    let to: Instant?
    let terms: PaperTerms
    let wantsJSON: Bool
    /// Where a page with plots goes.
    let page: String?

    static let options = ["--strategy", "--from", "--to", "--html"] + PaperTerms.options

    init(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, flags: ["--json"], options: Self.options)
        guard let path = arguments.rest.first else {
            throw Failure(
                .usage,
                "say what to trade on: 'cantilever backtest FILE', a recording that "
                    + "'cantilever record' has made"
            )
        }
        try arguments.refuse(after: 1)
        self.path = path
        strategy = arguments["--strategy"]
        from = try Self.moment(arguments["--from"], "--from")
        to = try Self.moment(arguments["--to"], "--to")
        if let from, let to, from > to {
            throw Failure(.usage, "'--from' is behind '--to', so nothing lies between them")
        }
        terms = try PaperTerms(arguments)
        wantsJSON = arguments.has("--json")
        page = arguments["--html"]
        if let page, unsafe access(page, F_OK) == 0 {
            throw Failure(.badData, "\(page): exists already and is not replaced")
        }
    }

    /// `2026-11-21`, `2026-11-21T08:00`, `2026-11-21T08:00:30Z`, all in UTC.
    static func moment(_ word: String?, _ option: String) throws(Failure) -> Instant? {
        guard let word else { return nil }
        guard let moment = moment(word) else {
            throw Failure(
                .usage,
                "'\(option)' takes a moment in UTC such as 2026-11-21 or 2026-11-21T08:00:30, "
                    + "not '\(word)'"
            )
        }
        return moment
    }

    private static func moment(_ word: String) -> Instant? {
        let text = word.hasSuffix("Z") ? word.dropLast() : word[...]
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        guard let date = numbers(halves[0], by: "-", widths: [4, 2, 2]), halves.count <= 2 else {
            return nil
        }
        var clock: [UInt64] = [0, 0, 0]
        if halves.count == 2 {
            guard
                let read = numbers(halves[1], by: ":", widths: [2, 2])
                    ?? numbers(halves[1], by: ":", widths: [2, 2, 2])
            else { return nil }
            clock = read + (read.count == 2 ? [0] : [])
        }
        let (year, month, day) = (date[0], date[1], date[2])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [UInt64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard
            year >= 1970, (1...12).contains(month), day >= 1, day <= lengths[Int(month) - 1],
            clock[0] < 24, clock[1] < 60, clock[2] < 60
        else { return nil }
        let leaps = (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 - 477
        let days =
            (year - 1970) * 365 + leaps + lengths[..<(Int(month) - 1)].reduce(0, +) + day - 1
        return Instant(
            milliseconds: ((days * 24 + clock[0]) * 60 + clock[1]) * 60_000 + clock[2] * 1_000
        )
    }

    private static func numbers(
        _ text: Substring,
        by separator: Character,
        widths: [Int]
    ) -> [UInt64]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.count) == widths else { return nil }
        let numbers = parts.compactMap { part in
            part.allSatisfy { $0.isASCII && $0.isNumber } ? UInt64(part) : nil
        }
        return numbers.count == widths.count ? numbers : nil
    }
}
