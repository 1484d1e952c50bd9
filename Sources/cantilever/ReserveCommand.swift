import Numerics
import Parity
import Routes
import Vocabulary

/// `cantilever reserve`: what a bridge must hold so that it can pay while transfers are on their way.
enum ReserveCommand: Command {
    static let name = "reserve"
    static let summary = "calculate what a bridge must hold in reserve"
    static let help = """
        Calculate what a bridge must hold in reserve: peak outflow times latency, times a factor.

        Usage: cantilever reserve --peak AMOUNT [options]

          --peak AMOUNT         what leaves the bridge in its busiest minute, in whole tokens
          --latency TIME        how long a transfer takes (default "5 min")
          --factor N            the safety factor (default 5, at least 3)
          --decimals N          the token's decimals (default 6)
          --available AMOUNT    what the vault holds: judges it
          --pending AMOUNT      of that, what transfers under way will take
          --planned AMOUNT      and what is planned
          --net-outflow AMOUNT  what leaves an hour on balance: says how long the reserve lasts
          --json                one JSON object; integers are strings, amounts are base units

        Exit codes: 0 calculated, and the reserve suffices where it was given; 1 it does not
        suffice; 64 usage.

        Examples:
          cantilever reserve --peak 10_000
          cantilever reserve --peak 10_000 --latency "5 min" --factor 3 --available 200_000
          cantilever reserve --peak 10_000 --available 2_000_000 --pending 50_000 \\
            --net-outflow 50_000
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            flags: ["--json"],
            options: [
                "--peak", "--latency", "--factor", "--decimals", "--available", "--pending",
                "--planned", "--net-outflow",
            ]
        )
        try arguments.refuse(after: 0)
        let question = try ReserveQuestion(arguments)
        Terminal.say(arguments.has("--json") ? question.canonicalJSON : question.text)
        if let check = question.check, !check.passes {
            throw Failure(.negative, "the reserve does not suffice")
        }
    }
}
