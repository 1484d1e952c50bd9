public import Numerics
public import Vocabulary

/// The cantilever rule: small trades carry a load if size times frequency is at least the imbalance.
///
/// Amounts are in whatever unit the caller counts in, rounded to whole ones against us.
public struct VolumeModel: Hashable, Sendable {
    /// Net imbalance a minute.
    public let load: UInt256
    /// Trades a minute that blocks allow.
    public let mostPerMinute: UInt64

    /// From the flow of an hour, the chain's block interval and the blocks between two executions.
    public init(flowPerHour: UInt256, blockInterval: Interval, blocksBetween: UInt64) {
        let (quotient, remainder) = flowPerHour.quotientAndRemainder(dividingBy: 60)
        load = remainder.isZero ? quotient : quotient + 1
        let (pause, overflow) = max(1, blockInterval.milliseconds)
            .multipliedReportingOverflow(by: max(1, blocksBetween))
        mostPerMinute = overflow ? 0 : 60_000 / pause
    }

    /// What trades of a size carry a minute.
    public static func carried(size: UInt256, perMinute: UInt64) -> UInt256? {
        let (product, overflow) = size.multipliedReportingOverflow(by: UInt256(perMinute))
        return overflow ? nil : product
    }

    /// What is missing of the load at a frequency, whether blocks allow that or not; zero when it is carried.
    public func shortfall(size: UInt256, perMinute: UInt64) -> UInt256 {
        let carried = Self.carried(size: size, perMinute: perMinute) ?? .max
        return carried >= load ? .zero : load - carried
    }

    /// The least size that carries the load at a frequency, or at the highest one there is; `nil` where no
    /// trade is possible.
    public func leastSize(perMinute: UInt64? = nil) -> UInt256? {
        let frequency = min(perMinute ?? mostPerMinute, mostPerMinute)
        guard frequency > 0 else { return nil }
        let (quotient, remainder) = load.quotientAndRemainder(dividingBy: UInt256(frequency))
        return remainder.isZero ? quotient : quotient + 1
    }

    /// How much may be traded one way before a depth has drifted by a share of itself.
    public static func allowance(depth: UInt256, drift: BasisPoints) -> UInt256? {
        drift.share(of: depth, rounding: .down)
    }

    /// How far the price of a PMM pool moves when its depth drifts by a share: twice k times the share.
    ///
    /// `slippage` is k with eighteen decimals; rounded up.
    public static func priceDrift(_ drift: BasisPoints, slippage: UInt256) -> BasisPoints? {
        let share = UInt256(drift.millionths).multiplied(
            by: slippage &* 2,
            dividedBy: 1_000_000_000_000_000_000,
            rounding: .up
        )
        return share.flatMap { UInt64(exactly: $0) }.map { BasisPoints(millionths: $0) }
    }

    /// `s = gain x deviation`, for one basis point's gain, capped.
    public static func size(
        gain: UInt256,
        deviation: BasisPoints,
        cap: UInt256
    ) -> UInt256 {
        let size = gain.multiplied(
            by: UInt256(deviation.millionths),
            dividedBy: 1_000_000,
            rounding: .down
        )
        return min(size ?? cap, cap)
    }
}
