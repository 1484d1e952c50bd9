public import Routes
public import Vocabulary

/// How old a chain's head is, against what is allowed.
public struct Freshness: Hashable, Sendable {
    public let age: Interval
    public let limit: Interval

    public var isFresh: Bool { age <= limit }

    /// A head from the future is as fresh as can be: its clock is off, which the skew shows.
    public init(
        of head: Block,
        interval: Interval,
        parameters: FreshnessParameters,
        now: Instant
    ) {
        age = Self.gap(from: head.time, to: now)
        let (product, overflow) = interval.milliseconds.multipliedReportingOverflow(
            by: parameters.oldestHeadInIntervals
        )
        limit = Interval(milliseconds: overflow ? .max : product)
    }

    /// How far apart two chains' heads are in time.
    public static func skew(_ first: Block, _ second: Block) -> Interval {
        first.time > second.time
            ? gap(from: second.time, to: first.time) : gap(from: first.time, to: second.time)
    }

    private static func gap(from earlier: Instant, to later: Instant) -> Interval {
        Interval(
            milliseconds: later > earlier ? later.milliseconds - earlier.milliseconds : 0
        )
    }
}

extension Freshness: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("age", age)
        writer.field("limit", limit)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        age = try reader.read()
        limit = try reader.read()
    }
}
