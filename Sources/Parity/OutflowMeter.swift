public import Numerics
public import Vocabulary

/// What a bridge pays out of one token on one chain: the peak the reserve rule needs, and the net flow.
public struct OutflowMeter: Hashable, Sendable {
    private var minute: SlidingPeak
    private var span: SlidingPeak
    private let window: Interval
    private let floor: UInt256
    private let since: Instant

    /// `floor` is the peak assumed until a whole `window` has been watched; `span` is a transfer's latency.
    public init(floor: UInt256, window: Interval, span: Interval, since: Instant) {
        minute = SlidingPeak(window: Interval(milliseconds: 60_000), horizon: window)
        self.span = SlidingPeak(window: span, horizon: window)
        self.window = window
        self.floor = floor
        self.since = since
    }

    /// A release by the bridge. Our own transfers don't count: they are planned for one by one.
    public mutating func note(_ amount: UInt256, at time: Instant, isOwn: Bool) {
        guard !isOwn else { return }
        minute.note(amount, at: time)
        span.note(amount, at: time)
    }

    public func peak(at now: Instant) -> PeakOutflow {
        let watched =
            now > since
            ? Interval(milliseconds: now.milliseconds - since.milliseconds)
            : Interval(milliseconds: 0)
        let seen = minute.peak(at: now)
        let isAssumed = watched < window && floor > seen
        return PeakOutflow(
            perMinute: isAssumed ? floor : seen,
            overLatency: span.peak(at: now),
            watched: watched,
            isAssumed: isAssumed
        )
    }
}

/// The peak outflow, and what it rests on.
public struct PeakOutflow: Hashable, Sendable {
    public let perMinute: UInt256
    /// The largest outflow over any stretch as long as a transfer takes: beside the rule, for comparison.
    public let overLatency: UInt256
    public let watched: Interval
    /// Configured, since nothing larger has been seen and not enough time has passed.
    public let isAssumed: Bool

    public init(
        perMinute: UInt256,
        overLatency: UInt256,
        watched: Interval,
        isAssumed: Bool
    ) {
        self.perMinute = perMinute
        self.overLatency = overLatency
        self.watched = watched
        self.isAssumed = isAssumed
    }
}

/// Flow in both directions over the last hours, in the same units: is it one-way?
public struct NetFlow: Hashable, Sendable {
    public static let window = Interval(milliseconds: 21_600_000)
    /// One-way from this share of the gross flow on.
    public static let oneWay = BasisPoints(millionths: 8_000_000_000)
    private static let parts: UInt64 = 24

    private var entries: [Entry] = []

    private struct Entry: Hashable, Sendable {
        let part: UInt64
        var out: UInt256
        var back: UInt256
    }

    public init() {}

    /// Late news counts in its own part of the window; older than the window it no longer counts.
    public mutating func note(_ amount: UInt256, isOut: Bool, at time: Instant) {
        let part = Self.part(of: time)
        if let newest = entries.last?.part, part + Self.parts < newest { return }
        let place = entries.firstIndex { $0.part >= part } ?? entries.endIndex
        if place == entries.endIndex || entries[place].part != part {
            entries.insert(Entry(part: part, out: .zero, back: .zero), at: place)
        }
        if isOut {
            entries[place].out = Self.add(entries[place].out, amount)
        } else {
            entries[place].back = Self.add(entries[place].back, amount)
        }
        let newest = entries[entries.count - 1].part
        entries.removeAll { $0.part + Self.parts < newest }
    }

    private static func add(_ left: UInt256, _ right: UInt256) -> UInt256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    private static func part(of time: Instant) -> UInt64 {
        time.milliseconds / (window.milliseconds / parts)
    }

    /// What left and what came back in the last six hours, by quarters of an hour: the oldest counts whole.
    public func flow(at now: Instant) -> (out: UInt256, back: UInt256) {
        let first = Self.part(of: now)
        var (out, back) = (UInt256.zero, UInt256.zero)
        for entry in entries where entry.part + Self.parts >= first {
            out = Self.add(out, entry.out)
            back = Self.add(back, entry.back)
        }
        return (out, back)
    }

    /// Whether the flow is structurally one-directional: it can't be netted, only paid for.
    public func isOneWay(at now: Instant) -> Bool {
        let (out, back) = flow(at: now)
        let net = out > back ? out - back : back - out
        guard let limit = Self.oneWay.share(of: Self.add(out, back), rounding: .down) else {
            return true
        }
        return net > limit
    }
}
