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
        guard openBlock(at: now) else { return nil }
        runTransactions()
        return closeBlock()
    }

    /// Begins a block: what waits for its beginning is done. `false` while the chain is halted or another
    /// block is open.
    ///
    /// Until it is closed, `perform` acts in it at once, and `pool` and `balance(of:in:)` answer as it
    /// stands; all other reads answer as of the block before.
    public mutating func openBlock(at now: Instant) -> Bool {
        guard !isHalted, open == nil else { return false }
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
        open = BlockWork(
            transition: Transition(
                state: state,
                chain: rules.id,
                places: places,
                block: context
            ),
            baseFee: baseFee,
            gasLeft: rules.gasLimit
        )
        performAll(.beforeTransactions)
        return true
    }

    mutating func performAll(_ position: ChainAct.Position) {
        guard !acts.isEmpty else { return }
        for act in acts where act.position == position { _ = open?.perform(act) }
        acts.removeAll { $0.position == position }
    }

    /// Does an act in the open block; `nil` when none is open.
    public mutating func perform(
        _ act: ChainAct
    ) -> (hash: TransactionHash, outcome: ActOutcome)? {
        guard let isFilled = open?.isFilled else { return nil }
        let queued = numbered(act, isFilled ? .afterTransactions : .beforeTransactions)
        guard let outcome = open?.perform(queued) else { return nil }
        return (queued.hash, outcome)
    }

    /// Runs the transactions that wait, in the open block; once.
    public mutating func runTransactions() {
        guard open?.isFilled == false else { return }
        open?.fill(from: mempool)
    }

    /// Does what waits for the block's end, and seals it. `nil` when none is open.
    @discardableResult
    public mutating func closeBlock() -> Block? {
        guard open != nil else { return nil }
        runTransactions()
        performAll(.afterTransactions)
        guard let work = open.take() else { return nil }
        return finish(work, on: history.head)
    }

    private mutating func finish(
        _ work: BlockWork,
        on parent: BlockRecord
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
        if let shown = work.shown { return append(work, showing: shown, bloom) }
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
            fork: work.baseFee.map { .london(baseFee: $0) } ?? .beforeLondon
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
    /// Refused, and nothing done, beyond the genesis, beyond the states that are kept and while a block is
    /// open. The next block
    /// differs from the one it replaces even when it holds the same.
    @discardableResult
    public mutating func reorganise(depth: Int) -> Bool {
        let number = history.head.header.number
        guard open == nil, depth > 0, depth <= Self.mostStates, UInt64(depth) <= number else {
            return false
        }
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
            case .act(let act, _): acts.append(act)
            }
        }
        self.acts = acts + self.acts
        return true
    }
}
