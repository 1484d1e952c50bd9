import Configuration
import Simulation
import Vocabulary

/// `cantilever paper`: trading with virtual money, in a simulated market or on real prices.
enum PaperCommand: Command {
    static let name = "paper"
    static let summary = "trade with virtual money, on real prices or in a simulated market"
    static let help = """
        Trade with virtual money.

        Usage: cantilever paper [--for DURATION] [--delay N] [--impact N] [--money N] [--seed N]
                                [--journal FOLDER] [--record FILE] CONFIG
               cantilever paper --sim [--speed N] [--seed N] [--minutes N] [--journal FOLDER]
                                [--record FILE] [STRATEGY.yaml]

        On real prices, for as long as somebody wants to know:

          --for DURATION  end after so long, such as "2 h"; without it at SIGTERM or SIGINT
          --delay N       blocks until what is sent is in one, at the earliest (default 1, the next)
          --impact N      minutes after which half of the bot's own impact on a pool is gone (default
                          10), or 'never'
          --money N       what each place starts with of either token, in whole units of the numéraire;
                          without it what the section 'simulation' of CONFIG says, or the inventory
                          target
          --seed N        another bridge: how long each transfer takes (default 1)
          --journal FOLDER
                          the bot's journal, marked as one of paper: 'replay', 'explain' and 'journal'
                          read it. The virtual chains are in no file, so none is gone on with
          --record FILE   write down what is traded on, for 'backtest'

        Endpoints of CONFIG are asked as 'check' asks them; what two of a chain's show alike is traded
        on by the bot that trades for real, with virtual money: its executor, account and bridge are
        virtual, its transactions are executed on the pools as they stand at the end of the block they
        would be in, and on top of what the bot did before. No key is needed, none is loaded, and
        nothing is sent. Behind each fill stands how far it was from what the chain would have given:
        the pool is asked at that very block. Troubles of endpoints are told as they come.

        In a simulated market:

          --sim        on a pair of virtual chains; needs no network and no key
          --speed N    market time over wall time, such as 60 or 60x, the usual; 'max' or 0 is as fast
                       as can be
          --seed N     another market; the same seed plays the same one, to the last byte
          --minutes N  stop after so many minutes of the market's time. Without it a terminal is shown
                       the strategy's whole duration, and a pipe a minute of wall time (an hour of the
                       market's at full speed)
          --journal FOLDER
                       the bot writes its journal there, each step before it acts on it, as it would
                       with money: 'replay', 'explain' and 'journal' read it, also after a crash. The
                       market is in no file, so a journal that is there already is refused
          --record FILE
                       write what could be seen of both chains into a new recording, block by block

        Two virtual chains execute the bytes the bot signs: contracts, nonces, fees and a bridge as
        on real ones, exact to the last unit; money, time and people are made up. Before the clock
        starts the bot proves each lane of the bridge with a little money, in fast motion.

        STRATEGY.yaml is any strategy with a section 'simulation' and two chains. Without one the
        built-in parity demo is played (strategies/demo-parity.yaml), and two things are made to
        happen in it: one leg of a trade reverts and is unwound, and the bot dies between its journal
        and the wire and goes on from its journal. Stabilisers are not played yet: only routes trade.

        A terminal is shown a live view; ^C ends it with the summary. NO_COLOR is honoured.

        Exit codes: 0 played, 64 usage, 65 the file can't be played or the folder has a journal, 66 no
        such file, 69 the journal can't be written or the chains can't be seen, 70 a fault of ours.

        Examples:
          cantilever paper alltra.yaml
          cantilever paper --for "24 h" --record day.rec alltra.yaml
          cantilever paper --sim
          cantilever paper --sim --speed max --minutes 120 strategies/demo-profit.yaml
          cantilever paper --sim --journal paper/
          cantilever paper --sim --speed max --minutes 60 --record demo.rec
        """

    static func run(_ words: [String]) throws(Failure) {
        guard words.contains("--sim") else { return try LivePaper.run(LiveWishes(words)) }
        let wishes = try PaperWishes(words)
        let stage = try PaperStage(try strategy(wishes.path))
        let scenery = try stage.scenery(seed: wishes.seed)
        let script = wishes.path == nil ? PaperScript.demo : .none
        var journal: PaperJournal?
        if let folder = wishes.journal { journal = try PaperJournal(folder: folder) }
        var session = try PaperSession(scenery, script, journal)
        if let path = wishes.recording {
            session.recorder = try PaperRecorder(
                path: path,
                name: stage.strategy.name,
                session.fleet
            )
        }
        let isLive = PaperScreen.isThere
        let length = wishes.length(of: stage.simulation.duration, onTerminal: isLive)
        if isLive {
            PaperLive.play(&session, stage, wishes, for: length)
        } else {
            PaperPlain.play(&session, stage, wishes, for: length)
        }
        if let recorder = session.recorder { Terminal.say("\n" + (try recorder.finish())) }
        guard let journal else { return }
        if let failure = journal.failure { throw failure }
        Terminal.say(
            "\nThe journal is \(journal.path); 'cantilever explain --journal' lists what it has."
        )
    }

    static func strategy(_ path: String?) throws(Failure) -> Strategy {
        guard let path else {
            guard let built = Strategy.review(Array(BuiltInStrategy.text.utf8)).strategy else {
                throw Failure(.internal, "the built-in strategy is refused")
            }
            return built
        }
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
