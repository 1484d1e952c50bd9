import Report
import Simulation
import Vocabulary

/// `cantilever simulate`: the bot in simulated worlds, run after run, with faults on demand.
enum SimulateCommand: Command {
    static let name = "simulate"
    static let summary = "run the bot in simulated worlds with faults on demand"
    static let help = """
        Run the bot on two virtual chains with people, a bridge and faults, and hold it to its promises.

        Usage: cantilever simulate [options]
               cantilever simulate [--jobs N] [--json] SCENARIO ...
               cantilever simulate --trades N [options] [STRATEGY ...]

          --seed N        the first run's seed (default 1); run after run it grows by one
          --hours N       virtual time with flow and faults (default 1; 0.5 is half an hour)
          --flow Nx       multiplies the macro flow (default 1x; 5x is the stress row)
          --one-way       the macro flow never turns round
          --trouble       manipulators, a rival and providers of liquidity too
          --pools N       pools on each chain (default 1, at most 8)
          --faults WHAT   none, some, all, or a file with a fault script (default none)
          SCENARIO        a file that says what the world is, what goes wrong, what is expected
          --runs N        how many runs (default 1)
          --jobs N        how many at once (default 1)
          --report FILE   a page of HTML with plots of the first run, which opens in any browser
          --json          one JSON object; the same for the same options
          --trades N      instead, run after run until N trades have ended, and a report on them; with
                          strategies named behind it each of them is played too and brings its share
          --targets       the targets' report: 20 seeds of 24 hours each at 1x and at 5x, without and
                          with faults, as Markdown; takes --seed, --hours, --runs and --jobs

        After the time is over faults and flow stop, everything comes to rest, an operator lifts what
        stands, and it comes to rest again. A run is good when no promise was broken on the way: no
        nonce signed for two things, no leg twice, books that sum and equal the chains, nothing left
        open, parity or a reason. A run that is not prints the command that runs it again.

        A scenario is played and its expectations are judged. Its lines are those of a fault script
        (rate, at, stop) and: seed, lasting, flow, one-way, trouble, feeds, pools, endpoints,
        inventory, vault, coins; endpoint, operator; expect. museum/README.md explains each, and
        museum/ has one for each accident of others that could be ours.

        Exit codes: 0 all runs were good, 1 one was not, 64 usage, 65 a file is wrong, 66 it cannot
        be read.

        Examples:
          cantilever simulate --hours 24 --flow 5x
          cantilever simulate --faults all --runs 20 --jobs 2
          cantilever simulate museum/*.scenario
          cantilever simulate --hours 6 --report run.html
        """

    /// What a scenario says by itself.
    static let worldFlags = ["--one-way", "--trouble"]
    static let worldOptions = ["--seed", "--hours", "--flow", "--faults", "--runs", "--pools"]

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            flags: ["--json", "--targets"] + worldFlags,
            options: ["--jobs", "--trades", "--report"] + worldOptions
        )
        if arguments["--trades"] == nil, !arguments.rest.isEmpty {
            return try SimulateScenarios.run(arguments)
        }
        let wish = try SimulateWish(arguments)
        let page = arguments["--report"]
        if let page { try Files.refuseExisting(page) }
        guard page == nil || arguments["--trades"] == nil && !arguments.has("--targets") else {
            throw Failure(
                .usage,
                "'--report' draws one run, '--trades' and '--targets' sum up many"
            )
        }
        if let trades = arguments["--trades"] {
            return try Terminal.hand(try TradeWishes(trades, wish, arguments.rest).report().text)
        }
        if arguments.has("--targets") { return try TargetsReport.tell(wish) }
        let (outcomes, plots) = try SimulateWork.run(wish, isPlotted: page != nil)
        let report = SimulateReport(wish, outcomes)
        if let page, let plots {
            try Files.create(page, Array(SimulatePage.page(report, plots).html.utf8))
        }
        if arguments.has("--json") {
            try Terminal.hand(report.canonicalJSON + "\n")
        } else {
            try Terminal.hand(report.text)
        }
        let bad = outcomes.filter { !$0.isGood }
        guard bad.isEmpty else {
            throw Failure(.negative, "\(bad.count) of \(outcomes.count) runs broke a promise")
        }
    }
}
