import Configuration
import Live
import Routes
import Vocabulary

/// `cantilever record`: what real chains show, written down for backtests.
enum RecordCommand: Command {
    static let name = "record"
    static let summary = "write down what real chains show, block by block, for backtests"
    static let help = """
        Write down what real chains show; no key is needed.

        Usage: cantilever record [--for DURATION] [--blocks N] CONFIG FILE

          --for DURATION  end after so long, such as "2 h"
          --blocks N      end when N blocks of every chain are written

        Without either it goes on until SIGTERM or SIGINT. FILE is whole at the end, and is never
        replaced. A process that is killed leaves what was written until two seconds before; the
        file says that it was cut and where, and a backtest takes what is whole.

        A block is written once two endpoints of its chain have shown the same of it, and never on
        the word of one alone, unless CONFIG names only one. Blocks on which nobody agreed in time
        are left out. Troubles of endpoints are told on standard error.

        Exit codes: 0 recorded, 64 usage, 65 CONFIG can't be used or FILE exists, 66 no such file,
        69 nothing was seen that endpoints agree on, or FILE can't be written.

        Examples:
          cantilever record --for "24 h" alltra.yaml day.rec
          cantilever backtest day.rec --strategy alltra.yaml
        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, options: ["--for", "--blocks"])
        guard arguments.rest.count >= 2 else {
            throw Failure(.usage, "name the strategy's file and the file to write")
        }
        try arguments.refuse(after: 2)
        let length = try CheckCommand.duration("--for", arguments)
        let blocks = try PaperTerms.number(
            arguments["--blocks"],
            "--blocks",
            within: 1...1_000_000_000
        )
        let strategy = try CheckCommand.strategy(arguments.rest[0])
        try Files.refuseExisting(arguments.rest[1])
        let watcher = try Watcher(strategy)
        let recorder = try SightingRecorder(
            path: arguments.rest[1],
            name: strategy.name,
            strategy.fleet
        )
        try watch(watcher, recorder, for: length, blocks: blocks)
        let summary = try recorder.finish()
        let unseen = watcher.unseen(recorder.hasBlocks)
        guard unseen.isEmpty else {
            throw Failure(
                .unavailable,
                "no block of \(unseen.joined(separator: ", ")) that endpoints agree on; \(summary)"
            )
        }
        Terminal.say(summary)
    }

    private static let glance = Interval(milliseconds: 1_000)

    private static func watch(
        _ watcher: Watcher,
        _ recorder: SightingRecorder,
        for length: Interval?,
        blocks: UInt64?
    ) throws(Failure) {
        let end = length.map { SteadyTime.now.advanced(by: $0) }
        while recorder.fewest < blocks ?? .max {
            var limit = glance
            if let end {
                let left = SteadyTime.now.milliseconds(until: end)
                guard left > 0 else { return }
                limit = min(limit, Interval(milliseconds: left))
            }
            guard watcher.wait(within: limit) else { return }
            for sighting in watcher.takeSightings() { try recorder.take(sighting) }
            for line in watcher.takeTroubles() { Terminal.complain("cantilever: \(line)") }
            try recorder.breathe()
        }
    }
}
