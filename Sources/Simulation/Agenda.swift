import Bot
import Vocabulary

/// What will happen when, in the order of time; of things due at once, the one noted first.
struct Agenda: Sendable {
    enum Item: Hashable, Sendable {
        case block(ChainID)
        case act(Act.Deed)
        case delivery(Event, life: Int)
        case restart
    }

    private var items: [(at: Instant, item: Item)] = []

    mutating func add(_ item: Item, at: Instant) {
        let place = items.firstIndex { $0.at > at } ?? items.endIndex
        items.insert((at, item), at: place)
    }

    mutating func next(until end: Instant) -> (at: Instant, item: Item)? {
        guard let first = items.first, first.at <= end else { return nil }
        items.removeFirst()
        return first
    }
}
