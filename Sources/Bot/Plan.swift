public import Numerics
import Parity
import Routes
public import Venues
public import Vocabulary

/// Two orders that belong together: base sold where it is dear and bought where it is cheap.
public struct Plan: Hashable, Sendable {
    public let number: PlanNumber
    public let sell: Order
    public let buy: Order
}

public struct PlanNumber: Hashable, Comparable, Sendable {
    public let value: UInt64

    public static func < (left: PlanNumber, right: PlanNumber) -> Bool {
        left.value < right.value
    }
}

/// Which of a plan's two orders.
public enum LegName: Hashable, Sendable {
    case sell
    case buy
}

/// One swap on one chain, with the least it may pay and the last block it may be executed in.
public struct Order: Hashable, Sendable {
    public let chain: ChainID
    public let selling: Side
    public let amount: UInt256
    public let minimumOut: UInt256
    public let lastBlock: UInt64

    public init(
        chain: ChainID,
        selling: Side,
        amount: UInt256,
        minimumOut: UInt256,
        lastBlock: UInt64
    ) {
        self.chain = chain
        self.selling = selling
        self.amount = amount
        self.minimumOut = minimumOut
        self.lastBlock = lastBlock
    }

    /// `nil` when the tolerance is more than the whole.
    init?(
        selling: Side,
        amount: UInt256,
        quoted: UInt256,
        in snapshot: Snapshot,
        under configuration: Configuration
    ) {
        guard
            let slack = configuration.route.parameters.safety.tolerance.share(
                of: quoted,
                rounding: .down
            ),
            slack <= quoted
        else { return nil }
        self.init(
            chain: snapshot.chain,
            selling: selling,
            amount: amount,
            minimumOut: quoted - slack,
            lastBlock: snapshot.block
                + configuration.route.parameters.safety.deadlineInIntervals
        )
    }

    /// A planned leg, on its chain as it was seen.
    init(
        _ leg: PlannedLeg,
        selling: Side,
        in snapshot: Snapshot,
        under configuration: Configuration
    ) {
        self.init(
            chain: leg.chain,
            selling: selling,
            amount: leg.amountIn,
            minimumOut: leg.minimumOut,
            lastBlock: snapshot.block
                + configuration.route.parameters.safety.deadlineInIntervals
        )
    }
}
