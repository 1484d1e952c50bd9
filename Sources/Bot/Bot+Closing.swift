import Execution
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

// What a saga came to, in numbers.

extension Bot {
    /// What is left of it after every cost, at reference prices; `nil` where one of them is not known.
    func realised(_ ending: Ending, of saga: Saga) -> Worth? {
        let burnt = saga.wasted.map { worth(of: $0)?.negated }
        switch ending {
        case .nothingFilled: return sum(burnt)
        case .parked: return nil
        case .settled(let pair):
            return sum([worth(of: saga.plan.sell, pair.sell), worth(of: saga.plan.buy, pair.buy)])
        case .unwound(let naked, let attempt, let fill):
            let filled = saga.planned(naked.filled)
            return sum([worth(of: filled, naked.fill), worth(of: attempt.planned, fill)] + burnt)
        }
    }

    func worth(of spent: GasSpent) -> Worth? {
        guard case .known(let coin)? = pricing(on: spent.chain)?.book.native(of: spent.chain) else {
            return nil
        }
        return coin.map { Worth(of: spent.gas.value, at: $0, rounding: .up) } ?? .zero
    }

    private func sum(_ parts: [Worth?]) -> Worth? {
        parts.reduce(.zero) { sum, part in part.flatMap { sum?.adding($0) } }
    }

    func worth(of leg: PlannedLeg, _ fill: LegFill) -> Worth? {
        guard
            let pricing = pricing(on: leg.chain),
            case .known(let priceIn) = pricing.price(of: leg.tokenIn),
            case .known(let priceOut) = pricing.price(of: leg.tokenOut),
            let paid = Worth(of: fill.sold, at: priceIn, rounding: .up),
            let brought = Worth(of: fill.received, at: priceOut, rounding: .down),
            case .known(let coin) = pricing.book.native(of: leg.chain)
        else { return nil }
        let gas = coin.map { Worth(of: fill.gas.value, at: $0, rounding: .up) } ?? .zero
        return gas.flatMap { brought.subtracting(paid)?.subtracting($0) }
    }

    func outcome(of saga: Saga, realised: Worth) -> Risk.TradeOutcome {
        let price = scene()?.price(of: saga.plan.sell.tokenIn).value
        let size = price.flatMap { Worth(of: saga.plan.sell.amountIn, at: $0, rounding: .down) }
        return Risk.TradeOutcome(
            route: saga.plan.route,
            purpose: saga.plan.mission == .profit ? .profit : .parity,
            size: size ?? .zero,
            planned: saga.plan.net,
            realised: realised
        )
    }
}
