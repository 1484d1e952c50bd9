import Risk
import Vocabulary

/// Something that happens now and then, and what was told of it.
///
/// The first time is told at once, and so is one that is worse. What happens within the pause behind is
/// counted and told at its end; pauses grow as repeats of a standing trouble do. When nothing has happened
/// for a whole pause more it is forgotten: nothing has ended that could be called over.
struct PassingTrouble: Sendable {
    let key: AlertKey
    private var level: AlertLevel
    private var text: String
    private var since: Instant
    private var notices: UInt64 = 0
    private var untold: UInt64 = 0
    private var told: AlertLevel?
    private var pause: Interval
    private var due: Instant
    private let mistake: AlertMistake

    init(
        _ key: AlertKey,
        at now: Instant,
        _ rhythm: AlertRhythm,
        _ mistake: AlertMistake
    ) {
        self.key = key
        self.mistake = mistake
        (level, text) = (.notice, "")
        since = now
        pause = rhythm.first
        due = now
    }

    mutating func happen(
        _ level: AlertLevel,
        _ text: String,
        at now: Instant,
        _ rhythm: AlertRhythm
    ) -> AlertNotice? {
        // Of several since the last notice the worst is told, of equals the newest.
        if untold == 0 || level >= self.level { (self.level, self.text) = (level, text) }
        if untold == 0 { since = now }
        untold += 1
        let isWorse = told.map { level > $0 } ?? true
        if isWorse || now >= due { return tell(at: now, rhythm) }
        if mistake.isPlanted(.uncounted) { untold = 0 }
        return nil
    }

    /// Nothing new. Answers false when it need not be remembered any more.
    mutating func pass(
        at now: Instant,
        _ rhythm: AlertRhythm
    ) -> (notice: AlertNotice?, isKept: Bool) {
        if untold > 0 { return (now >= due ? tell(at: now, rhythm) : nil, true) }
        return (nil, now < due.advanced(by: pause))
    }

    mutating func shift(back length: UInt64) {
        since = Instant(milliseconds: since.milliseconds - min(length, since.milliseconds))
        due = Instant(milliseconds: due.milliseconds - min(length, due.milliseconds))
    }

    private mutating func tell(at now: Instant, _ rhythm: AlertRhythm) -> AlertNotice {
        notices += 1
        if notices > 1 {
            pause = Interval(
                milliseconds: StandingTrouble.doubled(pause, 1, atMost: rhythm.longest)
            )
        }
        due = now.advanced(by: pause)
        told = max(told ?? level, level)
        defer { untold = 0 }
        return AlertNotice(
            key: key,
            occasion: .happened,
            level: level,
            text: text,
            since: since,
            at: now,
            number: notices,
            count: untold
        )
    }
}
