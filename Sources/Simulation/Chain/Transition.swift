import Ethereum
import Numerics
import Vocabulary

/// A block under construction as its contracts see it, and the state they change.
struct Transition {
    var state: ChainState
    var logs: [ChainLog] = []
    let chain: ChainID
    let places: [Address: ChainState.Place]
    let block: BlockContext
    /// Of the transaction that runs.
    var gasUsed: UInt64 = 0
    var gasLimit = UInt64.max

    /// What `block.…` answers inside a contract.
    struct BlockContext: Hashable, Sendable {
        let number: UInt64
        let seconds: UInt64
        let parent: BlockHash
        let baseFee: UInt256
        let maker: Address
    }

    mutating func charge(_ units: UInt64) throws(ContractRevert) {
        gasUsed += units
        guard gasUsed <= gasLimit else { throw .outOfGas }
    }

    /// What came of one transaction.
    struct Outcome: Hashable, Sendable {
        let succeeded: Bool
        let gasUsed: UInt64
        let price: UInt256
        let returned: [UInt8]
    }

    /// Runs a transaction whose sender can pay for it. Gas and nonce are gone whatever comes of it.
    mutating func execute(_ transaction: PooledTransaction) -> Outcome {
        let price = block.baseFee + (transaction.earned(at: block.baseFee) ?? .zero)
        var sender = state.account(transaction.sender)
        sender.nonce += 1
        state.setAccount(transaction.sender, sender)
        let doom = state.meetDoom(transaction.sender)
        let (succeeded, returned) = attempt(
            transaction.call,
            from: transaction.sender,
            doom: doom
        )
        pay(transaction.sender, price)
        return Outcome(
            succeeded: succeeded,
            gasUsed: gasUsed,
            price: price,
            returned: returned
        )
    }

    /// Runs a call, all of it or nothing.
    mutating func attempt(
        _ call: TransactionCall,
        from sender: Address,
        doom: ChainState.Doom.End? = nil
    ) -> (succeeded: Bool, returned: [UInt8]) {
        let (before, logCount) = (state, logs.count)
        (gasUsed, gasLimit) = (0, call.gasLimit)
        do throws(ContractRevert) {
            try charge(GasUse.intrinsic(call))
            if doom == .doesNothing { return (true, []) }
            let returned = try run(call, from: sender)
            guard doom != .reverts else { throw .empty }
            return (true, returned)
        } catch {
            state = before
            logs.removeLast(logs.count - logCount)
            if error.takesAllGas { gasUsed = gasLimit }
            return (false, error.data)
        }
    }

    /// The base fee's part is burnt, the rest is the maker's.
    private mutating func pay(_ sender: Address, _ price: UInt256) {
        guard !price.isZero else { return }
        let units = UInt256(gasUsed)
        var payer = state.account(sender)
        payer.balance -= price * units
        state.setAccount(sender, payer)
        let burnt = block.baseFee * units
        state.burn(burnt)
        var maker = state.account(block.maker)
        maker.balance += price * units - burnt
        state.setAccount(block.maker, maker)
    }

    private mutating func run(
        _ call: TransactionCall,
        from sender: Address
    ) throws(ContractRevert) -> [UInt8] {
        // Nobody deploys on a virtual chain after its genesis.
        guard let to = call.to else { throw .empty }
        let place = places[to]
        // None of the virtual contracts takes coins.
        guard call.value.isZero || place == nil else { throw .empty }
        try move(call.value, from: sender, to: to)
        switch place {
        case nil: return []
        case .token(let token): return try callToken(token, call.data, from: sender)
        case .executor(let executor): return try callExecutor(executor, call.data, from: sender)
        case .bridge(let bridge): return try callBridge(bridge, call.data, from: sender)
        case .pool(let pool): return try callPool(pool, call.data, from: sender)
        case .oracle, .aggregator: throw .empty
        }
    }

    private mutating func move(
        _ amount: UInt256,
        from sender: Address,
        to recipient: Address
    ) throws(ContractRevert) {
        guard !amount.isZero else { return }
        var payer = state.account(sender)
        guard payer.balance >= amount else { throw .empty }
        payer.balance -= amount
        state.setAccount(sender, payer)
        var payee = state.account(recipient)
        payee.balance += amount
        state.setAccount(recipient, payee)
    }
}
