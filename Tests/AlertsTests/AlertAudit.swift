import Risk
import Vocabulary

@testable import Alerts

/// Judges what was told of one trouble by nothing but what there was to tell and when: it knows the promises of
/// the runbook, and nothing of how they are kept.
struct AlertAudit {
    /// A promise that was not kept. docs/planted-bugs.md names them.
    enum Broken: String, Hashable {
        /// A trouble is told at the look that shows it first.
        case late
        /// It is not told as begun while it is told as begun.
        case twice
        /// Between two repeats lies twice the time that lay between the two before, up to the longest.
        case tooOften
        /// What stands is told again when its time has come.
        case forgotten
        /// What is worse is told at once.
        case worseUntold
        /// It is called over only after it was seen to be away for as long as it must, and only where it was begun.
        case overTooSoon
        /// What was away for so long is called over.
        case neverOver
        /// What was over is called over once.
        case overTwice
    }

    private(set) var broken: Set<Broken> = []
    private let rhythm: AlertRhythm
    private var isRaised = false
    private var isOver = false
    private var told: AlertLevel = .notice
    private var lastTold: Instant = .start
    private var pause: UInt64
    private var relapses: UInt64 = 0
    /// The first look of a row without trouble that has shown it to be well, and the last that has shown trouble.
    private var awaySince: Instant?
    private var overSince: Instant?
    private var hasBeenRaised = false

    init(_ rhythm: AlertRhythm) {
        self.rhythm = rhythm
        pause = rhythm.first.milliseconds
    }

    /// One look, and all that was told at it.
    mutating func judge(
        _ state: AlertFinding.State,
        _ notices: [AlertNotice],
        at now: Instant
    ) {
        switch state {
        case .trouble: awaySince = nil
        case .well: awaySince = awaySince ?? now
        case .unknown: break
        }
        forget(at: now)
        for notice in notices { take(notice, at: now) }
        demand(state, notices, at: now)
    }

    private mutating func take(_ notice: AlertNotice, at now: Instant) {
        let gap = now.milliseconds - lastTold.milliseconds
        switch notice.occasion {
        case .raised:
            if isRaised { broken.insert(.twice) }
            if hasBeenRaised, overSince != nil { relapses += 1 }
            (isRaised, isOver, hasBeenRaised, overSince) = (true, false, true, nil)
            told = notice.level
        case .repeated:
            if gap < pause { broken.insert(.tooOften) }
            pause = min(pause * 2, rhythm.longest.milliseconds)
        case .worsened: told = max(told, notice.level)
        case .recovered:
            if isOver { broken.insert(.overTwice) }
            let away = awaySince.map { now.milliseconds - $0.milliseconds }
            if !isOver, !isRaised || away.map({ $0 < calm }) ?? true {
                broken.insert(.overTooSoon)
            }
            (isRaised, isOver, overSince) = (false, true, now)
        case .happened: break
        }
        lastTold = now
    }

    private mutating func demand(
        _ state: AlertFinding.State,
        _ notices: [AlertNotice],
        at now: Instant
    ) {
        let gap = now.milliseconds - lastTold.milliseconds
        switch state {
        case .trouble(let level, _):
            if !isRaised { broken.insert(.late) }
            if isRaised, level > told { broken.insert(.worseUntold) }
            if isRaised, gap > pause + Self.slack { broken.insert(.forgotten) }
        case .well:
            let away = awaySince.map { now.milliseconds - $0.milliseconds } ?? 0
            if isRaised, away > calm + Self.slack { broken.insert(.neverOver) }
        case .unknown: break
        }
    }

    /// From one look to the next.
    private static let slack: UInt64 = 1_000

    private var calm: UInt64 {
        min(rhythm.calm.milliseconds << min(relapses, 20), rhythm.longest.milliseconds)
    }

    /// What was over for the longest interval begins anew.
    private mutating func forget(at now: Instant) {
        guard
            let since = overSince,
            now.milliseconds - since.milliseconds >= rhythm.longest.milliseconds
        else { return }
        (relapses, overSince, hasBeenRaised) = (0, nil, false)
        pause = rhythm.first.milliseconds
    }
}
