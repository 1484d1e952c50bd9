public import Vocabulary

// What the journal remembers: one function writes it, and a restart reads it with the same.

extension Bot {
    /// The bot as it was after the last of these entries.
    public init(recovering entries: [Entry]) {
        for entry in entries { memory.apply(entry) }
    }

    /// What is outstanding, derived from memory alone. Each effect may be carried out again.
    public func obligations(at now: Instant) -> [Effect] {
        guard memory.configuration != nil else { return [] }
        return broadcasts(of: memory.saga?.underWay ?? []) + [.wake(at: now)]
    }

    /// Changes what is remembered, and says so to the journal, in one.
    mutating func record(_ entries: [Entry]) -> [Effect] {
        for entry in entries { memory.apply(entry) }
        return [.journal(entries)]
    }

    func broadcasts(of transactions: [SignedTransaction]) -> [Effect] {
        transactions.map { .broadcast($0, Endpoint(chain: $0.chain, index: 0)) }
    }
}

extension Bot.Memory {
    mutating func apply(_ entry: Entry) {
        switch entry {
        case .configured(let configuration):
            self.configuration = configuration
        case .judged(let assessment):
            self.assessment = assessment
        case .planned(let plan, let sell, let buy):
            saga = .trading(plan, sell: Leg(sell), buy: Leg(buy))
            nextPlan = plan.number.value + 1
            spend(sell)
            spend(buy)
        case .legEnded(_, let side, let outcome):
            saga?.end(side, outcome)
        case .reversalEnded(_, let outcome):
            saga?.endReversal(outcome)
        case .unwinding(_, let order, let transaction):
            spend(transaction)
            guard let open = saga, let naked = open.nakedLeg else { return }
            saga = .unwinding(open.plan, filled: naked.side, reversal: order, Leg(transaction))
        case .sagaEnded:
            saga = nil
        case .halted(let reason):
            haltReason = reason
        case .resumed:
            haltReason = nil
        }
    }

    func nextNonce(on chain: ChainID) -> UInt64 {
        nextNonces.first { $0.chain == chain }?.next ?? 0
    }

    private mutating func spend(_ transaction: SignedTransaction) {
        let next = transaction.nonce + 1
        if let index = nextNonces.firstIndex(where: { $0.chain == transaction.chain }) {
            nextNonces[index].next = next
        } else {
            nextNonces.append(Bot.ChainNonce(chain: transaction.chain, next: next))
        }
    }
}

extension Saga {
    fileprivate mutating func end(_ side: LegName, _ outcome: LegOutcome) {
        switch (self, side) {
        case (.trading(let plan, var sell, let buy), .sell):
            sell.state = .ended(outcome)
            self = .trading(plan, sell: sell, buy: buy)
        case (.trading(let plan, let sell, var buy), .buy):
            buy.state = .ended(outcome)
            self = .trading(plan, sell: sell, buy: buy)
        case (.unwinding, _): break
        }
    }

    fileprivate mutating func endReversal(_ outcome: LegOutcome) {
        guard case .unwinding(let plan, let filled, let reversal, var leg) = self else { return }
        leg.state = .ended(outcome)
        self = .unwinding(plan, filled: filled, reversal: reversal, leg)
    }
}
