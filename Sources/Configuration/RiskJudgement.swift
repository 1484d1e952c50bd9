import Risk
import Vocabulary

// Breakers that would never open, or at once.

extension Assembly {
    /// Each part's faults by the rules of the parameters themselves, with all other parts as shipped.
    mutating func judgeRisk() {
        let own = draft.breakers
        let probes: [(inout BreakerParameters) -> Void] = [
            { $0.dailyLoss = own.dailyLoss },
            { $0.drawdown = own.drawdown },
            { $0.wins.floor = own.wins.floor },
            { $0.wins.tolerance = own.wins.tolerance },
            { $0.errors.most = own.errors.most },
            {
                $0.wins.leastSample = own.wins.leastSample
                $0.wins.window = own.wins.window
            },
            {
                $0.errors.leastSample = own.errors.leastSample
                $0.errors.window = own.errors.window
            },
            { $0.disputes = own.disputes },
            { $0.healing = own.healing },
        ]
        for probe in probes {
            var parameters = BreakerParameters()
            probe(&parameters)
            if let fault = parameters.fault { report(fault) }
        }
        switch draft.limits.fault {
        case .unwindBudgetNegative:
            reader.complain("limits.unwind_per_day", "is below zero")
        case .noRamp:
            reader.complain(
                "limits.ramp_trades",
                "without a ramp the first live trade could be the largest"
            )
        case nil: break
        }
    }

    private mutating func report(_ fault: BreakerFault) {
        func range(_ share: BasisPoints) -> String { "\(share) is not above 0 and below 100 %" }
        switch fault {
        case .dailyLossNotPositive:
            reader.complain("breakers.daily_loss", "must be above zero: nothing would ever trade")
        case .drawdownOutOfRange(let share): reader.complain("breakers.drawdown", range(share))
        case .winFloorOutOfRange(let share): reader.complain("breakers.wins.floor", range(share))
        case .winToleranceOutOfRange(let share):
            reader.complain("breakers.wins.tolerance", "\(share) is not below 100 %")
        case .errorRateOutOfRange(let share): reader.complain("breakers.errors.most", range(share))
        case .sample(let breaker, let least, let window):
            let section = breaker == .winRate ? "wins" : "errors"
            reader.complain(
                "breakers.\(section).least_sample",
                "1 <= least_sample \(least) <= window \(window) <= what is remembered "
                    + "does not hold"
            )
        case .countOfNone: reader.complain("breakers.disputes", "a count of 0 would open at once")
        case .healingOfNone:
            reader.complain("breakers.healing", "a count of 0 would close at once")
        }
    }
}
