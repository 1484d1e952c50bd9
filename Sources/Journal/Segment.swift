/// Entries that a state entry, the last of them, closes: opening reads only what comes after the newest one.
public struct Segment: Hashable, Sendable {
    /// Counted from 1.
    public let number: UInt64
    /// The last is the state entry.
    public let entries: ClosedRange<UInt64>
}

extension JournalReader {
    /// The sealed segments in order, each proven to follow from the one before. That the entries within are
    /// whole, `verify` proves.
    public func segments() throws(JournalFailure) -> [Segment] {
        var first: UInt64 = 1
        return try seals().map { seal in
            defer { first = seal.head.index + 1 }
            return Segment(number: seal.number, entries: first...seal.head.index)
        }
    }
}
