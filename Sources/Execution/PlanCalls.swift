public import Contracts
public import Hashing
import Numerics
public import Parity
import Venues
import Vocabulary

/// A plan's number among all: the same plan has the same one after every restart, another plan another.
public struct PlanID: Hashable, Sendable {
    public let digest: Digest

    /// `number` tells two equal plans apart, which the same market can call for twice; `attempt` what mends a
    /// plan from the plan itself. What the legs trade is all of a plan that a chain ever sees.
    public init(_ plan: Plan, number: UInt64, attempt: UInt64 = 0) {
        var writer = CanonicalWriter(.binary)
        writer.field("number", number)
        writer.field("attempt", attempt)
        writer.field("route", plan.route)
        for leg in [plan.sell, plan.buy] {
            writer.field("chain", leg.chain)
            writer.field("deadline", leg.deadline)
            writer.field("swaps", leg.swaps)
        }
        digest = Keccak256.hash(writer.bytes)
    }
}

extension PlannedLeg {
    /// The leg as one call of the executor, each swap with the least it may bring.
    ///
    /// The deadline is seconds of the chain's clock, rounded down: a second early rather than late.
    public func call(of plan: PlanID) -> ExecutorCall {
        .trade(
            plan: plan.digest,
            deadline: deadline.milliseconds / 1_000,
            swaps: swaps.map { swap in
                ExecutorCall.Swap(
                    pool: swap.trade.pool.address,
                    sellsBase: swap.trade.side == .base,
                    amount: swap.trade.sold,
                    minimum: swap.minimum
                )
            }
        )
    }
}
