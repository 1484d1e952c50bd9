public import Vocabulary

/// What was decided about a route at one moment.
public enum Verdict: Hashable, Sendable {
    /// The deviation is below what the bot acts on, or what is left of it is below the target and not
    /// worth a trade.
    case inParity
    /// Something forbids to act: the first check that fails, and what it is about.
    case hold(Rule, subject: String)
    /// Beyond the target, and acting would cost more than the mission allows.
    case unaffordable(Rule, subject: String)
    case trade(Plan)
}

/// A verdict with everything it rests on.
public struct Assessment: Hashable, Sendable {
    public let route: String
    public let verdict: Verdict
    /// `|P1 - P2| / P1`; `nil` where a price is not known.
    public let deviation: BasisPoints?
    public let dear: Dear
    /// In the order they were made.
    public let checks: [Check]
    /// The day's subsidy is spent, so that parity was judged as profit.
    public let isSubsidySpent: Bool
    /// What a trade must overcome; `nil` where it was not asked for a size.
    public let band: NaturalBand?
    /// The bridge lanes that a trade would come back over.
    public let lanes: [LaneNote]

    public var failed: [Check] { checks.filter { !$0.passes } }

    /// The smallest changes that would change the verdict: every failing check's, or for a trade those of the
    /// limits that bind its size.
    public var flips: [(check: Check, flip: Flip)] {
        let failing = failed.compactMap { check in check.flip.map { (check, $0) } }
        guard case .trade = verdict else {
            if case .inParity = verdict, failing.isEmpty { return [] }
            return failing
        }
        let sizes = checks.filter { $0.isBinding }
        return sizes.compactMap { check in check.flip.map { (check, $0) } }
    }
}

/// How long a lane's reserve lasts, and whether its flow ever turns.
public struct LaneNote: Hashable, Sendable {
    public let lane: String
    /// At the peak; `nil` without outflow.
    public let coverMinutes: UInt64?
    /// At the present net outflow; `nil` while it does not shrink.
    public let runway: Interval?
    public let isOneWay: Bool
}
