import Numerics
public import Vocabulary

/// Where a change of equity between two moments came from. The parts add up to it, to the last unit.
///
/// A part is positive where it made us richer: fees, gas and bridge are below zero as a rule. What
/// moved between the moments is priced at the later one, what was there before by what its price did.
public struct Attribution: Hashable, Sendable {
    public let opening: Worth
    public let closing: Worth
    /// What base that was bought and sold within the time brought.
    public let matchedEdge: Worth
    /// P_ref × base that was only bought or only sold, over what it cost or brought.
    public let unmatchedBase: Worth
    public let fees: Worth
    public let gas: Worth
    public let bridge: Worth
    /// ΔP_ref × what was there at the earlier moment.
    public let revaluation: Worth
    public let capitalFlows: Worth
    /// Booked remainders, and what the other parts' divisions left: at most one unit of 10^-18 each.
    public let rounding: Worth

    /// From the earlier books to the later, which must have grown out of them.
    public init(
        from earlier: Books,
        at before: References,
        to later: Books,
        at now: References
    ) throws(ValuationError) {
        guard before.areOfTheSameAssets(as: now) else { throw .otherReferences }
        let movements = try Movements(from: earlier, to: later, at: now)
        opening = try earlier.equity(at: before)
        closing = try later.equity(at: now)
        revaluation = try earlier.equity(at: now) - opening
        fees = try movements.fees.worth()
        gas = try movements.gas.worth()
        bridge = try movements.bridge.worth()
        capitalFlows = try movements.capital.worth()
        var (matched, unmatched, divisions) = (Worth.zero, Worth.zero, 7 * now.all.count)
        for deals in movements.deals {
            let split = try deals.split(at: now.all[deals.base])
            matched = try matched + split.matched
            unmatched = try unmatched + split.unmatched
            divisions += split.divisions
        }
        (matchedEdge, unmatchedBase) = (matched, unmatched)
        let booked = try movements.rounding.worth()
        var remainder = try closing - opening
        for part in [
            matched, unmatched, fees, gas, bridge, revaluation, capitalFlows, booked,
        ] { remainder = try remainder - part }
        guard remainder.units.magnitude <= UInt256(divisions) else {
            throw .doesNotAddUp(by: remainder)
        }
        rounding = try booked + remainder
    }

    public var parts: [Worth] {
        [matchedEdge, unmatchedBase, fees, gas, bridge, revaluation, capitalFlows, rounding]
    }
}

/// What every kind of account but holdings grew by between two moments, as we see it: what went out
/// is below zero.
private struct Movements {
    var fees: ReferenceSums
    var gas: ReferenceSums
    var bridge: ReferenceSums
    var capital: ReferenceSums
    var rounding: ReferenceSums
    /// One for each base that was traded.
    var deals: [DealSums] = []

    init(from earlier: Books, to later: Books, at now: References) throws(ValuationError) {
        let none = ReferenceSums(now)
        (fees, gas, bridge, capital, rounding) = (none, none, none, none, none)
        guard earlier.rows.count <= later.rows.count else { throw .otherBooks }
        for (index, row) in later.rows.enumerated() {
            var before = Int256.zero
            if index < earlier.rows.count {
                guard earlier.rows[index].account == row.account else { throw .otherBooks }
                before = earlier.rows[index].posted
            }
            let (change, overflow) = before.subtractingReportingOverflow(row.posted)
            guard !overflow else { throw .overflow }
            if change != .zero { try add(change, in: row.account, at: now) }
        }
    }

    private mutating func add(
        _ change: Int256,
        in account: Account,
        at now: References
    ) throws(ValuationError) {
        switch account.kind {
        case .fees: try fees.add(change, of: account.asset)
        case .gas: try gas.add(change, of: account.asset)
        case .bridgeFees, .crossing: try bridge.add(change, of: account.asset)
        case .capital: try capital.add(change, of: account.asset)
        case .rounding: try rounding.add(change, of: account.asset)
        case .profit(let deal): try add(change, of: account.asset, to: deal, at: now)
        case .publicLiquidity, .stabilisation, .flash, .crossChain, .longTerm, .inFlight, .suspense:
            break
        }
    }

    private mutating func add(
        _ change: Int256,
        of asset: Asset,
        to deal: Deal,
        at now: References
    ) throws(ValuationError) {
        guard let base = now.place(of: .token(deal.base)) else {
            throw .noReference(.token(deal.base))
        }
        guard let place = now.place(of: asset) else { throw .noReference(asset) }
        let index = deals.firstIndex { $0.base == base.reference } ?? deals.count
        if index == deals.count { deals.append(DealSums(base: base.reference, at: now)) }
        try deals[index].add(change, of: asset, in: place, on: deal.side)
    }
}

extension Attribution: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("opening", opening)
        writer.field("closing", closing)
        writer.field("matchedEdge", matchedEdge)
        writer.field("unmatchedBase", unmatchedBase)
        writer.field("fees", fees)
        writer.field("gas", gas)
        writer.field("bridge", bridge)
        writer.field("revaluation", revaluation)
        writer.field("capitalFlows", capitalFlows)
        writer.field("rounding", rounding)
    }

    /// Refuses parts that do not add up.
    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        opening = try reader.read()
        closing = try reader.read()
        matchedEdge = try reader.read()
        unmatchedBase = try reader.read()
        fees = try reader.read()
        gas = try reader.read()
        bridge = try reader.read()
        revaluation = try reader.read()
        capitalFlows = try reader.read()
        rounding = try reader.read()
        var sum: Worth? = opening
        for part in parts { sum = sum?.adding(part) }
        guard sum == closing else {
            throw CanonicalError(.invalid("attribution"), at: reader.offset)
        }
    }
}
