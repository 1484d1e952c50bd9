import Bot
import Configuration
import Paper
import Recording
import Report
import Routes

/// `cantilever backtest`: the bot on prices that somebody has recorded, with virtual money.
enum BacktestCommand: Command {
    static let name = "backtest"
    static let summary = "trade a recording of real or simulated chains with virtual money"
    static let help = """
        Trade a recording with virtual money, and say what would have come of it.

        Usage: cantilever backtest FILE [options]

          --strategy FILE  trade by this strategy; without one by the routes the recording was made for
          --from TIME      leave out what was seen before, such as 2026-11-21T08:00 (UTC)
          --to TIME        leave out what was seen behind it
          --delay N        blocks until what is sent is in one, at the earliest (default 1, the next)
          --impact N       minutes after which half of the bot's own impact on a pool is gone (default
                           10), or 'never'
          --money N        what each place starts with of either token, in whole units of the numéraire
          --seed N         another bridge: how long each transfer takes (default 1)
          --html OUT       one page with plots, for any browser; never replaces a file
          --json           one JSON object; the same for the same file and options

        The bot that trades for real is shown block after block as it was recorded. What it signs is
        executed by virtual contracts, exact to the last unit, on the pools as they stood at the end of
        a later block: behind everybody else's trades of that block, with deadline, minimum output,
        nonce and gas as on a chain. What it has sold weighs on the pools it meets afterwards, though
        nobody in the recording knew of it. Bridges take their time and their fee. Nothing needs a
        network or a key.

        What a recording can't tell: rivals who would have answered the bot, and blocks that were taken
        back. Where nothing else says so, each place starts with its inventory target of both tokens and
        plenty of coins for gas, and a bridge takes its reserve rule's latency.

        A recording that was cut, or is still being written, is traded as far as it is whole; what is
        left out is told. A progress bar and the pace are on standard error.

        Exit codes: 0 traded, 64 usage, 65 the recording or the strategy can't be used, 66 no such file,
        70 a fault of ours.

        Examples:
          cantilever backtest week.recording
          cantilever backtest week.recording --strategy mine.yaml --from 2026-11-21 --json
        """

    static func run(_ words: [String]) throws(Failure) {
        let wishes = try BacktestWishes(words)
        var strategy: Strategy?
        if let path = wishes.strategy { strategy = try self.strategy(path) }
        var feed = try BacktestFeed(wishes.path, from: wishes.from, to: wishes.to)
        let fleet = strategy?.fleet ?? feed.header.fleet
        let stage = BacktestStage(
            fleet: fleet,
            strategy: strategy,
            openings: try feed.openings(of: fleet.chains)
        )
        let plan = try stage.plan(wishes.terms)
        var plots = wishes.page == nil ? nil : BacktestPlots(plan.settings.fleet)
        let outcome = try BacktestWork.run(&feed, plan, stage.valued, &plots)
        if let page = wishes.page, let plots {
            try Files.create(page, Array(plots.page(outcome).html.utf8))
        }
        if wishes.wantsJSON {
            try Terminal.hand(outcome.canonicalJSON + "\n")
        } else {
            try Terminal.hand(outcome.text)
        }
    }

    private static func strategy(_ path: String) throws(Failure) -> Strategy {
        let review = Strategy.review(try Files.read(path))
        guard let strategy = review.strategy else {
            for problem in review.errors {
                Terminal.complain(problem.text(in: ConfigReport.name(of: path)))
            }
            throw Failure(.badData, "\(path) can't be used; 'cantilever config check' says more")
        }
        return strategy
    }
}
