import Numerics
import Routes
import Venues
public import Vocabulary

/// Within this deviation no trade can pay for itself: both pools' fees, the bridge for both assets, and
/// the gas of the largest trade.
///
/// Selling base on one chain piles up quote there and drains it on the other, so both assets come back
/// over the bridge sooner or later.
public struct NaturalBand: Hashable, Sendable {
    public let pools: BasisPoints
    public let bridge: BasisPoints
    public let gas: BasisPoints

    public var total: BasisPoints {
        let (first, overflow) = pools.millionths.addingReportingOverflow(bridge.millionths)
        let (sum, second) = first.addingReportingOverflow(gas.millionths)
        return BasisPoints(millionths: overflow || second ? .max : sum)
    }
}

extension NaturalBand: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("pools", pools)
        writer.field("bridge", bridge)
        writer.field("gas", gas)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            pools: try reader.read(),
            bridge: try reader.read(),
            gas: try reader.read()
        )
    }
}

extension Setting {
    /// By the route's main pools and its largest trade.
    var naturalBand: NaturalBand? {
        let fees = trading.pair.cheap.venue.fee.millionths
            .addingReportingOverflow(trading.pair.dear.venue.fee.millionths)
        let crossing = baseLane.lane.fee.millionths
            .addingReportingOverflow(quoteLane.lane.fee.millionths)
        let most = parameters.size.most
        guard
            let dearPool = trading.dearPools.first, let cheapPool = trading.cheapPools.first,
            let sale = gasCost(of: limit(dearPool.kind), at: dearEnd),
            let purchase = gasCost(of: limit(cheapPool.kind), at: cheapEnd),
            let gas = sale.adding(purchase), most > .zero,
            let share = gas.units.magnitude.multiplied(
                by: UInt256(BasisPoints.millionthsInWhole),
                dividedBy: most.units.magnitude,
                rounding: .up
            )
        else { return nil }
        return NaturalBand(
            pools: BasisPoints(millionths: fees.overflow ? .max : fees.partialValue),
            bridge: BasisPoints(millionths: crossing.overflow ? .max : crossing.partialValue),
            gas: BasisPoints(millionths: UInt64(exactly: share) ?? .max)
        )
    }

    private func limit(_ kind: PoolDescription.Kind) -> UInt64 {
        parameters.gas.limit(
            swapsIn: [kind],
            bufferInHundredths: parameters.safety.gasBufferInHundredths
        )
    }
}
