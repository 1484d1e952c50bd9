import Numerics
import Vocabulary

// The lines of a scenario that say what the world is, and what happens in it besides faults.

extension FaultLineReader {
    /// As long as a world may last.
    mutating func lasting() throws(FaultScriptError) -> Interval {
        let word = Word(text: ahead, column: column)
        let lasting = try duration()
        let most = Interval(milliseconds: 366 * 86_400_000)
        guard lasting.milliseconds > 0, lasting <= most else {
            throw error(word, .notADuration(found: word.text))
        }
        return lasting
    }

    /// `5x`.
    mutating func flow() throws(FaultScriptError) -> UInt64 {
        let word = wanted()
        guard let text = word.text, text.hasSuffix("x"), let flow = UInt64(text.dropLast()) else {
            throw unexpected(word, expected: ["a multiple such as 5x"])
        }
        guard flow >= 1 else { throw error(word, .tooSmall(found: text, least: 1)) }
        guard flow <= 100 else { throw error(word, .tooLarge(found: text, most: 100)) }
        return flow
    }

    /// A decimal number of whole coins.
    mutating func coins() throws(FaultScriptError) -> Wei {
        let word = wanted()
        let coins = word.text.flatMap { try? DecimalNumber($0).scaled(to: 18) }
        // A thousand million of them.
        guard let coins, coins < UInt256.one << 90 else {
            throw unexpected(word, expected: ["a number of coins such as 0.5"])
        }
        return Wei(coins)
    }

    /// `138/1 down from 5 min to 25 min`.
    mutating func endpointSpell(
        endpoints: Int
    ) throws(FaultScriptError) -> Scenario.EndpointSpell {
        let (chain, index) = try endpoint(of: endpoints)
        let word = wanted()
        let trouble: Scenario.EndpointSpell.Trouble
        switch word.text {
        case "down": trouble = .down
        case "stalled": trouble = .stalled
        case "lag": trouble = .lag(try count(atLeast: 1))
        case "without-logs": trouble = .withoutLogs
        default:
            throw unexpected(word, expected: ["down", "stalled", "lag", "without-logs"])
        }
        let span = try span()
        return Scenario.EndpointSpell(
            chain: chain,
            index: index,
            trouble: trouble,
            from: span.from,
            to: span.to ?? Instant(milliseconds: .max)
        )
    }

    private mutating func endpoint(
        of count: Int
    ) throws(FaultScriptError) -> (ChainID, index: Int) {
        let word = wanted()
        let parts = word.text?.split(separator: "/", omittingEmptySubsequences: false) ?? []
        let chains = [SimulatedDemo.home, SimulatedDemo.away]
        guard parts.count == 2, let number = UInt64(parts[0]), chains.contains(number),
            let chain = ChainID(number), let index = Int(parts[1]), (1...count).contains(index)
        else {
            let known = chains.flatMap { chain in (1...count).map { "\(chain)/\($0)" } }
            throw unexpected(word, expected: known)
        }
        return (chain, index - 1)
    }

    /// `halt at 10 min`.
    mutating func operatorDeed() throws(FaultScriptError) -> Scenario.OperatorDeed {
        let word = wanted()
        guard let act = word.text.flatMap(Scenario.OperatorDeed.Act.init(rawValue:)) else {
            let acts = Scenario.OperatorDeed.Act.allCases.map(\.rawValue)
            throw unexpected(word, expected: acts)
        }
        let at = wanted()
        guard at.text == "at" else { throw unexpected(at, expected: ["at"]) }
        return Scenario.OperatorDeed(at: try moment(), act: act)
    }

    private mutating func moment() throws(FaultScriptError) -> Instant {
        Instant(milliseconds: try duration().milliseconds)
    }

    /// `from 5 min to 25 min`, or one of them, or nothing.
    mutating func span() throws(FaultScriptError) -> Expectation.Span {
        var span = Expectation.Span()
        if ahead == "from" {
            _ = next()
            span.from = try moment()
        }
        if ahead == "to" {
            let word = wanted()
            let end = try moment()
            guard end > span.from else { throw error(word, .endsBeforeItBegins) }
            span.to = end
        }
        return span
    }
}
