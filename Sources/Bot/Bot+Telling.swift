import Execution
import Ledger
import Numerics
import Parity
import Routes
import Vocabulary

// A trade that has ended, for those who ask what came of it.

extension Bot {
    /// What it gave and brought is as final blocks have it. Gas is at today's price of the coin, or as it was
    /// planned where that is not known; the bridge's share is as planned, since transfers carry what many
    /// trades left behind.
    func record(of saga: Saga, _ ending: Ending, realised: Worth?) -> TradeRecord? {
        guard
            let tally = memory.tallies.first(where: { $0.saga == saga.number }),
            let numeraire = memory.settings?.fleet.numeraire,
            let result = TradeResult(
                numeraire: numeraire,
                plannedNet: saga.plan.net,
                realisedNet: realised,
                fees: ending.crosses ? planned(.bridge, of: saga.plan) : .zero,
                gas: worth(ofGas: tally.gas, of: saga.plan) ?? planned(.gas, of: saga.plan)
            )
        else { return nil }
        return TradeRecord(
            plan: saga.number,
            route: saga.plan.route,
            mission: saga.plan.mission.rawValue,
            opened: min(saga.openedAt, step.now),
            closed: step.now,
            outcome: ending.outcome,
            dearSide: saga.plan.sell.chain,
            flows: tally.flows,
            result: result
        )
    }

    private func planned(_ item: CostLine.Item, of plan: Plan) -> Worth {
        plan.costs.filter { $0.item == item }
            .reduce(.zero) { sum, line in sum.adding(line.worth) ?? sum }
    }

    private func worth(ofGas gas: [Wei], of plan: Plan) -> Worth? {
        guard let scene = scene() else { return nil }
        var sum = Worth.zero
        for (paid, leg) in zip(gas, [plan.sell, plan.buy]) where !paid.value.isZero {
            guard case .known(let price)? = scene.chain(leg.chain)?.nativePrice else { return nil }
            // A coin without a price is worth nothing.
            guard let price else { continue }
            guard
                let worth = Worth(of: paid.value, at: price, rounding: .up),
                let next = sum.adding(worth)
            else { return nil }
            sum = next
        }
        return sum
    }
}

extension Ending {
    /// Whether its tokens go over the bridge.
    fileprivate var crosses: Bool {
        if case .settled = self { true } else { false }
    }

    fileprivate var outcome: TradeOutcome {
        switch self {
        case .settled: .settled
        case .unwound: .unwound
        case .nothingFilled: .nothingFilled
        case .parked: .parked
        }
    }
}
