public import Numerics
import Routes
public import Vocabulary

/// `BridgeReserve >= PeakOutflow x Latency`, times a factor, on the chain that must release.
///
/// `held` is what the vault holds, `claimed` all that is known to leave it: others' transfers, our own and
/// what is planned. All amounts are base units of the released token. Canonical mint and burn needs no reserve: there the
/// same rule holds the rate limit.
public struct ReserveRule: Hashable, Sendable {
    /// A minute's outflow at its peak.
    public let peak: UInt256
    public let latency: Interval
    public let factor: UInt64

    /// Fails for a factor below the least there is, and where the requirement does not fit.
    public init?(peak: UInt256, latency: Interval, factor: UInt64) {
        guard factor >= ReserveParameters.leastFactor else { return nil }
        guard Self.required(peak, latency, factor) != nil else { return nil }
        self.peak = peak
        self.latency = latency
        self.factor = factor
    }

    private static func required(
        _ peak: UInt256,
        _ latency: Interval,
        _ factor: UInt64
    ) -> UInt256? {
        guard
            let once = peak.multiplied(
                by: UInt256(latency.milliseconds),
                dividedBy: 60_000,
                rounding: .up
            )
        else { return nil }
        let (product, overflow) = once.multipliedReportingOverflow(by: UInt256(factor))
        return overflow ? nil : product
    }

    /// What must be there.
    public var required: UInt256 { Self.required(peak, latency, factor) ?? .max }

    /// What must be held so that what is claimed can leave and the requirement still stands.
    public func needed(claimed: UInt256) -> UInt256 {
        let (sum, overflow) = required.addingReportingOverflow(claimed)
        return overflow ? .max : sum
    }

    /// How much more may be planned.
    public func room(held: UInt256, claimed: UInt256) -> UInt256 {
        let needed = needed(claimed: claimed)
        return held > needed ? held - needed : .zero
    }

    /// For how many minutes of the peak the reserve lasts, rounded down; `nil` for ever.
    public func cover(held: UInt256, claimed: UInt256) -> UInt64? {
        let free = held > claimed ? held - claimed : .zero
        return peak.isZero ? nil : UInt64(clamping: free / peak)
    }

    private static let longestRunway: UInt256 = 31_536_000_000

    /// How long the room lasts at a net outflow an hour, rounded down to the minute; `nil` for ever, or for
    /// more than a year, beyond which nobody's outflow is known.
    public func runway(
        held: UInt256,
        claimed: UInt256,
        netOutflowPerHour: UInt256
    ) -> Interval? {
        guard !netOutflowPerHour.isZero else { return nil }
        let time = room(held: held, claimed: claimed).multiplied(
            by: 3_600_000,
            dividedBy: netOutflowPerHour,
            rounding: .down
        )
        guard let time, time <= Self.longestRunway else { return nil }
        let minute: UInt64 = 60_000
        return Interval(milliseconds: UInt64(clamping: time) / minute * minute)
    }
}
