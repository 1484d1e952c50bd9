internal import Numerics
public import Vocabulary

extension MarketPair {
    /// Which of the two prices a deviation is measured against: a route's first chain.
    public enum Yardstick: Hashable, Sendable {
        case cheap
        case dear
    }

    /// The least size that brings the pair's deviation below `share`; for a share of zero the largest
    /// that does not turn it round.
    ///
    /// Prices are those of the states after both trades, before fees. `nil` when the deviation is below
    /// already, when the cheap side is not the cheap one, or when the pools are too shallow. The answer
    /// never turns the deviation's sign: where one unit of base leaps past parity, it is the size
    /// before.
    public func size(
        bringingDeviationBelow share: BasisPoints,
        against yardstick: Yardstick
    ) -> PairedSize? {
        guard let now = prices(cheap, dear), now.isOpen(atLeast: share, against: yardstick)
        else { return nil }
        let bridge = UnitBridge(self)
        let goal = Self.goal(share, yardstick)
        let input = SizingSearch.crossing(start: cheap.searchStart(.quote)) { spent in
            guard let after = prices(spending: spent.floored, bridge) else { return .tooMuch }
            let ratio = Approximation(after.cheap) / Approximation(after.dear)
            return .margin((ratio / goal).squareRoot())
        }
        guard let bought = purchase(spending: input.floored) else { return nil }
        var closing: (size: PairedSize, after: PricesAfter)?
        let least = SizingSearch.least(near: bridge.baseFloor(onCheap: bought.received)) { base in
            if base == .zero { return false }
            let state = state(trading: base, near: bought.sold)
            if let after = state?.after, after.isOpen(atLeast: share, against: yardstick) {
                return false
            }
            closing = state
            return true
        }
        guard let least, let closing, closing.size.base == least else { return nil }
        if !closing.after.isTurned { return closing.size }
        let before = least &- UInt256(limbs: 1, 0, 0, 0)
        return before == .zero ? nil : size(before, near: closing.size.purchase.sold)
    }

    /// The cheap price in units of the dear one at which the deviation is the share.
    private static func goal(_ share: BasisPoints, _ yardstick: Yardstick) -> Approximation {
        let whole = Approximation(BasisPoints.millionthsInWhole)
        let part = Approximation(share.millionths)
        return yardstick == .dear ? (whole - part) / whole : whole / (whole + part)
    }

    private func state(
        trading base: UInt256,
        near guess: UInt256
    ) -> (size: PairedSize, after: PricesAfter)? {
        guard let size = size(base, near: guess) else { return nil }
        var (cheap, dear) = (cheap, dear)
        do throws(Refusal) {
            _ = try cheap.sell(size.purchase.sold, of: .quote)
            _ = try dear.sell(size.sale.sold, of: .base)
        } catch {
            return nil
        }
        guard let after = prices(cheap, dear) else { return nil }
        return (size, after)
    }

    /// For the search alone: base passes on as it comes, without a decimal lost.
    private func prices(spending spent: UInt256, _ bridge: UnitBridge) -> PricesAfter? {
        var (cheap, dear) = (cheap, dear)
        if spent == .zero { return prices(cheap, dear) }
        do throws(Refusal) {
            let bought = try cheap.sell(spent, of: .quote)
            let given = (Approximation(bought.received) * bridge.baseRatio).floored
            if given != .zero { _ = try dear.sell(given, of: .base) }
        } catch {
            return nil
        }
        return prices(cheap, dear)
    }

    private func prices(_ cheap: Market, _ dear: Market) -> PricesAfter? {
        do throws(Refusal) {
            return PricesAfter(cheap: try cheap.price(), dear: try dear.price())
        } catch {
            return nil
        }
    }
}

/// Both prices once a trade has been made.
private struct PricesAfter {
    let cheap: Price
    let dear: Price

    /// The cheap side has become the dear one.
    var isTurned: Bool { dear < cheap }

    func isOpen(atLeast share: BasisPoints, against yardstick: MarketPair.Yardstick) -> Bool {
        if isTurned { return false }
        let deviation =
            yardstick == .dear
            ? Deviation(of: dear, from: cheap) : Deviation(of: cheap, from: dear)
        return deviation.isAtLeast(share)
    }
}

/// What moves one pool to a price.
public struct PriceMove: Hashable, Sendable {
    /// The side to sell.
    public let side: Side
    public let quote: Quote
}

extension Market {
    /// The least sale after which the price has reached `goal`, in whole quote tokens for one whole
    /// base token. `nil` when it is there already or the pool cannot be moved that far.
    public func move(to goal: Price) throws(Refusal) -> PriceMove? {
        let now = try price()
        if now == goal { return nil }
        let side: Side = goal < now ? .base : .quote
        let target = Approximation(goal)
        let rough = SizingSearch.crossing(start: searchStart(side)) { amount in
            guard let price = price(afterSelling: amount.floored, of: side) else {
                return .tooMuch
            }
            let reached = Approximation(price)
            let margin = side == .base ? target / reached : reached / target
            return .margin(margin.squareRoot())
        }
        let least = SizingSearch.least(near: rough.floored) { amount in
            guard let price = price(afterSelling: amount, of: side) else { return true }
            return side == .base ? price <= goal : price >= goal
        }
        guard let least, price(afterSelling: least, of: side) != nil else { return nil }
        return PriceMove(side: side, quote: try quote(selling: least, of: side))
    }

    private func price(afterSelling amount: UInt256, of side: Side) -> Price? {
        var market = self
        do throws(Refusal) {
            if amount != .zero { _ = try market.sell(amount, of: side) }
            return try market.price()
        } catch {
            return nil
        }
    }
}
