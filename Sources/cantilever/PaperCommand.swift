import Bot
import Numerics
import Simulation
import Vocabulary

/// `cantilever paper`: trading with virtual money. Only the toy market is built.
enum PaperCommand: Command {
    static let name = "paper"
    static let summary = "trade with virtual money (today: on a built-in toy market)"
    static let help = """
        Trade with virtual money.

        Usage: cantilever paper --sim

          --sim  on a built-in pair of virtual chains; needs no network, no file and no key

        The built-in market is a toy: two chains with one Uniswap V2 pair each, exact to the last
        unit; numbers chosen for the show, a signer that does not sign, and no bridge. It plays one paired trade that settles, one whose
        second leg fails and is unwound, and one that survives a crash of the bot. Paper trading
        on real prices is not built yet.

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
        try ToyShow.play()
    }
}
