import Contracts
import Execution
import Numerics
import Parity
import Routes
import Vocabulary

// What planted bugs do where leaving something out is not enough. Nothing of it is reached unless a bug is
// planted, and only builds for tests can plant one.

extension Bot {
    /// What the executor is asked for.
    func asSigned(_ call: ExecutorCall) -> ExecutorCall {
        guard case .trade(let plan, let deadline, let swaps) = call else { return call }
        if isPlanted(.ignoredDeadline) {
            return .trade(plan: plan, deadline: deadline &+ 1_800, swaps: swaps)
        }
        guard isPlanted(.zeroMinimum) else { return call }
        return .trade(
            plan: plan,
            deadline: deadline,
            swaps: swaps.map { swap in
                ExecutorCall.Swap(
                    pool: swap.pool,
                    sellsBase: swap.sellsBase,
                    amount: swap.amount,
                    minimum: .zero
                )
            }
        )
    }

    /// The nonce that is used next.
    func asGiven(_ nonce: UInt64) -> UInt64 {
        isPlanted(.reusedNonce) ? max(nonce, 1) - 1 : nonce
    }

    /// What will come of an amount.
    func asDelivered(_ amount: UInt256, over lane: Lane) -> UInt256? {
        isPlanted(.wrongRounding)
            ? lane.generouslyDelivered(of: amount) : lane.delivered(of: amount)
    }

    /// What nobody has answered for is booked as if it had reverted.
    mutating func takeForFailed(_ hash: TransactionHash, on chain: ChainID) {
        guard
            let account = memory.account(on: chain), let lane = memory.lane(account),
            let slot = lane.slots.first(where: { $0.holds(hash) }),
            let block = agreed(chain)?.block.number
        else { return }
        let inclusion = Inclusion(hash: hash, block: block, succeeded: false)
        let landing = Landing(.traded(.reverted(gas: .zero)), gas: .zero)
        record(.landed(account, nonce: slot.nonce, inclusion, landing))
        record(.lane(account, .finalised(through: block)))
    }
}

extension Lane {
    /// As `delivered`, with the fee rounded down.
    func generouslyDelivered(of amount: UInt256) -> UInt256? {
        guard let fee = fee.share(of: amount, rounding: .down), fee <= amount else { return nil }
        return Decimals.floor(amount - fee, from: source.decimals, to: destination.decimals)
    }
}

extension Snapshot {
    /// The same, as if its block were of this moment.
    func dated(_ now: Instant) -> Snapshot? {
        Snapshot(
            chain: chain,
            block: Block(
                number: block.number,
                hash: block.hash,
                parent: block.parent,
                time: now,
                baseFee: block.baseFee
            ),
            pools: pools,
            balances: balances,
            gasMoney: gasMoney,
            vaults: vaults,
            oracles: oracles,
            pauses: pauses
        )
    }
}

extension FeePolicy.Step {
    /// The same step for this fee.
    func offering(_ fee: Fee) -> FeePolicy.Step {
        switch self {
        case .bump: .bump(fee)
        case .cancel: .cancel(fee)
        case .exhausted: .exhausted
        }
    }
}
