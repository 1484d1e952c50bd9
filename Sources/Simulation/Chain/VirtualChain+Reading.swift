public import Contracts
public import Ethereum
import Hashing
public import Numerics
public import Routes
public import Venues
public import Vocabulary

/// Which block is asked about.
public enum BlockReference: Hashable, Sendable {
    case latest
    case number(UInt64)
    case hash(BlockHash)
}

/// Why a virtual node has no answer.
public enum ReadFailure: Error, Hashable, Sendable {
    /// Not made yet, or taken back.
    case unknownBlock
    /// Its state is not kept any more.
    case pruned

    /// In a client's words; `nil` is a success with the result `null`, which is what Besu says of a block
    /// it does not know.
    public func failure(from client: ChainRules.Client) -> JSONRPCFailure? {
        switch (self, client) {
        case (.unknownBlock, .besu): nil
        case (.unknownBlock, .geth): JSONRPCFailure(code: -32000, message: "header not found")
        case (.pruned, .besu): JSONRPCFailure(code: -32000, message: "World state unavailable")
        case (.pruned, .geth):
            JSONRPCFailure(code: -32000, message: "missing trie node")
        }
    }
}

/// What an eth_call brings.
public enum CallResult: Hashable, Sendable {
    case returned([UInt8])
    case reverted([UInt8])
}

extension VirtualChain {
    private func record(_ reference: BlockReference) throws(ReadFailure) -> BlockRecord {
        switch reference {
        case .latest: return history.head
        case .number(let number):
            guard let block = history.block(number) else {
                throw history.isPruned(number) ? .pruned : .unknownBlock
            }
            return block
        case .hash(let hash):
            guard let block = history.block(hash) else { throw .unknownBlock }
            return block
        }
    }

    private func view(at reference: BlockReference) throws(ReadFailure) -> ChainView {
        let record = try record(reference)
        let age = history.head.header.number - record.header.number
        guard age <= UInt64(Self.mostStates) else { throw .pruned }
        return ChainView(
            state: age == 0
                ? state : states[Int(record.header.number % UInt64(states.count))],
            places: places,
            number: record.header.number,
            seconds: record.header.timestamp,
            parent: record.header.parentHash
        )
    }

    /// The bytes a contract would return; a function that acts is run and forgotten.
    public func call(
        to target: Address,
        data: [UInt8],
        from sender: Address = .zero,
        at reference: BlockReference = .latest
    ) throws(ReadFailure) -> CallResult {
        let view = try view(at: reference)
        switch view.answer(target, data) {
        case .words(let words): return .returned(words.abiBytes)
        case .nothing: return .returned([])
        case .reverted(let reason): return .reverted(reason)
        case .isAction: return simulate(view, target, data, sender).result
        }
    }

    /// The gas a call takes; `nil` when it would revert.
    public func estimateGas(
        to target: Address,
        data: [UInt8],
        from sender: Address,
        at reference: BlockReference = .latest
    ) throws(ReadFailure) -> UInt64? {
        let (result, gas) = simulate(try view(at: reference), target, data, sender)
        if case .returned = result { return gas }
        return nil
    }

    private func simulate(
        _ view: ChainView,
        _ target: Address,
        _ data: [UInt8],
        _ sender: Address
    ) -> (result: CallResult, gas: UInt64) {
        var transition = Transition(
            state: view.state,
            chain: rules.id,
            places: places,
            block: Transition.BlockContext(
                number: view.number,
                seconds: view.seconds,
                parent: view.parent,
                baseFee: .zero,
                maker: maker
            )
        )
        let call = TransactionCall(
            nonce: 0,
            gasLimit: rules.gasLimit,
            to: target,
            value: .zero,
            data: data
        )
        let (succeeded, returned) = transition.attempt(call, from: sender)
        return (succeeded ? .returned(returned) : .reverted(returned), transition.gasUsed)
    }

    /// The answers to a snapshot's calls, as they come out of one aggregated read but without its bytes.
    public func answers(
        to calls: [ContractCall],
        at reference: BlockReference = .latest
    ) throws(ReadFailure) -> [CallAnswer] {
        let view = try view(at: reference)
        return calls.map { view.answer($0.target, $0.data).callAnswer }
    }

    public func header(_ reference: BlockReference = .latest) throws(ReadFailure) -> BlockHeader {
        try record(reference).header
    }

    public func block(_ reference: BlockReference) throws(ReadFailure) -> Block {
        Self.block(try record(reference))
    }

    /// The coins of an account.
    public func balance(
        of account: Address,
        at reference: BlockReference = .latest
    ) throws(ReadFailure) -> Wei {
        Wei(try view(at: reference).state.account(account).balance)
    }

    public func nonce(
        of account: Address,
        at reference: BlockReference = .latest
    ) throws(ReadFailure) -> UInt64 {
        try view(at: reference).state.account(account).nonce
    }

    /// The nonce behind what waits without a gap.
    public func pendingNonce(of account: Address) -> UInt64 {
        mempool.pendingNonce(of: account, from: state.account(account).nonce)
    }

    /// What a unit of gas costs in the next block at least.
    public var gasPrice: Wei { Wei(max(baseFeeOfNextBlock ?? .zero, rules.leastPrice)) }

    /// Reads of things as they stand: in the open block, or after the newest one.
    private func current<Value>(_ body: (borrowing ChainState) -> Value) -> Value {
        if let found = open.map({ body($0.transition.state) }) { return found }
        return body(state)
    }

    /// A pool as it stands now, in an open block too; `nil` for one that nobody can say it of.
    public func pool(_ address: Address) -> Venue? {
        guard case .pool(let place)? = places[address] else { return nil }
        return current { state in
            state.silent.contains(address) ? nil : state.pools[place].venue
        }
    }

    /// What somebody holds of a token now, in an open block too; `nil` for what is no token.
    public func balance(of holder: Address, in token: Address) -> UInt256? {
        guard case .token(let place)? = places[token] else { return nil }
        return current { $0.tokens[place].balance(of: holder) }
    }

    /// What a token's contract says of itself, at the newest block.
    func decimals(of token: Address) -> UInt8? {
        guard case .token(let place)? = places[token] else { return nil }
        return state.tokens[place].decimals
    }

    /// All there is of a token by its own word, and by the sum of what everybody holds.
    public func supply(of token: Address) -> (declared: UInt256, held: UInt256)? {
        guard case .token(let place)? = places[token] else { return nil }
        return current { ($0.tokens[place].supply, $0.tokens[place].held) }
    }
}
