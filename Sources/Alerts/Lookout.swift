public import Bot
public import Risk
public import Vocabulary

/// All there is to alerts in one value: hand it the bot's alerts and show it the bot now and then; send what
/// it answers.
///
/// ```text
/// bot's alerts ---\
/// bot, each second --- survey --- board ---> notices
///                        \------ pulse ---> heartbeat
/// ```
public struct Lookout: Sendable {
    private var survey: Survey
    private var board: AlertBoard
    private var pulse: Pulse?

    /// `heartbeat` is the least time between two of them; `nil` without any.
    public init(
        _ parameters: AlertParameters = AlertParameters(),
        heartbeat: Interval? = nil,
        since start: Instant
    ) {
        survey = Survey(parameters.thresholds, since: start)
        board = AlertBoard(parameters.rhythm)
        pulse = heartbeat.map { Pulse(every: $0) }
    }

    /// Of builds for tests.
    package mutating func plant(_ mistake: AlertMistake) {
        survey.mistake = mistake
        board.mistake = mistake
        pulse?.mistake = mistake
    }

    /// Other parameters from now on; what stands is not told again for it.
    public mutating func configure(_ parameters: AlertParameters, heartbeat: Interval?) {
        survey.configure(parameters.thresholds)
        board.configure(parameters.rhythm)
        guard let heartbeat else { return pulse = nil }
        if pulse == nil { pulse = Pulse(every: heartbeat) } else { pulse?.every = heartbeat }
    }

    /// What one look at the bot asks for.
    public struct Outcome: Sendable {
        public let notices: [AlertNotice]
        /// Every chain has a new assessed block: tell whoever waits for it.
        public let beats: Bool
        /// Every chain's newest block was judged, or it was told why not: whoever watches over the process may
        /// be told that it does its work.
        public let isAccounted: Bool
    }

    public mutating func look(
        at bot: Bot,
        endpoints: (ChainID) -> [String],
        now: Instant
    ) -> Outcome {
        let sight = survey.look(at: bot, endpoints: endpoints, now: now)
        let beats = pulse?.beats(sight.assessed, at: now) ?? false
        let notices = board.look(sight.findings, at: now)
        let isAccounted =
            bot.settings != nil
            && sight.gaps.allSatisfy { gap in gap.reasons.contains { board.isTold($0) } }
        return Outcome(notices: notices, beats: beats, isAccounted: isAccounted)
    }

    /// What the bot wants a person to know.
    public mutating func take(_ alert: Alert, at now: Instant) -> [AlertNotice] {
        guard let key = AlertKey(alert) else { return [] }
        return board.happen(key, AlertLevel(alert.severity), alert.text, at: now)
    }

    /// What whoever runs the bot has seen beside it.
    public mutating func happen(
        _ key: AlertKey,
        _ level: AlertLevel,
        _ text: String,
        at now: Instant
    ) -> [AlertNotice] {
        board.happen(key, level, text, at: now)
    }

    /// What stands now.
    public var troubles: [(key: AlertKey, level: AlertLevel, text: String)] { board.troubles }
}
