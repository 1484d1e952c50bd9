import Ethereum
import Numerics
import Routes
import Vocabulary

/// A block as it fills.
struct BlockWork: Sendable {
    var transition: Transition
    let baseFee: UInt256?
    /// The block of another chain that this one shows.
    var shown: Block?
    private(set) var records: [TransactionRecord] = []
    private(set) var gasLeft: UInt64
    /// Whether transactions have had their turn.
    private(set) var isFilled = false
    private var withheld: Set<TransactionHash> = []

    init(transition: Transition, baseFee: UInt256?, gasLeft: UInt64) {
        self.transition = transition
        self.baseFee = baseFee
        self.gasLeft = gasLeft
    }

    mutating func perform(_ act: QueuedAct) -> ActOutcome {
        let start = transition.logs.count
        let outcome = transition.perform(act.act)
        note(
            act.hash,
            .act(act, outcome),
            Transition.Outcome(
                succeeded: outcome.hasSucceeded,
                gasUsed: 0,
                price: .zero,
                returned: []
            ),
            from: start
        )
        return outcome
    }

    private mutating func note(
        _ hash: TransactionHash,
        _ origin: TransactionRecord.Origin,
        _ outcome: Transition.Outcome,
        from start: Int
    ) {
        records.append(
            TransactionRecord(
                hash: hash,
                origin: origin,
                outcome: outcome,
                logs: Array(transition.logs[start...]),
                firstLog: UInt64(start)
            )
        )
    }

    /// A sender's next transaction and what its maker earns by it.
    private struct Candidate {
        let place: Int
        let earned: UInt256
        let sequence: UInt64
    }

    /// Runs what waits, as far as it fits and can be paid for, those first that pay most.
    mutating func fill(from mempool: Mempool) {
        isFilled = true
        let entries = mempool.entries
        guard !entries.isEmpty else { return }
        withheld = mempool.withheld
        var candidates = candidates(mempool)
        while let best = Self.best(candidates) {
            let entry = entries[candidates[best].place]
            guard entry.call.gasLimit <= gasLeft, let upfront = entry.upfront,
                upfront <= transition.state.account(entry.sender).balance
            else {
                candidates.remove(at: best)
                continue
            }
            let start = transition.logs.count
            let outcome = transition.execute(entry)
            gasLeft -= outcome.gasUsed
            note(entry.hash, .signed(entry), outcome, from: start)
            if let next = candidate(entries, candidates[best].place + 1, entry.sender) {
                candidates[best] = next
            } else {
                candidates.remove(at: best)
            }
        }
    }

    private func candidates(_ mempool: Mempool) -> [Candidate] {
        let entries = mempool.entries
        var candidates: [Candidate] = []
        var place = 0
        while place < entries.count {
            let sender = entries[place].sender
            let nonce = transition.state.account(sender).nonce
            if let candidate = candidate(entries, mempool.place(sender, nonce), sender) {
                candidates.append(candidate)
            }
            while place < entries.count, entries[place].sender == sender { place += 1 }
        }
        return candidates
    }

    /// Of those that pay the same the one that came first.
    private static func best(_ candidates: [Candidate]) -> Int? {
        candidates.indices.max { left, right in
            (candidates[left].earned, candidates[right].sequence)
                < (candidates[right].earned, candidates[left].sequence)
        }
    }

    private func candidate(
        _ entries: [PooledTransaction],
        _ place: Int,
        _ sender: Address
    ) -> Candidate? {
        guard place < entries.count, entries[place].sender == sender,
            entries[place].call.nonce == transition.state.account(sender).nonce,
            withheld.isEmpty || !withheld.contains(entries[place].hash),
            entries[place].earliest <= transition.block.number,
            shown.map({ entries[place].arrived <= $0.time }) ?? true,
            let earned = entries[place].earned(at: transition.block.baseFee)
        else { return nil }
        return Candidate(place: place, earned: earned, sequence: entries[place].sequence)
    }
}
