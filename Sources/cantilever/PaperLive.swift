import Configuration
import Glibc
import Simulation
import Vocabulary

/// A paper session on a terminal: a screen that is kept up to date until the time is over or ^C is typed.
enum PaperLive {
    /// Between two looks of a person.
    private static let frame = Interval(milliseconds: 100)

    static func play(
        _ session: inout PaperSession,
        _ stage: PaperStage,
        _ wishes: PaperWishes,
        for length: Interval
    ) {
        let speed = wishes.speed.map { "\($0)x" } ?? "full speed"
        var view = PaperView(name: stage.strategy.name, speed: speed)
        let signals = PaperSignals([.interrupt, .terminate, .resized, .suspend])
        var screen = PaperScreen()
        screen.open()
        screen.draw([PaperRow("The bot proves its bridge, in fast motion ...", .faint)])
        view.note(session.overture())
        var pace = PaperPace(wishes.speed, from: session.world.now)
        let end = session.world.now.advanced(by: length)
        var isOver = false
        while !isOver, session.world.now < end, !session.isStopped {
            // However slow this machine is, a person is answered every few frames.
            let due = min(end, pace.due(after: session.world.now))
            let portion = session.world.now.advanced(by: PaperPace.portion)
            view.note(session.run(until: min(due, portion)))
            screen.draw(view.rows(session, width: screen.width, height: screen.height))
            if due >= end, portion >= end { break }
            let rest = due > portion || wishes.speed == nil ? nil : frame
            switch signals.next(within: rest) {
            case .interrupt, .terminate: isOver = true
            case .resized: screen.resize()
            case .suspend:
                let before = session.world.now
                screen.close()
                kill(getpid(), SIGSTOP)
                screen.open()
                pace = PaperPace(wishes.speed, from: before)
            case nil: break
            }
        }
        screen.close()
        Terminal.say(PaperPlain.heading(stage) + "\n" + PaperClosing.text(session))
    }
}
