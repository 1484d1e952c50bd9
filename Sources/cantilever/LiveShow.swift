import Accounts
import Configuration
import Glibc
import Live
import Routes
import Vocabulary

/// What a session on real prices shows a person: a screen on a terminal, lines anywhere else.
struct LiveShow {
    private let strategy: Strategy
    private let isLive = PaperScreen.isThere
    private var view: PaperView
    private var screen = PaperScreen()
    private var signals: PaperSignals?
    private var nextFrame = SteadyTime.now
    /// Somebody reads the lines.
    private var isRead = true

    private static let frame = Interval(milliseconds: 200)

    init(_ strategy: Strategy) {
        self.strategy = strategy
        view = PaperView(name: strategy.name, speed: "real time")
    }

    private var heading: String {
        let chains = strategy.fleet.chains.map { "\($0.name) (\($0.id))" }.joined(
            separator: " and "
        )
        return """
            \(strategy.name): paper money on real prices of \(chains). What is seen is real; \
            money, executor and bridge are virtual. No key is loaded, and nothing is sent.

            """
    }

    mutating func open() {
        guard isLive else { return Terminal.say(heading) }
        signals = PaperSignals([.resized, .suspend])
        screen.open()
        screen.draw([
            PaperRow(strategy.name, .strong),
            PaperRow("Waits for the first blocks that endpoints agree on ...", .faint),
        ])
    }

    /// Every chain has been seen, and its contracts inspected.
    mutating func begin(_ session: LiveSession) {
        guard !isLive else { return }
        let heads = session.fleet.chains.map(\.name).joined(separator: " and ")
        let time = CalendarTime(session.start)?.text ?? "\(session.start.milliseconds)"
        Terminal.say(
            "\(heads) are seen, and their contracts inspected. Trading on paper begins at \(time).\n"
        )
    }

    mutating func tell(_ lines: [String]) {
        guard !isLive else { return view.note(lines) }
        for line in lines { isRead = Terminal.tell(line) && isRead }
    }

    /// Something is wrong with endpoints.
    mutating func trouble(_ line: String) {
        let day: UInt64 = 86_400_000
        let now = Instant.onTheWall
        let midnight = Instant(milliseconds: now.milliseconds - now.milliseconds % day)
        let word = SimulatedNarration.word("warning")
        tell([PaperText.clock(from: midnight, to: now) + "  " + word + line])
    }

    /// Shows how it stands, a few times a second; `false` when nobody wants to see it any more.
    mutating func draw(_ session: LiveSession?) -> Bool {
        guard isLive else { return isRead }
        switch signals?.next(within: nil) {
        case .resized: screen.resize()
        case .suspend:
            screen.close()
            kill(getpid(), SIGSTOP)
            screen.open()
        case .interrupt, .terminate: return false
        case nil: break
        }
        guard nextFrame <= .now else { return true }
        nextFrame = SteadyTime.now.advanced(by: Self.frame)
        if let session {
            screen.draw(view.rows(session, width: screen.width, height: screen.height))
        } else {
            screen.draw(
                [
                    PaperRow(strategy.name, .strong),
                    PaperRow("Waits for the first blocks that endpoints agree on ...", .faint),
                ] + view.news.map { PaperRow("  " + $0) }
            )
        }
        return true
    }

    mutating func close(_ session: LiveSession?) {
        if isLive {
            screen.close()
            signals = nil
            Terminal.say(heading)
        }
        guard let session else { return }
        Terminal.say((isLive ? "" : "\n") + PaperClosing.text(session))
    }
}
