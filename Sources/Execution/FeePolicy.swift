import Numerics
public import Vocabulary

/// What a chain asks for gas now, as it was read.
public enum FeeMarket: Hashable, Sendable {
    /// Proven to take transactions that offer nothing.
    case free
    /// Without base fee: what the node suggests.
    case legacy(suggested: Wei)
    /// EIP-1559: the newest block's base fee, and the tip the node suggests.
    case market(baseFee: Wei, suggestedTip: Wei)
}

/// How much is offered for gas: at first, each time a transaction does not get into a block, and for the
/// cancel when it never does.
///
/// 1. No offer is above its ceiling, whatever a node suggests.
/// 2. Each offer for a nonce is at least the node's minimum above the one before it, in cap and in tip, a
///    fraction rounded up.
/// 3. A cancel can outbid the dearest bump: its ceiling leaves room for one more step.
public struct FeePolicy: Hashable, Sendable {
    /// What nodes ask of a replacement, unless configured otherwise.
    public static let usualBump = BasisPoints(millionths: 1_000_000_000)

    /// How much more a replacement offers.
    public let bump: BasisPoints
    /// The least offered for a unit of gas where gas is not free.
    public let least: Wei
    public let ceiling: Wei
    public let cancelCeiling: Wei
    /// After so many bumps comes the cancel.
    public let mostBumps: UInt8

    /// Fails where the least is above the ceiling, and where a cancel could not outbid the dearest bump.
    public init?(
        bump: BasisPoints = usualBump,
        least: Wei = .zero,
        ceiling: Wei,
        cancelCeiling: Wei,
        mostBumps: UInt8 = 3
    ) {
        self.bump = bump
        self.least = least
        self.ceiling = ceiling
        self.cancelCeiling = cancelCeiling
        self.mostBumps = mostBumps
        guard least <= ceiling, let step = raised(ceiling), step <= cancelCeiling else {
            return nil
        }
    }

    public enum Refusal: Error, Hashable, Sendable {
        /// Even the first offer would be above the ceiling.
        case aboveCeiling(asked: Wei, ceiling: Wei)
        case unrepresentable
    }

    /// What to offer first: twice the base fee and the tip, so that five full blocks in a row don't outbid
    /// it, or what the node suggests.
    public func first(in market: FeeMarket) throws(Refusal) -> Fee {
        try first(in: market, ceiling: ceiling)
    }

    private func first(in market: FeeMarket, ceiling: Wei) throws(Refusal) -> Fee {
        switch market {
        case .free: return .legacy(price: .zero)
        case .legacy(let suggested):
            let price = max(suggested, least)
            guard price <= ceiling else { throw .aboveCeiling(asked: price, ceiling: ceiling) }
            return .legacy(price: price)
        case .market(let baseFee, let suggestedTip):
            let tip = max(suggestedTip, least)
            guard let needed = sum(baseFee, tip), let room = sum(needed, baseFee) else {
                throw .unrepresentable
            }
            guard needed <= ceiling else { throw .aboveCeiling(asked: needed, ceiling: ceiling) }
            return .market(cap: min(room, ceiling), tip: tip)
        }
    }

    /// What to do about a transaction that does not get into a block.
    public enum Step: Hashable, Sendable {
        case bump(Fee)
        /// Nothing to oneself, under the same nonce, for this much.
        case cancel(Fee)
        /// No higher offer is allowed: the newest bytes go on waiting, and a person must look.
        case exhausted
    }

    /// The offer after `fee`, which was the one after so many bumps.
    public func next(after fee: Fee, bumps: UInt8, in market: FeeMarket) -> Step {
        // Without a price there is nothing to raise: only other content makes other bytes.
        if market == .free, fee.cap == .zero { return .cancel(fee) }
        if bumps < mostBumps, let bumped = outbid(fee, in: market, ceiling: ceiling) {
            return .bump(bumped)
        }
        return cancel(after: fee, in: market)
    }

    /// The offer of a cancel in place of `fee`.
    public func cancel(after fee: Fee, in market: FeeMarket) -> Step {
        if market == .free, fee.cap == .zero { return .cancel(fee) }
        return outbid(fee, in: market, ceiling: cancelCeiling).map(Step.cancel) ?? .exhausted
    }

    /// Whether a block can take this offer now, as far as its base fee goes.
    public func reaches(_ fee: Fee, in market: FeeMarket) -> Bool {
        if case .market(let baseFee, _) = market { fee.cap >= baseFee } else { true }
    }

    /// Of the same kind, since a replacement of another kind is compared in ways that differ by client.
    private func outbid(_ fee: Fee, in market: FeeMarket, ceiling: Wei) -> Fee? {
        guard let cap = raised(fee.cap), let tip = raised(fee.tip), cap <= ceiling else {
            return nil
        }
        let fresh = (try? first(in: market, ceiling: ceiling)) ?? fee
        switch fee {
        case .legacy: return .legacy(price: max(cap, min(fresh.cap, ceiling)))
        case .market:
            let cap = max(cap, min(fresh.cap, ceiling))
            guard tip <= cap else { return nil }
            // A legacy price is no tip.
            guard case .market(_, let freshTip) = fresh else { return .market(cap: cap, tip: tip) }
            return .market(cap: cap, tip: max(tip, min(freshTip, cap)))
        }
    }

    /// At least one wei more, so that no step stands still.
    private func raised(_ price: Wei) -> Wei? {
        guard let part = bump.share(of: price.value, rounding: .up) else { return nil }
        return sum(price, Wei(max(part, .one)))
    }

    private func sum(_ left: Wei, _ right: Wei) -> Wei? {
        let (sum, overflow) = left.value.addingReportingOverflow(right.value)
        return overflow ? nil : Wei(sum)
    }
}

extension FeePolicy {
    /// The gas a transaction may use: what was measured or estimated and a fifth more, rounded up; `nil`
    /// when that does not fit.
    public static func gasLimit(for measured: UInt64) -> UInt64? {
        let (sum, overflow) = measured.addingReportingOverflow(measured / 5)
        guard !overflow else { return nil }
        let (limit, tooMuch) = sum.addingReportingOverflow(measured % 5 == 0 ? 0 : 1)
        return tooMuch ? nil : limit
    }
}

extension FeePolicy: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("bump", bump)
        writer.field("least", least)
        writer.field("ceiling", ceiling)
        writer.field("cancelCeiling", cancelCeiling)
        writer.field("mostBumps", mostBumps)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let policy = FeePolicy(
            bump: try reader.read(),
            least: try reader.read(),
            ceiling: try reader.read(),
            cancelCeiling: try reader.read(),
            mostBumps: try reader.read()
        )
        self = try reader.whole(policy, "fee policy")
    }
}
