public import Risk
public import Vocabulary

/// Decides what is told when: troubles come in as often as they are seen, few notices go out.
///
/// It has no clock and does nothing: whoever owns it tells it the time and sends what it answers.
public struct AlertBoard: Sendable {
    private var rhythm: AlertRhythm
    private var standing: [StandingTrouble] = []
    private var passing: [PassingTrouble] = []
    /// There was no place for something.
    private var crowd: PassingTrouble?
    private var last: Instant?
    /// Of builds for tests.
    package var mistake = AlertMistake()

    /// Troubles of each sort that are remembered at once. More are one alert, `too-many-alerts`.
    public static let mostTroubles = 512

    public init(_ rhythm: AlertRhythm = AlertRhythm()) {
        self.rhythm = rhythm
    }

    /// Another rhythm from the next notice on; nothing is told again for it.
    public mutating func configure(_ rhythm: AlertRhythm) {
        self.rhythm = rhythm
    }

    /// Whether this was told as a trouble and not as over since.
    func isTold(_ key: AlertKey) -> Bool { standing.contains { $0.key == key && !$0.isOver } }

    /// What stands and was not called over, in the order it came.
    public var troubles: [(key: AlertKey, level: AlertLevel, text: String)] {
        standing.filter { !$0.isOver }.map { ($0.key, $0.level, $0.text) }
    }

    /// Takes all that can be seen now. What is not among the findings does not exist any more.
    public mutating func look(_ findings: [AlertFinding], at now: Instant) -> [AlertNotice] {
        notice(now)
        var notices: [AlertNotice] = []
        var kept: [StandingTrouble] = []
        for var trouble in standing {
            let found = findings.first { $0.key == trouble.key }
            switch found?.state {
            case .trouble(let level, let text)?:
                if let told = trouble.see(level, Self.cut(text), at: now, rhythm) {
                    notices.append(told)
                }
            case .unknown?:
                if let told = trouble.miss(at: now, rhythm) { notices.append(told) }
            case .well?, nil:
                let (told, isKept) = trouble.ease(at: now, rhythm)
                if let told { notices.append(told) }
                guard isKept else { continue }
            }
            kept.append(trouble)
        }
        standing = kept
        for finding in findings {
            guard
                case .trouble(let level, let text) = finding.state,
                !standing.contains(where: { $0.key == finding.key })
            else { continue }
            guard standing.count < Self.mostTroubles else {
                notices += crowded(finding.key, at: now)
                continue
            }
            let trouble = StandingTrouble(
                finding.key,
                level,
                Self.cut(text),
                at: now,
                rhythm,
                mistake
            )
            standing.append(trouble)
            notices.append(trouble.first)
            if mistake.isPlanted(.forgottenKey) { standing.removeLast() }
        }
        return notices + pass(at: now)
    }

    /// Takes something that has happened.
    public mutating func happen(
        _ key: AlertKey,
        _ level: AlertLevel,
        _ text: String,
        at now: Instant
    ) -> [AlertNotice] {
        notice(now)
        let place: Int
        if let known = passing.firstIndex(where: { $0.key == key }) {
            place = known
        } else {
            guard passing.count < Self.mostTroubles else { return crowded(key, at: now) }
            place = passing.count
            passing.append(PassingTrouble(key, at: now, rhythm, mistake))
        }
        return [passing[place].happen(level, Self.cut(text), at: now, rhythm)].compactMap(\.self)
    }

    private mutating func pass(at now: Instant) -> [AlertNotice] {
        var notices: [AlertNotice] = []
        var kept: [PassingTrouble] = []
        for var trouble in passing {
            let (told, isKept) = trouble.pass(at: now, rhythm)
            if let told { notices.append(told) }
            if isKept { kept.append(trouble) }
        }
        passing = kept
        if let (told, isKept) = crowd?.pass(at: now, rhythm) {
            if let told { notices.append(told) }
            if !isKept { crowd = nil }
        }
        return notices
    }

    private mutating func crowded(_ key: AlertKey, at now: Instant) -> [AlertNotice] {
        var trouble = crowd ?? PassingTrouble(AlertKey(.tooManyAlerts), at: now, rhythm, mistake)
        let text = "there are more troubles than are kept apart; not told: \(key)"
        let told = trouble.happen(.critical, text, at: now, rhythm)
        crowd = trouble
        return [told].compactMap(\.self)
    }

    /// A clock that was set back takes all that is remembered with it: no repeat is put off for hours.
    private mutating func notice(_ now: Instant) {
        defer { last = now }
        guard let last, now < last else { return }
        let length = last.milliseconds - now.milliseconds
        for index in standing.indices { standing[index].shift(back: length) }
        for index in passing.indices { passing[index].shift(back: length) }
        crowd?.shift(back: length)
    }

    /// One line, and no longer than a notice holds.
    private static func cut(_ text: String) -> String {
        let line = text.map { $0.isNewline ? " " : $0 }
        guard line.count > AlertNotice.longestText else { return String(line) }
        return String(line.prefix(AlertNotice.longestText)) + "..."
    }
}
