import Configuration
import Simulation
import Vocabulary

/// A paper session as lines, for pipes and files.
enum PaperPlain {
    private static let slice = Interval(milliseconds: 50)

    static func play(
        _ session: inout PaperSession,
        _ stage: PaperStage,
        _ wishes: PaperWishes,
        for length: Interval
    ) {
        Terminal.say(heading(stage))
        for line in session.overture() { Terminal.say(line) }
        Terminal.say(opened(session))
        let signals = PaperSignals([.interrupt, .terminate])
        let pace = PaperPace(wishes.speed, from: session.world.now)
        let end = session.world.now.advanced(by: length)
        while session.world.now < end, !session.isStopped {
            let due = min(end, pace.due(after: session.world.now))
            let next = session.run(until: due)
            for line in next { Terminal.say(line) }
            if due >= end { break }
            if signals.next(within: wishes.speed == nil ? nil : slice) != nil { break }
        }
        Terminal.say("\n" + PaperClosing.text(session))
    }

    static func heading(_ stage: PaperStage) -> String {
        """
        \(stage.strategy.name): paper money on two simulated chains. Money, time and people are made
        up; contracts, transactions, nonces and the bot's decisions are exact.

        """
    }

    /// Where fast motion ends.
    static func opened(_ session: PaperSession) -> String {
        let proved = session.isProved
        return proved
            ? "\nThe bridge is proved; until here in fast motion. From here the clock is kept.\n"
            : "\nThe bridge could not be proved within an hour. From here the clock is kept.\n"
    }
}
