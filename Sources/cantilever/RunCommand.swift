import Ethereum
import Glibc

/// `cantilever run`: the bot over real chains, as far as this version goes.
enum RunCommand: Command {
    static let name = "run"
    static let summary =
        "watch real chains and tell people when something is wrong; read only so far"
    static let help = """
        Watch real chains for as long as it runs, log every change of a verdict, and tell people
        when something is wrong. THIS VERSION CANNOT TRADE YET: nothing is signed and nothing sent.

        Usage: cantilever run [--log human|json] CONFIG

          --log human  a line an event on standard error: time, level, event, text; the default
          --log json   the same as JSON documents, one a line

        Where standard error is systemd's journal (JOURNAL_STREAM), lines begin with their priority
        as <N>, which the journal takes off again.

        Whom to tell stands in CONFIG's section 'alerts'; 'cantilever config keys' describes it. A
        webhook gets each alert as a JSON document, a command reads it on its standard input, and a
        heartbeat's address is asked for as long as new blocks of ALL chains are agreed on and
        judged, and alerts arrive: that it stops is the alarm for everything else. The same trouble is told again after
        5 min, then after twice as long each time, at least every 4 h, and once more when it is over.
        What to do about each alert is in docs/runbook.md.

        Under systemd (Type=notify) it tells when it watches, how it stands (systemctl status), and as
        long as blocks of all chains are judged, or it was told why not, that it is alive; without that
        for WatchdogSec it is ended and started anew. deploy/cantilever.service is such a unit.

        SIGTERM or SIGINT ends it: what waits to be told gets 3 s more; a second one ends it at once.
        SIGHUP reads CONFIG again; if it can't be used, what was read before stays in force.

        Exit codes: 0 it was told to stop; 64 usage; 65 CONFIG has an error; 66 something that CONFIG
        refers to is not there.

        Examples:
          cantilever run alltra.yaml
          cantilever run --log json alltra.yaml 2>> cantilever.log
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, options: ["--log"])
        let word = arguments["--log"] ?? RunLog.Form.human.rawValue
        guard let form = RunLog.Form(rawValue: word) else {
            let known = RunLog.Form.allCases.map(\.rawValue)
            throw Failure(.usage, Suggestion.unknown("form of the log", word, among: known))
        }
        guard let path = arguments.rest.first else {
            throw Failure(.usage, "name the strategy's file to run")
        }
        try arguments.refuse(after: 1)
        // Addresses and tokens are in memory, and no image of it is left behind.
        _ = CoreDumps.forbid()
        endWhereItBreaks()
        try RunSession(StrategyFile(watching: path), RunLog(form)).run()
    }

    /// The Swift runtime can print where a program broke, with what its memory held; where dumps are forbidden
    /// it can't read that and may wait for ever. Whoever restarts a broken bot should learn of it at once. Whoever
    /// started it may have had such signals blocked, which is inherited: a watchdog's would wait for ever.
    private static func endWhereItBreaks() {
        var breaking = sigset_t()
        unsafe sigemptyset(&breaking)
        for number in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
            signal(number, SIG_DFL)
            unsafe sigaddset(&breaking, number)
        }
        unsafe pthread_sigmask(SIG_UNBLOCK, &breaking, nil)
    }
}
