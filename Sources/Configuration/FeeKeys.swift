public import Execution
import Numerics
import Vocabulary

// What the file says about paying for gas, and the plain value it becomes.

/// How gas is paid on a chain, and how much is offered for it.
public struct FeeDescription: Hashable, Sendable {
    public let market: Market
    public let policy: FeePolicy

    public enum Market: String, Sendable {
        /// Proven to take transactions that offer nothing.
        case free
        case legacy
        /// EIP-1559.
        case market
    }
}

struct FeeDraft {
    var market: FeeDescription.Market?
    var ceiling: Wei?
    var cancelCeiling: Wei?
    var bump = FeePolicy.usualBump
    var least = shipped?.least ?? .zero
    var mostBumps = shipped?.mostBumps ?? 0

    /// Holds the policy's own defaults; its ceilings are nobody's.
    private static var shipped: FeePolicy? {
        FeePolicy(ceiling: Wei(1_000), cancelCeiling: Wei(2_000))
    }

    static var keys: [Key<FeeDraft>] {
        [
            .required(
                "market",
                \.market,
                .choice([.free, .legacy, .market]),
                "no fees at all, legacy transactions, or EIP-1559"
            ),
            .required("ceiling", \.ceiling, .gasPrice, "no offer is above it"),
            .required("cancel_ceiling", \.cancelCeiling, .gasPrice, "no cancel is above it"),
            .setting("bump", \.bump, .share, "how much more a replacement offers"),
            .setting("least", \.least, .gasPrice, "the least offered where gas is not free"),
            .setting("most_bumps", \.mostBumps, .number(""), "after so many comes the cancel"),
        ]
    }
}

extension Assembly {
    mutating func fees(_ draft: FeeDraft, _ path: String) -> FeeDescription? {
        guard
            let market = draft.market, let ceiling = draft.ceiling,
            let cancelCeiling = draft.cancelCeiling
        else { return nil }
        let policy = FeePolicy(
            bump: draft.bump,
            least: draft.least,
            ceiling: ceiling,
            cancelCeiling: cancelCeiling,
            mostBumps: draft.mostBumps
        )
        guard let policy else {
            reader.complain(
                path + ".cancel_ceiling",
                "least \(draft.least) <= ceiling \(ceiling), raised by \(draft.bump) <= "
                    + "cancel_ceiling \(cancelCeiling) does not hold",
                hint: "a cancel must be able to outbid the dearest offer"
            )
            return nil
        }
        return FeeDescription(market: market, policy: policy)
    }
}
