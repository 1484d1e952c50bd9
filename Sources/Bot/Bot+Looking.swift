import Numerics
import Parity
import Routes
import Venues
import Vocabulary

// From a look at both chains to a verdict and, where it calls for one, a plan for the signer.

extension Bot {
    /// Asks what both chains look like and what became of every transaction under way.
    mutating func look(at now: Instant) -> [Effect] {
        guard let configuration = memory.configuration else { return [] }
        sight.first = .missing
        sight.second = .missing
        var effects: [Effect] = []
        for chain in [configuration.first, configuration.second] {
            effects.append(ask(.snapshot, on: chain))
        }
        for transaction in memory.saga?.underWay ?? [] {
            effects.append(ask(.receipt(of: transaction.hash), on: transaction.chain))
        }
        return effects + [.wake(at: now.advanced(by: configuration.poll))]
    }

    mutating func see(
        _ snapshot: Snapshot,
        from endpoint: Endpoint,
        at now: Instant
    ) -> [Effect] {
        guard let configuration = memory.configuration else { return [] }
        switch endpoint.chain {
        case configuration.first: sight.first = .seen(snapshot)
        case configuration.second: sight.second = .seen(snapshot)
        default: return []
        }
        guard memory.saga == nil else { return unwindNakedLeg() }
        guard case .seen(let first) = sight.first, case .seen(let second) = sight.second else {
            return []
        }
        return judge(first, second, under: configuration, at: now)
    }

    private mutating func judge(
        _ first: Snapshot,
        _ second: Snapshot,
        under configuration: Configuration,
        at now: Instant
    ) -> [Effect] {
        let route = configuration.route
        guard
            memory.haltReason == nil, sight.draft == .none,
            let scene = configuration.scene(first, second, at: now),
            let glance = route.glance(scene)
        else { return [] }
        let side = glance.side(enter: route.parameters.parity.enter)
        let share = glance.deviation.share
        sight.run.observe(side, share, at: first.block, of: .first)
        sight.run.observe(side, share, at: second.block, of: .second)
        var standing = Standing()
        standing.run = sight.run
        let assessment = route.assess(scene, standing)
        var effects: [Effect] = []
        if assessment.verdict != memory.assessment?.verdict {
            effects += record([.judged(assessment)])
        }
        guard case .trade(let planned) = assessment.verdict else { return effects }
        // What was confirmed is used up: the trade itself changes the prices.
        sight.run.restart()
        let (dear, cheap) = planned.dear == .first ? (first, second) : (second, first)
        let plan = Plan(
            number: PlanNumber(value: memory.nextPlan),
            sell: Order(planned.sell, selling: .base, in: dear, under: configuration),
            buy: Order(planned.buy, selling: .quote, in: cheap, under: configuration)
        )
        let number = SigningNumber(takeNumber())
        sight.draft = .plan(number, plan)
        return effects + [.sign(number, [request(for: plan.sell), request(for: plan.buy)])]
    }

    private mutating func ask(_ query: Query, on chain: ChainID) -> Effect {
        .ask(QueryNumber(takeNumber()), Endpoint(chain: chain, index: 0), query)
    }

    mutating func takeNumber() -> UInt64 {
        defer { sight.nextNumber += 1 }
        return sight.nextNumber
    }

    func request(for order: Order) -> SigningRequest {
        SigningRequest(
            chain: order.chain,
            nonce: memory.nextNonce(on: order.chain),
            order: order
        )
    }
}
