import Ethereum
import Hashing
import Numerics
public import Vocabulary

extension VirtualChain {
    /// Takes signed bytes in as a node does: with the transaction's hash, or with a refusal.
    public mutating func submit(_ bytes: [UInt8], at now: Instant) -> SubmissionAnswer {
        do throws(NodeRefusal) {
            var transaction = try read(bytes)
            transaction.arrived = now
            if inclusion > 1 {
                transaction.earliest = history.head.header.number + inclusion
            }
            let account = state.account(transaction.sender)
            guard transaction.call.nonce >= account.nonce else { throw .nonceTooLow }
            if mempool.entry(transaction.sender, transaction.call.nonce)?.hash == transaction.hash {
                throw .known
            }
            guard let upfront = transaction.upfront, upfront <= account.balance else {
                throw .insufficientFunds
            }
            try mempool.insert(transaction, nonce: account.nonce)
            return .hash(transaction.hash)
        } catch {
            // Besu returns the hash of what it drops for want of room.
            if error == .poolFull, rules.client == .besu {
                return .hash(TransactionHash(Keccak256.hash(bytes)))
            }
            return .refused(error)
        }
    }

    /// The checks that need no account.
    private func read(_ bytes: [UInt8]) throws(NodeRefusal) -> PooledTransaction {
        let envelope: TransactionEnvelope
        do throws(TransactionError) {
            envelope = try TransactionEnvelope(decoding: bytes)
        } catch {
            switch error {
            case .badParity, .signatureOutOfRange, .highS: throw .badSignature
            case .empty, .unknownType, .field, .zeroChain: throw .malformed
            }
        }
        let (cap, tip): (UInt256, UInt256)
        let chain: ChainID?
        switch envelope.transaction {
        case .legacy(let transaction):
            (cap, tip, chain) = (transaction.gasPrice, transaction.gasPrice, transaction.chain)
            guard chain != nil else { throw .unprotected }
        case .accessList(let transaction):
            (cap, tip, chain) = (transaction.gasPrice, transaction.gasPrice, transaction.chain)
        case .feeMarket(let transaction):
            cap = transaction.maximumFee
            tip = transaction.maximumPriorityFee
            chain = transaction.chain
            if case .legacy = rules.fees { throw .kindNotAllowed }
        }
        guard chain == rules.id else { throw .wrongChain }
        guard let sender = rules.senders.sender(of: envelope) else { throw .badSignature }
        let call = envelope.transaction.call
        guard call.gasLimit <= rules.gasLimit else { throw .gasAboveBlock }
        guard call.gasLimit >= GasUse.intrinsic(call) else { throw .gasBelowIntrinsic }
        guard tip <= cap else { throw .tipAboveCap }
        guard cap >= rules.leastPrice else { throw .belowMinimum }
        guard cap >= baseFeeOfNextBlock ?? .zero else { throw .belowBaseFee }
        return PooledTransaction(
            hash: envelope.hash,
            sender: sender,
            call: call,
            cap: cap,
            tip: tip,
            bytes: bytes
        )
    }

    /// Takes a waiting transaction out of the pool, as nodes do that lose or drop one.
    @discardableResult
    public mutating func evict(_ hash: TransactionHash) -> Bool { mempool.evict(hash) }

    /// What the next block's gas costs at least; `nil` before London.
    var baseFeeOfNextBlock: UInt256? {
        let head = history.head.header
        let rule = rules.fees.next(
            after: head.baseFee,
            used: head.gasUsed,
            limit: head.gasLimit
        )
        return rule == nil ? nil : nextBaseFee ?? rule
    }

    /// Makes gas cost this much from the next block on; on a fee market it falls from there by the rule.
    public mutating func setBaseFee(_ fee: Wei) { nextBaseFee = fee.value }

    /// Has an act done in the next block, and tells under which hash; `nil` when too many wait.
    @discardableResult
    public mutating func act(
        _ act: ChainAct,
        _ position: ChainAct.Position = .beforeTransactions
    ) -> TransactionHash? {
        guard acts.count < Self.mostActs else { return nil }
        let queued = numbered(act, position)
        acts.append(queued)
        return queued.hash
    }

    /// An act's hash stands for a transaction's; it stays the same when the act is done anew.
    mutating func numbered(_ act: ChainAct, _ position: ChainAct.Position) -> QueuedAct {
        let hash = TransactionHash(Digest(words: rules.id.value, rules.seed, 0xAC7, actCount))
        actCount += 1
        return QueuedAct(hash: hash, act: act, position: position)
    }

    /// Keeps a waiting transaction out of every block, as makers may who never saw it.
    public mutating func withhold(_ hash: TransactionHash) { mempool.withhold(hash) }

    public mutating func release(_ hash: TransactionHash) { mempool.release(hash) }

    /// Has the sender's older transaction of two with one nonce mined; `false` when there is no such pair.
    @discardableResult
    public mutating func preferReplaced(of sender: Address) -> Bool {
        mempool.preferReplaced(of: sender)
    }
}
