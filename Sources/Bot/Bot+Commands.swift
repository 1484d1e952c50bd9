import Execution
import Risk
import Routes
import Vocabulary
import Watch

// Operators, clocks, and other outside forces.

extension Bot {
    mutating func obey(_ command: Command) {
        record(.ordered(command))
        switch command {
        case .halt(let halt, let now):
            record(.halted(halt))
            if now {
                if draft?.isNew == true { draft = nil }
            }
        case .resume(let scope, let name):
            if case .chain(let id) = scope, let index = desk(id) { desks[index].watch.resume() }
            record(.resumed(scope, by: name))
            haltWhatRefuses()
            inspectAnew(scope)
        case .adopt(let account, let count, _): record(.lane(account, .adopt(count: count)))
        case .adoptBalances(let chain, _): if !adopting.contains(chain) { adopting.append(chain) }
        case .reopen(let lane, _): record(.bridge(lane, .reopen))
        case .writeOff(let lane, let transfer, _):
            record(.bridge(lane, .writeOff(transfer)))
            bury(transfer, on: lane)
        case .park(let saga, _): record(.parked(saga: saga, .operatorChose))
        }
    }

    /// A lane that gives no nonces is no chain to go on with: without a halt it would only be silent.
    private mutating func haltWhatRefuses() {
        for lane in memory.lanes {
            switch lane.standing {
            case .refusing: halt(.chain(lane.key.chain), because: .chainAhead)
            case .halted: halt(.chain(lane.key.chain), because: .nonces)
            case .open, .unchecked: break
            }
        }
    }

    /// Prices, deadlines and heads from before a jump mean nothing after it.
    mutating func noticeTime() {
        defer { lastEvent = step.now }
        if memory.stops?.halts.standing.contains(where: { $0.isOver(at: step.now) }) == true {
            record(.expired)
        }
        guard let lastEvent, let jump = TimeJump(from: lastEvent, to: step.now) else { return }
        alert(.warning, "time", "time has jumped: \(jump)")
        if draft?.isNew == true { draft = nil }
        // Their patience is counted from a moment that may be hours ahead.
        questions = []
        for index in views.indices { views[index].restart() }
        // What was seen then is not what is now.
        for index in desks.indices {
            desks[index].seen = nil
            desks[index].inspection.asked = nil
        }
    }

    /// A chain that shows nothing new, as every route over it measures it.
    mutating func noticeStaleness() {
        guard let stops = memory.stops, let fleet = memory.settings?.fleet else { return }
        for index in desks.indices {
            let chain = desks[index].chain
            let route = fleet.routes.first { route in
                route.first.chain == chain.id || route.second.chain == chain.id
            }
            guard let route else { continue }
            // A head of before the process began is no older than the process.
            let limit = allowed(chain, route)
            guard step.now > desks[index].since.advanced(by: limit) else { continue }
            let freshness = desks[index].watch.headers.head.map { head in
                Freshness(
                    of: head,
                    interval: chain.blockInterval,
                    parameters: route.parameters.freshness,
                    now: step.now
                )
            }
            let isTripped = stops.breakers.isTripped(.staleChain, .chain(chain.id))
            // While all is well there is nothing to remember.
            guard (freshness?.isFresh ?? false) == isTripped else { continue }
            if isPlanted(.staleTakenForFresh) { continue }
            // Where no head was ever seen the silence is as old as the process.
            let silence = Interval(
                milliseconds: step.now.milliseconds - desks[index].since.milliseconds
            )
            record(
                .observed(
                    .head(
                        chain.id,
                        age: freshness?.age ?? silence,
                        limit: freshness?.limit ?? limit
                    )
                )
            )
        }
    }

    private func allowed(_ chain: Chain, _ route: Route) -> Interval {
        let (product, overflow) = chain.blockInterval.milliseconds
            .multipliedReportingOverflow(by: route.parameters.freshness.oldestHeadInIntervals)
        return Interval(milliseconds: overflow ? .max : product)
    }
}
