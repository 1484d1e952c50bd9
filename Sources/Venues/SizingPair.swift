public import Numerics
public import Vocabulary

/// Two places for the same base: it is bought at one and the same amount is sold at the other.
///
/// Amounts of base count in the coarser of the two chains' decimals, so that both chains can trade
/// exactly that; quote is compared in the finer, so that nothing is lost.
public struct MarketPair: Hashable, Sendable {
    /// Where base is bought.
    public let cheap: Market
    /// Where base is sold.
    public let dear: Market

    public init(buyingFrom cheap: Market, sellingTo dear: Market) {
        self.cheap = cheap
        self.dear = dear
    }

    public var baseDecimals: UInt8 { min(cheap.baseDecimals, dear.baseDecimals) }
    public var quoteDecimals: UInt8 { max(cheap.quoteDecimals, dear.quoteDecimals) }
}

/// A size and what it does: both exact quotes and what is left.
public struct PairedSize: Hashable, Sendable {
    /// In units of the pair's base decimals.
    public let base: UInt256
    /// Quote paid and base received on the cheap side, in that chain's units.
    public let purchase: Quote
    /// Base sold and quote received on the dear side, in that chain's units.
    public let sale: Quote
    /// In units of the pair's quote decimals, before any fixed cost.
    public let spent: UInt256
    /// In units of the pair's quote decimals.
    public let earned: UInt256

    /// What is left after `cost`; `nil` when nothing is.
    public func profit(after cost: UInt256) -> UInt256? {
        let (total, overflow) = spent.addingReportingOverflow(cost)
        return !overflow && earned > total ? earned &- total : nil
    }
}

extension MarketPair {
    /// The size that leaves most, or `nil` when none leaves more than `fixedCost`.
    ///
    /// Both fees are in the quotes; `fixedCost` is everything that does not grow with the size, in units
    /// of the pair's quote decimals. `most` caps the base amount.
    public func bestSize(fixedCost: UInt256, most: UInt256? = nil) -> PairedSize? {
        guard
            let size = size(lastUnitReturning: BasisPoints.whole, most: most),
            size.profit(after: fixedCost) != nil
        else { return nil }
        return size
    }

    /// The size whose last unit earns exactly this share of what it costs; `nil` when not even the first
    /// does.
    ///
    /// A share above the whole is what remains to be paid for by every unit; below it, what every unit is
    /// worth beyond its price. Found on the curves and settled by a handful of exact quotes: no neighbour
    /// is better by more than the pools' own rounding. `most` caps the base amount.
    public func size(
        lastUnitReturning share: BasisPoints,
        most: UInt256? = nil
    ) -> PairedSize? {
        let bridge = UnitBridge(self)
        let goal =
            Approximation(UInt256(share.millionths))
            / Approximation(UInt256(BasisPoints.millionthsInWhole))
        let (buying, selling) = (cheap.guide(selling: .quote), dear.guide(selling: .base))
        let input = SizingSearch.crossing(start: cheap.searchStart(.quote)) { spent in
            guard let purchase = buying.point(after: spent),
                let sale = selling.point(after: purchase.received * bridge.baseRatio)
            else { return .tooMuch }
            let returned =
                purchase.slope * bridge.baseRatio * sale.slope * bridge.quoteRatio
            // The inverse root of the return is linear in the size for constant products.
            return returned.isZero ? .tooMuch : .margin((goal / returned).squareRoot())
        }
        guard let bought = purchase(spending: input.floored) else { return nil }
        var base = bridge.baseFloor(onCheap: bought.received)
        var guess = bought.sold
        if let most, most < base {
            base = most
            guess = .zero
        }
        return base == .zero ? nil : size(base, near: guess)
    }

    /// What trading exactly `base` does; `nil` when one of the pools will not.
    public func size(_ base: UInt256) -> PairedSize? { size(base, near: .zero) }

    /// `guess` is an input thought to be near the least one, or zero.
    func size(_ base: UInt256, near guess: UInt256) -> PairedSize? {
        let bridge = UnitBridge(self)
        guard let wanted = bridge.onCheap(base: base), let given = bridge.onDear(base: base)
        else { return nil }
        let purchase =
            guess == .zero
            ? cheap.leastInput(buying: wanted, of: .base)
            : cheap.leastInput(buying: wanted, of: .base, near: guess)
        guard let purchase, let sale = sale(of: given),
            let spent = bridge.fine(quoteOnCheap: purchase.sold),
            let earned = bridge.fine(quoteOnDear: sale.received)
        else { return nil }
        return PairedSize(
            base: base,
            purchase: purchase,
            sale: sale,
            spent: spent,
            earned: earned
        )
    }

    func purchase(spending spent: UInt256) -> Quote? {
        if spent == .zero { return nil }
        do throws(Refusal) {
            return try cheap.quote(selling: spent, of: .quote)
        } catch {
            return nil
        }
    }

    private func sale(of given: UInt256) -> Quote? {
        do throws(Refusal) {
            let quote = try dear.quote(selling: given, of: .base)
            return quote.sold == given ? quote : nil
        } catch {
            return nil
        }
    }
}
