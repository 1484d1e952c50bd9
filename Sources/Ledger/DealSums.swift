import Numerics
import Vocabulary

/// What was traded in one base between two moments, over all its chains.
struct DealSums {
    let base: Int
    /// In the base's finest units.
    private var bought = Int256.zero
    private var sold = Int256.zero
    /// What was paid and received in everything else: below and above zero.
    private var paid: ReferenceSums
    private var received: ReferenceSums

    init(base: Int, at references: References) {
        self.base = base
        paid = ReferenceSums(references)
        received = paid
    }

    /// What we have more of, or less, by a deal in this base.
    mutating func add(
        _ change: Int256,
        of asset: Asset,
        in place: References.Place,
        on side: Deal.Side
    ) throws(ValuationError) {
        guard place.reference == base else {
            switch side {
            case .bought: try paid.add(change, of: asset)
            case .sold: try received.add(change, of: asset)
            }
            return
        }
        let (scaled, isLarge) = change.multipliedReportingOverflow(by: place.scale)
        guard !isLarge else { throw .overflow }
        switch side {
        case .bought: bought = try Self.sum(bought, scaled)
        case .sold: sold = try Self.sum(sold, scaled)
        }
    }

    /// What the base that was bought as well as sold brought, and what the rest of it is worth over
    /// what was paid or received for it: its price is the average of its side.
    func split(
        at base: Reference
    ) throws(ValuationError) -> (matched: Worth, unmatched: Worth, divisions: Int) {
        let (paid, received) = (try paid.worth(), try received.worth())
        guard let rest = base.worth(of: try Self.sum(bought, sold)) else { throw .overflow }
        let divisions = 2 * self.paid.units.count + 2
        // Corrections can leave a side the wrong way round: then nothing of it was matched.
        guard !bought.isNegative, sold <= .zero else {
            return (.zero, try paid + received + rest, divisions)
        }
        let (inward, outward) = (bought.magnitude, sold.magnitude)
        if inward == outward { return (try paid + received, rest, divisions) }
        if inward < outward {
            let matched = try received.prorated(inward, of: outward)
            return (try matched + paid, try received - matched + rest, divisions)
        }
        let matched = try paid.prorated(outward, of: inward)
        return (try received + matched, try paid - matched + rest, divisions)
    }

    private static func sum(_ left: Int256, _ right: Int256) throws(ValuationError) -> Int256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw .overflow }
        return sum
    }
}
