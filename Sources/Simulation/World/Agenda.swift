import Bot
import Vocabulary

/// What will happen when, in the order of time; of things due at once, the one noted first. A binary heap.
struct Agenda: Sendable {
    enum Item: Sendable {
        case block(ChainID)
        case delivery(Event.Happening, life: Int)
        case restart
    }

    private struct Entry: Sendable {
        let at: Instant
        let order: UInt64
        let item: Item

        func isBefore(_ other: Entry) -> Bool {
            (at, order) < (other.at, other.order)
        }
    }

    private var heap: [Entry] = []
    private var count: UInt64 = 0

    mutating func add(_ item: Item, at: Instant) {
        heap.append(Entry(at: at, order: count, item: item))
        count += 1
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func next(until end: Instant) -> (at: Instant, item: Item)? {
        guard let first = heap.first, first.at <= end else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            guard least != place else { break }
            heap.swapAt(place, least)
            place = least
        }
        return (first.at, first.item)
    }
}
