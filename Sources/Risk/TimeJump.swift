public import Vocabulary

/// Time went somewhere without us: what was planned before it and not sent is void.
///
/// A machine that slept, a clock that was set: prices, deadlines and heads from before mean nothing after.
public enum TimeJump: Hashable, Sendable {
    case backwards(by: Interval)
    case forwards(by: Interval)

    /// A minute without a single event is no quiet market: the bot wakes itself more often.
    public static let longestSilence = Interval(milliseconds: 60_000)

    /// `nil` when time passed as it should. Going back is never right, not by a millisecond.
    public init?(
        from last: Instant,
        to now: Instant,
        longestSilence: Interval = TimeJump.longestSilence
    ) {
        if now < last {
            self = .backwards(
                by: Interval(milliseconds: last.milliseconds - now.milliseconds)
            )
        } else {
            let silence = Interval(milliseconds: now.milliseconds - last.milliseconds)
            guard silence > longestSilence else { return nil }
            self = .forwards(by: silence)
        }
    }
}
