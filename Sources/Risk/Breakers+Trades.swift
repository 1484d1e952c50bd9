import Vocabulary

// What trades, attempts and capital say.

extension Breakers {
    mutating func judge(_ outcome: TradeOutcome, at now: Instant) -> [BreakerEffect] {
        let effects = lose(outcome.result, at: now)
        return outcome.purpose == .profit ? effects + judgeWin(outcome, at: now) : effects
    }

    /// Adds to the day what was lost, or won.
    mutating func lose(_ result: Worth, at now: Instant) -> [BreakerEffect] {
        losses.note(result, at: now)
        let day = losses.worst(at: now)
        guard day <= parameters.dailyLoss.negated else { return [] }
        return open(
            .dailyLoss,
            .global,
            .worth(day.opposite),
            .atLeast,
            .worth(parameters.dailyLoss),
            sample: 1,
            at: now
        )
    }

    private mutating func judgeWin(_ outcome: TradeOutcome, at now: Instant) -> [BreakerEffect] {
        let scope = Halt.Scope.route(outcome.route)
        let place = wins.firstIndex { $0.route >= outcome.route } ?? wins.endIndex
        if place == wins.endIndex || wins[place].route != outcome.route {
            guard wins.count < Self.mostRoutes else {
                return [.refused(.tooManyRoutes(outcome.route))]
            }
            let outcomes = RecentOutcomes(window: parameters.wins.window)
            wins.insert(RouteWins(route: outcome.route, outcomes: outcomes), at: place)
        }
        wins[place].outcomes.note(outcome.isWin(within: parameters.wins.tolerance))
        let outcomes = wins[place].outcomes
        guard
            outcomes.count >= parameters.wins.leastSample,
            let wilson = Wilson(
                successes: UInt64(outcomes.yeses),
                trials: UInt64(outcomes.count)
            ),
            wilson.isBelow(parameters.wins.floor)
        else { return [] }
        return open(
            .winRate,
            scope,
            .share(wilson.upperBound),
            .below,
            .share(parameters.wins.floor),
            sample: wilson.trials,
            at: now
        )
    }

    mutating func judge(_ outcome: AttemptOutcome, at now: Instant) -> [BreakerEffect] {
        switch outcome {
        case .unknown: return []
        case .filled: attempts.note(false)
        case .failed: attempts.note(true)
        }
        guard attempts.count >= parameters.errors.leastSample else { return [] }
        // Both sides times count and whole: below 2^46.
        let failed = UInt64(attempts.yeses) * BasisPoints.millionthsInWhole
        let count = UInt64(attempts.count)
        guard failed > count * parameters.errors.most.millionths else { return [] }
        return open(
            .errorRate,
            .global,
            .share(BasisPoints(millionths: failed / count)),
            .above,
            .share(parameters.errors.most),
            sample: count,
            at: now
        )
    }

    /// A worth that is not known is no worth of zero: it opens nothing and moves no peak.
    mutating func judge(
        _ equity: Worth?,
        _ capital: Worth,
        at now: Instant
    ) -> [BreakerEffect] {
        guard
            let equity, let fall = self.capital.take(equity: equity, capital: capital),
            fall.exceeds(parameters.drawdown)
        else { return [] }
        return open(
            .drawdown,
            .global,
            .share(fall.share),
            .above,
            .share(parameters.drawdown),
            sample: 1,
            at: now
        )
    }
}
