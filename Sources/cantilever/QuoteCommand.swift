import Ethereum
import Numerics
import Venues
import Vocabulary

/// `cantilever quote`: what would this pool pay?
enum QuoteCommand: Command {
    static let name = "quote"
    static let summary = "say what a pool would pay, to the last unit"
    static let help = """
        Say what pools would pay, exactly as their contracts would.

        Usage: cantilever quote --sell base|quote (--amount NUMBER | --units UNITS) [FILE] [--json]

          --sell SIDE      which of the pool's two tokens is sold
          --amount NUMBER  whole tokens, such as 1_000.5; the pool must say its decimals
          --units UNITS    base units
          --json           one JSON object a pool; every integer as text

        FILE holds pool states as JSON, standard input is read without one: one object, an array of
        them, or one object a line. A state is what the contract stores, at one block:

          {"kind":"dodo","contract":"dvm|dpp|dsp|gsp","revision":"current|before-2024",
           "regime":"one|above-one|below-one","guidePrice":…,"slippage":…,"baseReserve":…,
           "quoteReserve":…,"baseTarget":…,"quoteTarget":…,"lpFeeRate":…,"maintainerFeeRate":…}
          {"kind":"uniswap-v2","reserve0":…,"reserve1":…,"feeKept":997,"feeWhole":1000}
          {"kind":"uniswap-v3","sqrtPriceX96":…,"tick":…,"liquidity":…,"fee":500,"tickSpacing":10,
           "ticks":[{"index":…,"liquidityNet":…}],"firstWord":…,"lastWord":…}
          {"kind":"stableswap","generation":"early|classic|next-generation","balances":[…],
           "decimals":[…],"amplification":…,"fee":…,"administratorShare":…,"base":0,"quote":1}

        Each may have a "name" and, but for stableswap which needs them, "decimals":[base,quote].
        Base is token 0 of a Uniswap pool. A DVM has no regime and no targets. firstWord and lastWord
        are the words of the tick bitmap that were read; beyond them the answer is that more are
        needed. docs/pool-maths.md says what is proven against which contracts.

        A pool that would revert is an answer too: it is printed with the contract's reason.

        Exit codes: 0 every pool answered, 64 usage, 65 a state is wrong, 66 no such file.

        Examples:
          cantilever quote --sell base --units 1000000 pools.json
          cantilever quote --sell quote --amount 10_000 --json < pools.jsonl
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            flags: ["--json"],
            options: ["--sell", "--amount", "--units"]
        )
        try arguments.refuse(after: 1)
        let sides: [(String, Side)] = [("base", .base), ("quote", .quote)]
        guard let word = arguments["--sell"] else {
            throw Failure(.usage, "say what is sold: --sell base or --sell quote")
        }
        guard let side = sides.first(where: { $0.0 == word })?.1 else {
            throw Failure(.usage, Suggestion.unknown("side", word, among: sides.map(\.0)))
        }
        let question = PoolQuestion(side: side, amount: try amount(arguments))
        let path = arguments.rest.first ?? "-"
        let entries = try PoolFile.entries(path)
        var wrong = 0
        for entry in entries {
            do throws(WrongPool) {
                let answer = try question.ask(try PoolState(entry.document))
                Terminal.say(arguments.has("--json") ? answer.document.description : answer.text)
            } catch {
                wrong += 1
                Terminal.complain("cantilever: \(entry.place): '\(error.field)' \(error.why)")
            }
        }
        guard wrong == 0 else {
            throw Failure(.badData, "\(wrong) of \(entries.count) pool states are wrong")
        }
    }

    private static func amount(_ arguments: Arguments) throws(Failure) -> PoolQuestion.Amount {
        switch (arguments["--amount"], arguments["--units"]) {
        case (nil, let text?):
            guard let units = try? UInt256(decimal: text) else {
                throw Failure(.usage, "--units: '\(text)' is no whole number of at most 256 bits")
            }
            return .units(units)
        case (let text?, nil):
            guard let number = try? DecimalNumber(text) else {
                throw Failure(.usage, "--amount: '\(text)' is no decimal number such as 1_000.5")
            }
            return .whole(number)
        default: throw Failure(.usage, "give either --amount or --units")
        }
    }
}
