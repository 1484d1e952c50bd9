import Numerics
import Routes
import Venues
import Vocabulary

// From a costed size to the plan that the executor takes.

extension Setting {
    func plan(_ size: CostedSize) -> Plan? {
        let tolerance = size.tolerance
        guard
            let sell = leg(
                size.priced.sells,
                at: dearEnd,
                from: dearEnd.place.base,
                to: dearEnd.place.quote,
                tolerance: tolerance,
                gasLimit: size.sellGas
            ),
            let buy = leg(
                size.priced.buys,
                at: cheapEnd,
                from: cheapEnd.place.quote,
                to: cheapEnd.place.base,
                tolerance: tolerance,
                gasLimit: size.buyGas
            )
        else { return nil }
        let missionName: Plan.MissionName =
            if case .profit = mission { .profit } else { .parity }
        return Plan(
            route: route.name,
            mission: missionName,
            dear: dear,
            size: size.priced.base,
            sizeUnit: self.size,
            sell: sell,
            buy: buy,
            order: order(of: size),
            gross: size.gross,
            costs: size.costs,
            net: size.net,
            worstCase: size.worstCase,
            tolerance: tolerance,
            shadowPrice: size.shadowPrice,
            transfers: transfers(after: size.priced)
        )
    }

    private func leg(
        _ trades: [PoolTrade],
        at end: End,
        from: Token,
        to: Token,
        tolerance: BasisPoints,
        gasLimit: UInt64
    ) -> PlannedLeg? {
        var swaps: [PlannedSwap] = []
        var (amountIn, quotedOut, minimumOut) = (UInt256.zero, UInt256.zero, UInt256.zero)
        for trade in trades {
            // The part given up is rounded down: the minimum leans towards us.
            guard let given = tolerance.share(of: trade.received, rounding: .down) else {
                return nil
            }
            let minimum = trade.received - given
            swaps.append(PlannedSwap(trade: trade, minimum: minimum))
            amountIn = amountIn &+ trade.sold
            quotedOut = quotedOut &+ trade.received
            minimumOut = minimumOut &+ minimum
        }
        let (patience, overflow) = end.chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: parameters.safety.deadlineInIntervals)
        return PlannedLeg(
            chain: end.chain.chain,
            chainName: end.chain.name,
            tokenIn: from.key,
            unitIn: AmountUnit(from),
            tokenOut: to.key,
            unitOut: AmountUnit(to),
            swaps: swaps,
            amountIn: amountIn,
            quotedOut: quotedOut,
            minimumOut: minimumOut,
            deadline: end.chain.block.time.advanced(
                by: Interval(milliseconds: overflow ? .max : patience)
            ),
            gasLimit: gasLimit
        )
    }

    /// Small trades go together; in a large one the chain goes first whose price has moved away from
    /// what both tokens are worth.
    private func order(of size: CostedSize) -> Plan.LegOrder {
        guard size.value > parameters.safety.displacedFirstAbove else { return .together }
        guard
            let dearPrice = try? trading.dear[0].price(),
            let cheapPrice = try? trading.cheap[0].price(),
            let fair = dearEnd.place.fairPrice(
                base: dearEnd.basePrice,
                quote: dearEnd.quotePrice
            )
        else { return .together }
        let above = Deviation(of: fair, from: dearPrice)
        let below = Deviation(of: fair, from: cheapPrice)
        return above.share >= below.share ? .sellFirst : .buyFirst
    }
}
