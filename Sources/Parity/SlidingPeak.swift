public import Numerics
public import Vocabulary

/// The largest sum that fell into any window of a length, over a longer horizon.
///
/// Sums are never too small: where room runs out, entries close to each other are counted as one, for a
/// 256th of the window too long at most. It holds at most `mostEntries` entries and `mostPeaks` past peaks.
public struct SlidingPeak: Hashable, Sendable {
    public let window: Interval
    public let horizon: Interval

    /// Entries of one window told apart; beyond it those of one `grain` become one.
    public static let mostEntries = 1_024
    private static let grains: UInt64 = 256
    /// A horizon in parts, each with its peak: one part longer is remembered, never one shorter.
    public static let mostPeaks = 96

    private var entries: [Entry] = []
    private var sum = UInt256.zero
    private var peaks: [Peak] = []
    private var last = Instant.start

    private struct Entry: Hashable, Sendable {
        var at: Instant
        var amount: UInt256
    }

    private struct Peak: Hashable, Sendable {
        let part: UInt64
        var most: UInt256
    }

    public init(window: Interval, horizon: Interval) {
        self.window = window
        self.horizon = horizon
        entries.reserveCapacity(Self.mostEntries)
        peaks.reserveCapacity(Self.mostPeaks + 2)
    }

    /// An entry from before the last one counts as of now: late, and not lost.
    public mutating func note(_ amount: UInt256, at time: Instant) {
        last = max(last, time)
        forget(before: last)
        if entries.count == Self.mostEntries { coalesce() }
        entries.append(Entry(at: last, amount: amount))
        sum = Self.add(sum, amount)
        let part = part(of: last)
        if let newest = peaks.indices.last, peaks[newest].part == part {
            peaks[newest].most = max(peaks[newest].most, sum)
        } else {
            peaks.removeAll { $0.part + UInt64(Self.mostPeaks) < part }
            peaks.append(Peak(part: part, most: sum))
        }
    }

    /// The largest sum of any window that ended within the horizon before `now`.
    public func peak(at now: Instant) -> UInt256 {
        let first = part(of: max(now, last))
        var most = UInt256.zero
        for peak in peaks where peak.part + UInt64(Self.mostPeaks) >= first {
            most = max(most, peak.most)
        }
        return most
    }

    private func part(of time: Instant) -> UInt64 {
        // Rounded up: the parts cover the horizon at least.
        let parts = UInt64(Self.mostPeaks)
        return time.milliseconds / max(1, (horizon.milliseconds + parts - 1) / parts)
    }

    private mutating func forget(before now: Instant) {
        var gone = 0
        while gone < entries.count, entries[gone].at.advanced(by: window) <= now {
            // What is beyond the largest number can't be taken off again.
            if sum != .max { sum = sum &- entries[gone].amount }
            gone += 1
        }
        guard gone > 0 else { return }
        entries.removeFirst(gone)
        if sum == .max { sum = entries.reduce(UInt256.zero) { Self.add($0, $1.amount) } }
    }

    /// Makes one of all entries within a grain of each other, at the time of the last.
    private mutating func coalesce() {
        let grain = max(1, window.milliseconds / Self.grains)
        var kept = 0
        for index in entries.indices.dropFirst() {
            if entries[index].at.milliseconds / grain == entries[kept].at.milliseconds / grain {
                entries[kept].at = entries[index].at
                entries[kept].amount = Self.add(entries[kept].amount, entries[index].amount)
            } else {
                kept += 1
                entries[kept] = entries[index]
            }
        }
        entries.removeLast(entries.count - kept - 1)
    }

    /// Amounts of one token: their sums fit, and what would not is the most there is.
    private static func add(_ left: UInt256, _ right: UInt256) -> UInt256 {
        let (total, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : total
    }
}
