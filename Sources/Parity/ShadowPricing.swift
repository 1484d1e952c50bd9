import Numerics
import Routes
import Vocabulary

// What the bridge makes a trade cost: the fee of both assets, as far as it drains inventory.

extension Setting {
    /// Both assets' fees times how far out of balance the two places are that the trade takes from; a
    /// credit where they hold more than they should.
    var shadowPrice: ShadowPrice {
        let (fees, overflow) = baseLane.lane.fee.millionths.addingReportingOverflow(
            quoteLane.lane.fee.millionths
        )
        let whole = BasisPoints(millionths: overflow ? .max : fees)
        let target = parameters.bridge.inventoryTarget
        guard
            let band = target.share(parameters.bridge.band, rounding: .down), band > .zero,
            let base = Worth(of: dearEnd.baseHolding, at: dearEnd.basePrice, rounding: .down),
            let quote = Worth(of: cheapEnd.quoteHolding, at: cheapEnd.quotePrice, rounding: .down),
            let baseLack = target.subtracting(base), let quoteLack = target.subtracting(quote),
            let lack = baseLack.adding(quoteLack)
        else { return ShadowPrice(share: whole, isCredit: false) }
        // The mean of both lacks over the band: twice the band for their sum.
        let isCredit = lack.isNegative
        let scaled = UInt256(whole.millionths).multiplied(
            by: min(lack.units.magnitude, band.units.magnitude &* 2),
            dividedBy: band.units.magnitude &* 2,
            rounding: isCredit ? .down : .up
        )
        let share = scaled.flatMap { UInt64(exactly: $0) } ?? whole.millionths
        return ShadowPrice(share: BasisPoints(millionths: share), isCredit: isCredit && share > 0)
    }

    /// Everything that grows with the size, as the share of its cost that the last unit must return.
    func leastReturn(unwinding: BasisPoints) -> BasisPoints? {
        let shadow = shadowPrice
        let capital = capitalShare
        var tolls = unwinding.millionths &+ capital.millionths
        var whole = BasisPoints.millionthsInWhole
        if shadow.isCredit {
            whole -= min(shadow.share.millionths, whole - 1)
        } else {
            tolls = tolls &+ shadow.share.millionths
        }
        // The two quotes need not be worth the same.
        let ratio = Price(of: cheapEnd.quotePrice, in: dearEnd.quotePrice, rounding: .up)
        let share = ratio?.worth(of: UInt256(whole &+ tolls), rounding: .up)
        return share.flatMap { UInt64(exactly: $0) }.map { BasisPoints(millionths: $0) }
    }

    /// The capital cost of one unit over the time its imbalance is held.
    var capitalShare: BasisPoints {
        let year: UInt64 = 31_536_000_000
        let share = UInt256(parameters.safety.capitalCostPerYear.millionths).multiplied(
            by: UInt256(parameters.safety.holdingTime.milliseconds),
            dividedBy: UInt256(year),
            rounding: .up
        )
        return BasisPoints(millionths: share.flatMap { UInt64(exactly: $0) } ?? .max)
    }
}
