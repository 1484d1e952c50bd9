import Bot
import Numerics
import Parity
import Risk
import Routes
import Vocabulary

// What reserves, trades and halts say.

extension Survey {
    static func judge(
        _ lane: Lane,
        _ route: Route,
        _ scene: LaneScene?,
        _ thresholds: AlertThresholds
    ) -> [AlertFinding] {
        let name =
            "\(lane.source.symbol) \(lane.source.chain) -> \(lane.destination.symbol) "
            + "\(lane.destination.chain)"
        let (reserve, runway, paused) = (
            AlertKey(.reserve, name), AlertKey(.runway, name), AlertKey(.bridgePaused, name)
        )
        let isPaused: AlertFinding.State =
            switch scene?.isPaused {
            case .known(true): .trouble(.critical, "the contract that pays out is paused")
            case .known(false): .well
            case .unknown, nil: .unknown
            }
        guard
            let scene, case .known(let held) = scene.held, case .known(let needed) = scene.needed
        else {
            return [
                AlertFinding(reserve, .unknown), AlertFinding(runway, .unknown),
                AlertFinding(paused, isPaused),
            ]
        }
        func text(_ units: UInt256) -> String {
            let number = DecimalNumber(digits: units, scale: lane.destination.decimals)
            return "\(number) \(lane.destination.symbol)"
        }
        var state = AlertFinding.State.well
        if held < needed {
            state = .trouble(
                .critical,
                "the reserve is \(text(held)), needed is \(text(needed))"
            )
        } else if let wanted = thresholds.reserve.share(of: needed, rounding: .up), held < wanted {
            state = .trouble(
                .warning,
                "the reserve is \(text(held)); \(thresholds.reserve) of what is needed would be "
                    + text(wanted)
            )
        }
        let shortest = route.parameters.reserve.shortestRunway
        var run = AlertFinding.State.well
        if let left = scene.runway, left < shortest {
            run = .trouble(
                .critical,
                "at the present flow the reserve lasts for \(left.milliseconds / 60_000) min; "
                    + "\(shortest) is the least"
            )
        }
        return [
            AlertFinding(reserve, state), AlertFinding(runway, run),
            AlertFinding(paused, isPaused),
        ]
    }

    /// With fewer trades than the breaker asks for nothing is concluded, from none least of all.
    func wins(of route: Route, _ bot: Bot) -> AlertFinding {
        let key = AlertKey(.winRate, route.name)
        guard
            let wilson = bot.breakers?.winRate(of: route.name), let settings = bot.settings,
            wilson.trials >= UInt64(settings.breakers.wins.leastSample)
        else { return AlertFinding(key, .well) }
        return AlertFinding(key, Self.judge(wins: wilson, thresholds))
    }

    static func judge(
        wins wilson: Wilson,
        _ thresholds: AlertThresholds
    ) -> AlertFinding.State {
        let limits: [(AlertLevel, BasisPoints)] = [
            (.critical, thresholds.winsCritical), (.warning, thresholds.winsWarning),
        ]
        guard let (level, limit) = limits.first(where: { wilson.isBelow($0.1) }) else {
            return .well
        }
        return .trouble(
            level,
            "\(wilson.successes) of \(wilson.trials) trades were won: surely fewer than \(limit)"
        )
    }

    func errors(_ bot: Bot) -> AlertFinding {
        let key = AlertKey(.errorRate)
        guard
            let wilson = bot.breakers?.errorRate, let settings = bot.settings,
            wilson.trials >= UInt64(settings.breakers.errors.leastSample)
        else { return AlertFinding(key, .well) }
        return AlertFinding(key, Self.judge(errors: wilson, thresholds))
    }

    /// `wilson` counts failures.
    static func judge(
        errors wilson: Wilson,
        _ thresholds: AlertThresholds
    ) -> AlertFinding.State {
        let failed = UInt256(wilson.successes) * UInt256(BasisPoints.millionthsInWhole)
        guard failed > UInt256(wilson.trials) * UInt256(thresholds.errors.millionths) else {
            return .well
        }
        return .trouble(
            .critical,
            "\(wilson.successes) of \(wilson.trials) attempts failed, more than "
                + "\(thresholds.errors)"
        )
    }

    func capital(_ bot: Bot) -> AlertFinding {
        let key = AlertKey(.capitalLoss)
        guard let fall = bot.breakers?.fall, fall.exceeds(thresholds.capitalLoss) else {
            return AlertFinding(key, .well)
        }
        return AlertFinding(
            key,
            .trouble(
                .critical,
                "the capital stands \(fall.by) below its peak of \(fall.from), more than "
                    + "\(thresholds.capitalLoss)"
            )
        )
    }

    /// With what contradicts what, where that is known.
    private static func reason(of halt: Halt, _ bot: Bot) -> String {
        guard case .chain(let chain) = halt.scope, case .bot(.contradiction) = halt.author,
            let fault = bot.fault(of: chain)
        else { return halt.reason }
        return "\(halt.reason): \(fault)"
    }

    /// One a scope. A chain's own staleness is told as such and not again as its halt.
    static func halts(_ bot: Bot, _ now: Instant) -> [AlertFinding] {
        var scopes: [(scope: Halt.Scope, level: AlertLevel, reasons: [String])] = []
        for halt in bot.halts where !halt.isOver(at: now) {
            let level: AlertLevel
            switch halt.author {
            case .breaker(.staleChain): continue
            case .person: level = .warning
            case .breaker, .bot: level = .critical
            }
            let reason = Self.reason(of: halt, bot)
            if let place = scopes.firstIndex(where: { $0.scope == halt.scope }) {
                scopes[place].level = max(scopes[place].level, level)
                scopes[place].reasons.append(reason)
            } else {
                scopes.append((halt.scope, level, [reason]))
            }
        }
        return scopes.map { scope, level, reasons in
            let subject =
                switch scope {
                case .global: "everything"
                case .chain(let chain): "chain \(chain)"
                case .route(let route): route
                }
            return AlertFinding(
                AlertKey(.halted, subject),
                .trouble(level, "nothing is begun: " + reasons.joined(separator: "; "))
            )
        }
    }
}
