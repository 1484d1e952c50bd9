import Ethereum
import Hashing
import Numerics
public import Routes
public import Vocabulary

extension VirtualChain {
    /// Makes a block of the acts that wait and of as many transactions as fit, those first that pay most.
    ///
    /// `nil` while the chain is halted. Time stamps are whole seconds and always grow.
    @discardableResult
    public mutating func makeBlock(at now: Instant) -> Block? {
        guard !isHalted else { return nil }
        let parent = history.head
        let baseFee = baseFeeOfNextBlock
        nextBaseFee = nil
        let context = Transition.BlockContext(
            number: parent.header.number + 1,
            seconds: max(parent.header.timestamp + 1, now.milliseconds / 1_000),
            parent: parent.hash,
            baseFee: baseFee ?? .zero,
            maker: maker
        )
        var work = BlockWork(
            transition: Transition(
                state: state,
                chain: rules.id,
                places: places,
                block: context
            ),
            gasLeft: rules.gasLimit
        )
        if !acts.isEmpty {
            for act in acts where act.position == .beforeTransactions { work.perform(act) }
        }
        if !mempool.entries.isEmpty { work.fill(from: mempool) }
        if !acts.isEmpty {
            for act in acts where act.position == .afterTransactions { work.perform(act) }
            acts.removeAll()
        }
        return finish(work, on: parent, baseFee: baseFee)
    }

    private mutating func finish(
        _ work: BlockWork,
        on parent: BlockRecord,
        baseFee: UInt256?
    ) -> Block {
        let context = work.transition.block
        state = work.transition.state
        var bloom = LogsBloom()
        var roots = (transactions: StateFingerprint(), receipts: StateFingerprint())
        for record in work.records {
            roots.transactions.mix(record.hash.digest)
            roots.receipts.mix(record.outcome.gasUsed << 1 | (record.outcome.succeeded ? 1 : 0))
            roots.receipts.mix(UInt64(record.logs.count))
            for log in record.logs { bloom.add(log, &bloomMemory) }
        }
        let isEmpty = work.records.isEmpty
        let vanity = Self.vanity(branch: branch)
        var header = BlockHeader(
            parentHash: parent.hash,
            ommersHash: Self.noOmmers,
            coinbase: maker,
            stateRoot: state.fingerprint.digest,
            transactionsRoot: isEmpty ? Self.empty : roots.transactions.digest,
            receiptsRoot: isEmpty ? Self.empty : roots.receipts.digest,
            logsBloom: bloom.bytes,
            difficulty: .one,
            number: context.number,
            gasLimit: rules.gasLimit,
            gasUsed: rules.gasLimit - work.gasLeft,
            timestamp: context.seconds,
            extraData: vanity,
            mixHash: Digest(words: 0, 0, 0, 0),
            nonce: 0,
            fork: baseFee.map { .london(baseFee: $0) } ?? .beforeLondon
        )
        let hash: BlockHash
        if let sealer {
            (header, hash) = sealer.seal(header, vanity: vanity)
        } else {
            hash = BlockHash(header.plainHash)
        }
        history.append(BlockRecord(header: header, hash: hash, transactions: work.records))
        states[Int(context.number % UInt64(states.count))] = state
        mempool.forget { state.account($0).nonce }
        return head
    }

    /// Takes back so many blocks: the state is again what it was, and what they held waits anew.
    ///
    /// Refused, and nothing done, beyond the genesis and beyond the states that are kept. The next block
    /// differs from the one it replaces even when it holds the same.
    @discardableResult
    public mutating func reorganise(depth: Int) -> Bool {
        let number = history.head.header.number
        guard depth > 0, depth <= Self.mostStates, UInt64(depth) <= number else { return false }
        var dropped: [BlockRecord] = []
        for _ in 0..<depth {
            guard let block = history.dropHead() else { break }
            dropped.append(block)
        }
        let fork = number - UInt64(dropped.count)
        state = states[Int(fork % UInt64(states.count))]
        branch += 1
        nextBaseFee = nil
        var acts: [QueuedAct] = []
        for record in dropped.reversed().flatMap(\.transactions) {
            switch record.origin {
            case .signed(let transaction): mempool.putBack(transaction)
            case .act(let act): acts.append(act)
            }
        }
        self.acts = acts + self.acts
        return true
    }
}

/// A block as it fills.
struct BlockWork {
    var transition: Transition
    private(set) var records: [TransactionRecord] = []
    private(set) var gasLeft: UInt64

    init(transition: Transition, gasLeft: UInt64) {
        self.transition = transition
        self.gasLeft = gasLeft
    }

    mutating func perform(_ act: QueuedAct) {
        let start = transition.logs.count
        let (succeeded, received) = transition.perform(act.act)
        note(
            act.hash,
            .act(act),
            Transition.Outcome(
                succeeded: succeeded,
                gasUsed: 0,
                price: .zero,
                returned: ([received] as [UInt256]).abiBytes
            ),
            from: start
        )
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

    mutating func fill(from mempool: Mempool) {
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
        while let best = candidates.indices.max(by: { left, right in
            // Of those that pay the same the one that came first.
            (candidates[left].earned, candidates[right].sequence)
                < (candidates[right].earned, candidates[left].sequence)
        }) {
            let entry = entries[candidates[best].place]
            guard entry.call.gasLimit <= gasLeft,
                let upfront = entry.upfront,
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

    private func candidate(
        _ entries: [PooledTransaction],
        _ place: Int,
        _ sender: Address
    ) -> Candidate? {
        guard place < entries.count, entries[place].sender == sender,
            entries[place].call.nonce == transition.state.account(sender).nonce,
            let earned = entries[place].earned(at: transition.block.baseFee)
        else { return nil }
        return Candidate(place: place, earned: earned, sequence: entries[place].sequence)
    }
}
