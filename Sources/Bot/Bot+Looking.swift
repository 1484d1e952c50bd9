import Numerics
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

    mutating func see(_ snapshot: Snapshot, from endpoint: Endpoint) -> [Effect] {
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
        return judge(first, second, under: configuration)
    }

    private mutating func judge(
        _ first: Snapshot,
        _ second: Snapshot,
        under configuration: Configuration
    ) -> [Effect] {
        guard memory.haltReason == nil, sight.draft == .none else { return [] }
        let (verdict, orders) = assess(
            first: first,
            second: second,
            configuration: configuration
        )
        var effects: [Effect] = []
        if verdict != memory.verdict { effects += record([.judged(verdict)]) }
        guard let orders else { return effects }
        let plan = Plan(
            number: PlanNumber(value: memory.nextPlan),
            sell: orders.sell,
            buy: orders.buy
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
