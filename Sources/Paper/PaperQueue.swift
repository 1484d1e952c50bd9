import Bot
import Execution
import Vocabulary

/// What will happen in a paper world, in the order of time; of things due at once, the one noted first.
///
/// As short as what the bot has asked for and has not been told: a list in order is all it takes.
struct PaperQueue: Sendable {
    enum Item: Sendable {
        case event(Event.Happening)
        /// Signed bytes reach a node.
        case arrival(QueryNumber, ChainID, [UInt8])
    }

    private var entries: [(at: Instant, item: Item)] = []
    private var isWakeQueued = false

    mutating func add(_ item: Item, at: Instant) {
        var place = entries.count
        while place > 0, entries[place - 1].at > at { place -= 1 }
        entries.insert((at, item), at: place)
    }

    /// Once, however much there is to see at the same time.
    mutating func wake(at: Instant) {
        guard !isWakeQueued else { return }
        isWakeQueued = true
        add(.event(.woke), at: at)
    }

    mutating func next(before end: Instant) -> (at: Instant, item: Item)? {
        guard let first = entries.first, first.at < end else { return nil }
        entries.removeFirst()
        if case .event(.woke) = first.item { isWakeQueued = false }
        return first
    }
}
