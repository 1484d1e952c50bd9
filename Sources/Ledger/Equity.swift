public import Vocabulary
import Numerics

/// Why books have no worth, or its change no split.
public enum ValuationError: Error, Hashable, Sendable {
    /// There is some of it, and nobody says what it is worth: not the same as nothing.
    case noReference(Asset)
    case overflow
    /// The later books did not grow out of the earlier ones.
    case otherBooks
    /// The two moments do not price the same assets together.
    case otherReferences
    /// The parts miss the whole by more than their divisions can.
    case doesNotAddUp(by: Worth)
}

extension Books {
    /// Σ(q + P_ref·b) + in transit·P_ref + native·P_native, less what is in suspense.
    ///
    /// What is planned does not count, and neither does where something is: the same token on two
    /// chains is added up before it is priced. Rounded down once per reference.
    public func equity(at references: References) throws(ValuationError) -> Worth {
        try worth(at: references) { $0.countsAsEquity }
    }

    /// The part of it that is on its way over bridges. Plans count it as nothing.
    public func inTransit(at references: References) throws(ValuationError) -> Worth {
        try worth(at: references) { $0.isHolding && !$0.isOnHand }
    }

    private func worth(
        at references: References,
        of isCounted: (AccountKind) -> Bool
    ) throws(ValuationError) -> Worth {
        var sums = ReferenceSums(references)
        for row in rows where isCounted(row.account.kind) {
            try sums.add(row.posted, of: row.account.asset)
        }
        return try sums.worth()
    }
}

/// Base units added up over all members of each reference.
struct ReferenceSums {
    private let references: References
    private(set) var units: [Int256]

    init(_ references: References) {
        self.references = references
        units = Array(repeating: .zero, count: references.all.count)
    }

    mutating func add(_ amount: Int256, of asset: Asset) throws(ValuationError) {
        guard amount != .zero else { return }
        guard let place = references.place(of: asset) else { throw .noReference(asset) }
        let (scaled, isLarge) = amount.multipliedReportingOverflow(by: place.scale)
        let (sum, isBeyond) = units[place.reference].addingReportingOverflow(scaled)
        guard !isLarge, !isBeyond else { throw .overflow }
        units[place.reference] = sum
    }

    /// Each rounded down.
    func worth() throws(ValuationError) -> Worth {
        var total = Worth.zero
        for index in units.indices { total = try total + worth(of: index) }
        return total
    }

    func worth(of index: Int) throws(ValuationError) -> Worth {
        guard let worth = references.all[index].worth(of: units[index]) else { throw .overflow }
        return worth
    }
}

extension Worth {
    static func + (left: Worth, right: Worth) throws(ValuationError) -> Worth {
        guard let sum = left.adding(right) else { throw .overflow }
        return sum
    }

    static func - (left: Worth, right: Worth) throws(ValuationError) -> Worth {
        guard let difference = left.subtracting(right) else { throw .overflow }
        return difference
    }

    /// The part of it that `part` is of `whole`, rounded down, also below zero.
    func prorated(_ part: UInt256, of whole: UInt256) throws(ValuationError) -> Worth {
        let rounding: Rounding = isNegative ? .up : .down
        guard
            let magnitude = units.magnitude
                .multiplied(by: part, dividedBy: whole, rounding: rounding),
            let signed = Int256(magnitude: magnitude, isNegative: isNegative)
        else { throw .overflow }
        return Worth(units: signed)
    }
}
