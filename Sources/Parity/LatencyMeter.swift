public import Vocabulary

/// How long transfers take: percentiles over the newest ones, with the ages of those still under way.
///
/// Transfers under way can raise a percentile and never lower it: how many have just begun says nothing
/// about how long they will take. Only those that arrived make enough for a percentile.
public struct LatencyMeter: Hashable, Sendable {
    /// The newest transfers that count.
    public static let mostSamples = 512
    /// More transfers under way at once are refused.
    public static let mostPending = 256
    /// A 95th percentile of fewer says nothing.
    public static let leastFor95 = 59
    /// Nor does a 99th of fewer than these.
    public static let leastFor99 = 299

    private let floor: Interval
    private var newest: [Interval] = []
    private var sorted: [Interval] = []
    private var next = 0
    /// In the order they began.
    private var pending: [Pending] = []

    private struct Pending: Hashable, Sendable {
        let number: UInt64
        let since: Instant
    }

    /// `floor` is assumed until there are enough samples, and is never undercut.
    public init(floor: Interval) {
        self.floor = floor
        newest.reserveCapacity(Self.mostSamples)
        sorted.reserveCapacity(Self.mostSamples)
        pending.reserveCapacity(Self.mostPending)
    }

    /// `false` when too many are under way to watch another. One that has begun already is not begun twice.
    public mutating func begin(_ number: UInt64, at time: Instant) -> Bool {
        if pending.contains(where: { $0.number == number }) { return true }
        guard pending.count < Self.mostPending else { return false }
        let place = pending.firstIndex { $0.since > time } ?? pending.endIndex
        pending.insert(Pending(number: number, since: time), at: place)
        return true
    }

    /// A transfer turned out not to have begun: its block was taken back.
    public mutating func withdraw(_ number: UInt64) {
        pending.removeAll { $0.number == number }
    }

    /// A transfer has arrived; one that never began is ignored.
    public mutating func arrive(_ number: UInt64, at time: Instant) {
        guard let place = pending.firstIndex(where: { $0.number == number }) else { return }
        let since = pending.remove(at: place).since
        let taken = time > since ? time.milliseconds - since.milliseconds : 0
        append(Interval(milliseconds: taken))
    }

    private mutating func append(_ sample: Interval) {
        if newest.count < Self.mostSamples {
            newest.append(sample)
        } else {
            sorted.remove(at: place(of: newest[next]))
            newest[next] = sample
            next = (next + 1) % Self.mostSamples
        }
        sorted.insert(sample, at: place(of: sample))
    }

    private func place(of sample: Interval) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < sample { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What the reserve rule counts with.
    public func p95(at now: Instant) -> Latency {
        percentile(95, least: Self.leastFor95, at: now)
    }

    /// What an overdue transfer is measured by.
    public func p99(at now: Instant) -> Latency {
        percentile(99, least: Self.leastFor99, at: now)
    }

    private func percentile(_ percent: Int, least: Int, at now: Instant) -> Latency {
        guard sorted.count >= least else {
            let largest = nthLargest(1, at: now)?.milliseconds ?? 0
            let (half, overflow) = largest.addingReportingOverflow((largest &+ 1) / 2)
            let stretched = Interval(milliseconds: overflow ? .max : half)
            return Latency(time: max(floor, stretched), samples: sorted.count, isAssumed: true)
        }
        // Nearest rank, rounded up: the rank-th smallest is the (count - rank + 1)-th largest.
        func rank(of count: Int) -> Int { (count * percent + 99) / 100 }
        let arrived = sorted[rank(of: sorted.count) - 1]
        let count = sorted.count + pending.count
        let withAges = nthLargest(count - rank(of: count) + 1, at: now) ?? floor
        return Latency(
            time: max(floor, arrived, withAges),
            samples: sorted.count,
            isAssumed: false
        )
    }

    /// Samples from the top down; pending ones stand in the order of their age already.
    private func nthLargest(_ wanted: Int, at now: Instant) -> Interval? {
        var (fromTop, oldest) = (sorted.count - 1, 0)
        var found: Interval?
        for _ in 0..<wanted {
            let sample = fromTop >= 0 ? sorted[fromTop] : nil
            let age = oldest < pending.count ? age(of: pending[oldest], at: now) : nil
            guard sample != nil || age != nil else { return found }
            if let sample, age.map({ sample >= $0 }) ?? true {
                found = sample
                fromTop -= 1
            } else {
                found = age
                oldest += 1
            }
        }
        return found
    }

    private func age(of transfer: Pending, at now: Instant) -> Interval {
        let since = transfer.since.milliseconds
        return Interval(milliseconds: now.milliseconds > since ? now.milliseconds - since : 0)
    }
}

/// How long a transfer is reckoned to take, and what that rests on.
public struct Latency: Hashable, Sendable {
    public let time: Interval
    /// Transfers that arrived.
    public let samples: Int
    /// Too few samples for a percentile.
    public let isAssumed: Bool
}
