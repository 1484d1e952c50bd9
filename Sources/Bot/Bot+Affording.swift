import Execution
import Numerics
import Parity
import Vocabulary

// What a trade may still cost once it is begun: no more than its plan said it could lose.

extension Bot {
    /// Whether a leg that is signed only now keeps the trade within its worst case, even at its minimum.
    func isAffordable(_ second: PlannedLeg, of saga: Saga) -> Bool {
        guard
            case .opening(let side, let first) = saga.state, let fill = first.outcome?.fill,
            let index = desk(second.chain), let seen = desks[index].agreed,
            let market = desks[index].market(seen),
            let fee = try? desks[index].settings.fees.first(in: market),
            let gas = fee.most(for: second.gasLimit),
            let begun = worth(of: saga.planned(side), fill),
            let rest = worth(
                of: second,
                LegFill(sold: second.amountIn, received: second.minimumOut, gas: gas)
            ),
            let result = begun.adding(rest), let allowance = allowance(of: saga)
        else { return false }
        return result >= allowance.negated
    }

    /// Whether another offer for a nonce costs more gas than its trade may lose. Waiting costs less: pools hold
    /// what was signed to its minimum and its deadline. What belongs to no trade is always offered.
    func isAffordable(
        _ fee: Fee,
        gas: UInt64,
        nonce: UInt64,
        of account: AccountKey
    ) -> Bool {
        guard
            let number = memory.errand(account, nonce)?.saga, let saga = memory.saga(number)
        else { return true }
        guard
            let most = fee.most(for: gas), let allowance = allowance(of: saga),
            let cost = worth(of: GasSpent(account.chain, most))
        else { return false }
        return cost <= allowance
    }

    /// What is left of the worst case after the gas that dead transactions have burnt.
    private func allowance(of saga: Saga) -> Worth? {
        saga.wasted.reduce(saga.plan.worstCase.worth) { left, spent in
            worth(of: spent).flatMap { left?.subtracting($0) }
        }
    }
}
