import Bot
import Vocabulary

/// What will happen when, in the order of time; of things due at once, the one noted first. A binary heap.
struct Agenda: Sendable {
    enum Item: Sendable {
        case block(ChainID)
        case delivery(Event.Happening, life: Int)
        case restart(life: Int)
    }

    /// Small, since a heap moves its entries about; the item lies still in its slot.
    private struct Entry: Sendable {
        let at: Instant
        let order: UInt64
        let slot: Int

        func isBefore(_ other: Entry) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }

    private var heap: [Entry] = []
    private var items: [Item?] = []
    private var free: [Int] = []
    private var count: UInt64 = 0

    mutating func add(_ item: Item, at: Instant) {
        heap.append(Entry(at: at, order: count, slot: keep(item)))
        count += 1
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func keep(_ item: Item) -> Int {
        guard let slot = free.popLast() else {
            items.append(item)
            return items.count - 1
        }
        items[slot] = item
        return slot
    }

    /// When the next thing is due.
    var due: Instant? { heap.first?.at }

    mutating func next() -> Item? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            var least = place
            let left = 2 * place + 1
            if left < heap.count, heap[left].isBefore(heap[least]) { least = left }
            if left + 1 < heap.count, heap[left + 1].isBefore(heap[least]) { least = left + 1 }
            guard least != place else { break }
            heap.swapAt(place, least)
            place = least
        }
        free.append(first.slot)
        return items[first.slot].take()
    }
}
