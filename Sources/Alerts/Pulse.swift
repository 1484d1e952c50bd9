public import Vocabulary

/// When a heartbeat may be sent: only when every chain has a new assessed block since the last one.
///
/// Whoever waits for it raises the alarm by its absence. So it says that blocks of all chains are seen,
/// agreed on and judged, and not that a process exists.
public struct Pulse: Sendable {
    public var every: Interval
    private var last: (at: Instant, blocks: [BlockHash])?
    /// Of builds for tests.
    package var mistake = AlertMistake()

    public init(every: Interval) {
        self.every = every
    }

    /// Takes each chain's newest assessed block, in the fleet's order, `nil` where there is none; answers
    /// whether the heart beats.
    public mutating func beats(_ blocks: [BlockHash?], at now: Instant) -> Bool {
        let assessed = blocks.compactMap(\.self)
        guard !blocks.isEmpty, assessed.count == blocks.count else { return false }
        if let last, last.blocks.count == assessed.count {
            let news = zip(last.blocks, assessed).count { $0 != $1 }
            let needed = mistake.isPlanted(.oneChainBeats) ? 1 : assessed.count
            guard news >= needed || mistake.isPlanted(.oldBlockBeats) else { return false }
            // A clock that was set back makes no silence.
            guard now < last.at || now >= last.at.advanced(by: every) else { return false }
        }
        last = (now, assessed)
        return true
    }
}
