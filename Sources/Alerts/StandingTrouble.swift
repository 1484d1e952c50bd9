import Risk
import Vocabulary

/// One trouble that is there until it is not, and what was told of it.
///
/// ```text
///            seen: raised                      away for calm: recovered
/// (nothing) -------------> standing <--> easing ------------------------> over --- longest ---> (nothing)
///                           |  ^  \ away / seen                            |
///                           +--+ due: repeated; worse than told: worsened  |
///                           ^                                              |
///                           +------------- seen: raised, a relapse --------+
/// ```
///
/// 1. Between two repeats lies twice the time that lay between the two before, up to `longest`; a relapse
///    does not begin anew.
/// 2. After n relapses it must be away for calm times 2^n, up to `longest`, before it is called over. So in a time
///    T below `longest` it is raised at most 1 + log2(1 + T / calm) times, however often it comes and goes.
/// 3. What can't be told leaves everything as it is.
struct StandingTrouble: Sendable {
    let key: AlertKey
    private(set) var level: AlertLevel
    private(set) var text: String
    private(set) var since: Instant
    private(set) var notices: UInt64 = 1
    private var phase = Phase.standing
    private var told: AlertLevel
    private var pause: Interval
    private var due: Instant
    private var relapses: UInt8 = 0
    private let mistake: AlertMistake

    private enum Phase {
        case standing
        case easing(since: Instant)
        case over(since: Instant)
    }

    /// Told at once, by whoever makes it.
    init(
        _ key: AlertKey,
        _ level: AlertLevel,
        _ text: String,
        at now: Instant,
        _ rhythm: AlertRhythm,
        _ mistake: AlertMistake
    ) {
        self.key = key
        self.level = level
        self.mistake = mistake
        self.text = text
        since = now
        told = level
        pause = rhythm.first
        due = now.advanced(by: rhythm.first)
    }

    var isOver: Bool {
        if case .over = phase { true } else { false }
    }

    mutating func see(
        _ level: AlertLevel,
        _ text: String,
        at now: Instant,
        _ rhythm: AlertRhythm
    ) -> AlertNotice? {
        (self.level, self.text) = (level, text)
        if case .over = phase {
            phase = .standing
            (since, told) = (now, level)
            if !mistake.isPlanted(.unheededRelapse), relapses < .max { relapses += 1 }
            return tell(.raised, at: now, level)
        }
        phase = .standing
        if level > told, !mistake.isPlanted(.unheededWorsening) {
            told = level
            return tell(.worsened, at: now, level)
        }
        guard now >= due, !mistake.isPlanted(.missedRepeat) else { return nil }
        let longest = mistake.isPlanted(.endlessInterval) ? .endless : rhythm.longest
        let times: UInt8 = mistake.isPlanted(.steadyInterval) ? 0 : 1
        pause = Interval(milliseconds: Self.doubled(pause, times, atMost: longest))
        return tell(.repeated, at: now, level)
    }

    /// It could not be told whether it is still there. It is believed to be, and told again in its time.
    mutating func miss(at now: Instant, _ rhythm: AlertRhythm) -> AlertNotice? {
        if mistake.isPlanted(.unknownTakenForWell) { return ease(at: now, rhythm).notice }
        return if case .standing = phase { see(level, text, at: now, rhythm) } else { nil }
    }

    /// It is not there. Answers false when it need not be remembered any more.
    mutating func ease(
        at now: Instant,
        _ rhythm: AlertRhythm
    ) -> (notice: AlertNotice?, isKept: Bool) {
        switch phase {
        case .standing: phase = .easing(since: now)
        case .easing(let start):
            let calm =
                mistake.isPlanted(.hastyRecovery)
                ? 0 : Self.doubled(rhythm.calm, relapses, atMost: rhythm.longest)
            guard now >= start.advanced(by: Interval(milliseconds: calm)) else { break }
            phase = .over(since: now)
            if mistake.isPlanted(.silentRecovery) { return (nil, true) }
            return (tell(.recovered, at: now, told), true)
        case .over(let start):
            if mistake.isPlanted(.recoveredTwice), now >= due {
                return (tell(.recovered, at: now, told), true)
            }
            return (nil, now < start.advanced(by: rhythm.longest))
        }
        return (nil, true)
    }

    /// The clock was set back by so much.
    mutating func shift(back length: UInt64) {
        func earlier(_ time: Instant) -> Instant {
            Instant(milliseconds: time.milliseconds - min(length, time.milliseconds))
        }
        (since, due) = (earlier(since), earlier(due))
        switch phase {
        case .standing: break
        case .easing(let start): phase = .easing(since: earlier(start))
        case .over(let start): phase = .over(since: earlier(start))
        }
    }

    /// What is told when it is first seen.
    var first: AlertNotice { notice(.raised, at: since, level) }

    private mutating func tell(
        _ occasion: AlertNotice.Occasion,
        at now: Instant,
        _ level: AlertLevel
    ) -> AlertNotice {
        notices += 1
        due = now.advanced(by: pause)
        return notice(occasion, at: now, level)
    }

    private func notice(
        _ occasion: AlertNotice.Occasion,
        at now: Instant,
        _ level: AlertLevel
    ) -> AlertNotice {
        AlertNotice(
            key: key,
            occasion: occasion,
            level: level,
            text: text,
            since: since,
            at: now,
            number: notices,
            count: 1
        )
    }

    static func doubled(_ length: Interval, _ times: UInt8, atMost most: Interval) -> UInt64 {
        guard times < length.milliseconds.leadingZeroBitCount else { return most.milliseconds }
        return min(length.milliseconds << UInt64(times), most.milliseconds)
    }
}

extension Interval {
    /// Longer than anything that is watched, and short enough to be added to a time.
    fileprivate static let endless = Interval(milliseconds: 1 << 50)
}
