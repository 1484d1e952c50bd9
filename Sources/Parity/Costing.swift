import Numerics
import Routes
import Venues
import Vocabulary

/// A size with its whole account: what it brings, what it costs, and what it can cost at worst.
struct CostedSize {
    let priced: PricedSize
    let value: Worth
    let gross: Worth
    let costs: [CostLine]
    let net: Worth
    let worstCase: WorstCase
    let tolerance: BasisPoints
    let sellGas: UInt64
    let buyGas: UInt64
    let shadowPrice: ShadowPrice
}

extension Setting {
    /// `nil` where a pool refuses the size or a number does not fit: then it is not traded.
    func costed(_ base: UInt256) -> CostedSize? {
        priced(base).flatMap(costed)
    }

    /// The same of a size that has been priced already.
    func costed(_ priced: PricedSize) -> CostedSize? {
        guard
            let value = Worth(of: priced.given, at: dearEnd.basePrice, rounding: .up),
            let spent = Worth(of: priced.spent, at: cheapEnd.quotePrice, rounding: .up),
            let earned = Worth(of: priced.earned, at: dearEnd.quotePrice, rounding: .down),
            let gross = earned.subtracting(spent)
        else { return nil }
        let sellGas = gasLimit(of: priced.sells, at: dearEnd)
        let buyGas = gasLimit(of: priced.buys, at: cheapEnd)
        let shadow = shadowPrice
        guard
            let sellCost = gasCost(of: sellGas, at: dearEnd),
            let buyCost = gasCost(of: buyGas, at: cheapEnd),
            let bridge = value.share(shadow.share, rounding: shadow.isCredit ? .down : .up),
            let capital = value.share(capitalShare, rounding: .up),
            let onlySold = nakedSale(priced, value: value, gas: sellCost),
            let onlyBought = nakedPurchase(priced, value: value, gas: buyCost),
            let unwinding = max(onlySold, onlyBought).share(
                parameters.safety.unwindChance,
                rounding: .up
            )
        else { return nil }
        let costs = [
            CostLine(item: .gas, subject: dearEnd.chain.name, worth: sellCost),
            CostLine(item: .gas, subject: cheapEnd.chain.name, worth: buyCost),
            CostLine(
                item: .bridge,
                subject: shadow.description,
                worth: shadow.isCredit ? bridge.negated : bridge
            ),
            CostLine(item: .capital, subject: "", worth: capital),
            CostLine(item: .unwinding, subject: "", worth: unwinding),
        ]
        var net: Worth? = gross
        for cost in costs { net = net?.subtracting(cost.worth) }
        guard
            let net, let gas = sellCost.adding(buyCost), let certain = gross.subtracting(gas),
            let tolerance = tolerance(certain: certain, value: value),
            let both = bothAtMinimum(certain: certain, value: value, tolerance: tolerance)
        else { return nil }
        return CostedSize(
            priced: priced,
            value: value,
            gross: gross,
            costs: costs,
            net: net,
            worstCase: WorstCase(
                bothAtMinimum: both,
                onlySold: onlySold,
                onlyBought: onlyBought
            ),
            tolerance: tolerance,
            sellGas: sellGas,
            buyGas: buyGas,
            shadowPrice: shadow
        )
    }

    /// Fees and impact of the sale, the stress, and gas twice: there and back.
    private func nakedSale(_ priced: PricedSize, value: Worth, gas: Worth) -> Worth? {
        saleShortfall(priced).flatMap { naked($0, value: value, gas: gas) }
    }

    private func nakedPurchase(_ priced: PricedSize, value: Worth, gas: Worth) -> Worth? {
        purchaseShortfall(priced).flatMap { naked($0, value: value, gas: gas) }
    }

    /// What fees and impact take from the sale.
    func saleShortfall(_ priced: PricedSize) -> Worth? {
        guard
            let fair = fair(quoteFor: priced.given, trading.pair.dear),
            let fairWorth = Worth(of: fair, at: dearEnd.quotePrice, rounding: .up),
            let earned = Worth(of: priced.earned, at: dearEnd.quotePrice, rounding: .down)
        else { return nil }
        return fairWorth.subtracting(earned)
    }

    /// What fees and impact add to the purchase.
    func purchaseShortfall(_ priced: PricedSize) -> Worth? {
        guard
            let fair = fair(quoteFor: priced.bought, trading.pair.cheap),
            let fairWorth = Worth(of: fair, at: cheapEnd.quotePrice, rounding: .down),
            let spent = Worth(of: priced.spent, at: cheapEnd.quotePrice, rounding: .up)
        else { return nil }
        return spent.subtracting(fairWorth)
    }

    private func naked(_ shortfall: Worth, value: Worth, gas: Worth) -> Worth? {
        value.share(parameters.safety.stress, rounding: .up)?
            .adding(max(shortfall, .zero))?.adding(gas)?.adding(gas)
    }

    /// What base units would bring at the margin, without fees.
    private func fair(quoteFor base: UInt256, _ market: Market) -> UInt256? {
        guard let price = try? market.venue.marginalPrice() else { return nil }
        return (market.isInverted ? price.inverted : price).worth(of: base, rounding: .up)
    }

    /// What keeps the sum of both minimum outputs above minus the worst case, and no more than configured.
    private func tolerance(certain: Worth, value: Worth) -> BasisPoints? {
        guard let spare = parameters.safety.worstCase.adding(certain) else { return nil }
        guard spare > .zero, value > .zero, let both = value.adding(value) else {
            return BasisPoints(millionths: 0)
        }
        let share = spare.units.magnitude.multiplied(
            by: UInt256(BasisPoints.millionthsInWhole),
            dividedBy: both.units.magnitude,
            rounding: .down
        )
        let allowed = share.flatMap { UInt64(exactly: $0) } ?? .max
        return min(parameters.safety.tolerance, BasisPoints(millionths: allowed))
    }

    private func bothAtMinimum(certain: Worth, value: Worth, tolerance: BasisPoints) -> Worth? {
        guard let both = value.adding(value), let given = both.share(tolerance, rounding: .up)
        else { return nil }
        return given.subtracting(certain)
    }
}
