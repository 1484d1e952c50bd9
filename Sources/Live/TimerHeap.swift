/// Which timer.
public struct TimerID: Hashable, Sendable {
    let value: UInt64
}

/// Timers in the order they are due; equal ones in the order they were set.
///
/// Scheduling and taking one out cost the logarithm of how many there are; cancelling costs a look at each.
struct TimerHeap {
    /// More than the bot has things to wait for: full is a fault of the caller.
    static let mostTimers = 4_096

    private struct Entry {
        let time: SteadyTime
        let id: TimerID

        static func < (left: Entry, right: Entry) -> Bool {
            (left.time, left.id.value) < (right.time, right.id.value)
        }
    }

    private var entries: [Entry] = []
    private var last: UInt64 = 0

    var next: SteadyTime? { entries.first?.time }
    var count: Int { entries.count }

    /// `nil` when there are too many already.
    mutating func schedule(at time: SteadyTime) -> TimerID? {
        guard entries.count < Self.mostTimers else { return nil }
        last += 1
        let id = TimerID(value: last)
        entries.append(Entry(time: time, id: id))
        rise(from: entries.count - 1)
        return id
    }

    /// One that has fired or was cancelled before is none.
    mutating func cancel(_ id: TimerID) {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
        remove(at: index)
    }

    /// The earliest one, once its time has come.
    mutating func takeDue(at now: SteadyTime) -> TimerID? {
        guard let first = entries.first, first.time <= now else { return nil }
        remove(at: 0)
        return first.id
    }

    private mutating func remove(at index: Int) {
        entries.swapAt(index, entries.count - 1)
        entries.removeLast()
        guard index < entries.count else { return }
        sink(from: index)
        rise(from: index)
    }

    private mutating func rise(from start: Int) {
        var index = start
        while index > 0, entries[index] < entries[(index - 1) / 2] {
            entries.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < entries.count && entries[child] < entries[least] {
                least = child
            }
            guard least != index else { return }
            entries.swapAt(index, least)
            index = least
        }
    }
}
