public import Numerics
public import Routes
public import Vocabulary

/// What is to be sent over a bridge, and what may come of it.
public struct TransferTerms: Hashable, Sendable {
    public let number: UInt64
    public let lane: LaneKey
    /// Who gets it at the destination, and back at the source if it is refunded.
    public let recipient: Address
    public let refundee: Address
    /// In the source token's base units.
    public let amount: UInt256
    /// In the destination token's base units, if the bridge took no fee: more is not ours.
    public let most: UInt256
    /// Longer than this after the lock it is overdue.
    public let limit: Interval

    public init(
        number: UInt64,
        lane: LaneKey,
        recipient: Address,
        refundee: Address,
        amount: UInt256,
        most: UInt256,
        limit: Interval
    ) {
        self.number = number
        self.lane = lane
        self.recipient = recipient
        self.refundee = refundee
        self.amount = amount
        self.most = most
        self.limit = limit
    }

    /// Three times what 99 of 100 transfers need; as configured until enough have been measured.
    public static func overdueLimit(percentile99: Interval?, configured: Interval) -> Interval {
        guard let percentile99 else { return configured }
        let (product, overflow) = percentile99.milliseconds.multipliedReportingOverflow(by: 3)
        return Interval(milliseconds: overflow ? .max : product)
    }
}

/// A transfer over a bridge. Its state is what the evidence says, in whatever order that came.
///
///     requested ── initiated ── inFlight ── arriving ── delivered
///         │            │            │           └────── short
///       failed     (taken back)  overdue ── arriving, refunding
///                                   refunding ── refunded
///     any ── paidWrongly
///
/// 1. Delivery is a payout at the destination with this transfer's id, token and recipient, nothing else.
/// 2. Evidence that can be taken back decides nothing for good.
/// 3. Time alone makes it overdue, never failed: it is watched for ever.
/// 4. One payout or one refund, of no more than was sent; anything beyond is a fault.
public struct BridgeTransfer: Hashable, Sendable {
    /// More payouts or refunds of one transfer are a fault without being remembered.
    public static let mostPayouts = 4

    public enum State: Hashable, Sendable {
        /// Signed for, and no receipt yet.
        case requested
        /// Locked in a block that can still be taken back.
        case initiated
        case inFlight
        case overdue
        /// Paid in a block that can still be taken back.
        case arriving
        case delivered(UInt256)
        /// Less than the lock's log owes.
        case short(UInt256, owed: UInt256)
        case refunding
        case refunded(UInt256)
        case failed(Failure)
        /// Twice, too much, or for nothing: what is too much is not ours.
        case paidWrongly(TransferFault)
    }

    public enum Failure: String, CanonicalName, Hashable, Sendable {
        case reverted
        case neverSent
        case withoutLock
    }

    public enum Effect: Hashable, Sendable {
        case became(State)
        /// Its id is known: ask whether it has been paid, then watch for it.
        case watch(BridgeLock)
        case fault(TransferFault)
    }

    public let terms: TransferTerms
    public internal(set) var source: Source = .requested
    public internal(set) var payouts: [Payout] = []
    public internal(set) var refunds: [Payout] = []
    public internal(set) var isOverdue = false
    /// Up to which block each chain can't be taken back: evidence may come after its block is final.
    var sourceFinal: UInt64?
    var destinationFinal: UInt64?

    /// What became of the source transaction.
    public enum Source: Hashable, Sendable {
        case requested
        case locked(BridgeLock, since: Instant, isFinal: Bool)
        case failed(Failure, block: UInt64, isFinal: Bool)
    }

    public struct Payout: Hashable, Sendable {
        public let payout: BridgePayout
        public internal(set) var isFinal: Bool
    }

    public init(_ terms: TransferTerms) {
        self.terms = terms
    }

    public var state: State {
        if let fault = wrongly { return .paidWrongly(fault) }
        if let paid = payouts.first {
            guard paid.isFinal else { return .arriving }
            guard let owed, paid.payout.amount < owed else { return .delivered(paid.payout.amount) }
            return .short(paid.payout.amount, owed: owed)
        }
        if let refund = refunds.first {
            return refund.isFinal ? .refunded(refund.payout.amount) : .refunding
        }
        switch source {
        case .requested: return .requested
        case .failed(let failure, _, let isFinal): return isFinal ? .failed(failure) : .requested
        case .locked(_, _, let isFinal):
            if isOverdue { return .overdue }
            return isFinal ? .inFlight : .initiated
        }
    }

    /// In the source token's base units: what may still be lost.
    public var atRisk: UInt256 {
        switch state {
        case .delivered, .short, .refunded, .failed(.reverted), .failed(.neverSent): .zero
        case .requested, .initiated, .inFlight, .overdue, .arriving, .refunding,
            .failed(.withoutLock), .paidWrongly:
            terms.amount
        }
    }

    public var lock: BridgeLock? {
        if case .locked(let lock, _, _) = source { lock } else { nil }
    }

    private var owed: UInt256? { lock?.owed }

    private var wrongly: TransferFault? {
        if payouts.count + refunds.count > 1 {
            return payouts.isEmpty || refunds.isEmpty ? .paidTwice : .paidForNothing
        }
        if payouts.contains(where: { $0.payout.amount > terms.most })
            || refunds.contains(where: { $0.payout.amount > terms.amount })
        {
            return .paidMoreThanSent
        }
        if case .failed(_, _, true) = source, !payouts.isEmpty || !refunds.isEmpty {
            return .paidForNothing
        }
        return nil
    }

    public mutating func take(_ event: TransferEvent) -> [Effect] {
        let before = state
        var effects = learn(event)
        let after = state
        guard after != before else { return effects }
        effects.append(.became(after))
        if case .paidWrongly(let fault) = after { effects.append(.fault(fault)) }
        return effects
    }
}
