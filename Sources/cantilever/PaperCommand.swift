import Bot
import Numerics
import Simulation
import Vocabulary

/// `cantilever paper`: trading with virtual money. Only the simulated market is built.
enum PaperCommand: Command {
    static let name = "paper"
    static let summary = "trade with virtual money (today: on two simulated chains)"
    static let help = """
        Trade with virtual money.

        Usage: cantilever paper --sim

          --sim  on a built-in pair of virtual chains; needs no network, no file and no key

        Two virtual chains execute the bytes the bot signs: contracts, nonces, fees and a bridge as
        on real ones, exact to the last unit; money, time and people are made up. It plays paired
        trades that settle, one whose second leg fails and is unwound, and one that survives a crash
        of the bot. Paper trading on real prices is not built yet.

        Exit codes: 0 the market ended as the script promises, 64 usage, 70 it did not.

        Example:
          cantilever paper --sim
        """

    static func run(_ arguments: [String]) throws(Failure) {
        for word in arguments where word != "--sim" {
            if word.hasPrefix("-") {
                throw Failure(
                    .usage,
                    Suggestion.unknown("option", word, among: ["--sim", "--help"])
                )
            }
            throw Failure(
                .usage,
                "paper trading on real prices ('\(word)') is not built yet; use 'paper --sim'"
            )
        }
        guard !arguments.isEmpty else {
            throw Failure(.usage, "say where to trade: 'cantilever paper --sim'")
        }
        try SimulatedShow.play()
    }
}
