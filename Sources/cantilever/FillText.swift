import Numerics
import Paper
import Parity
import Routes
import Venues
import Vocabulary

/// How far fills on paper were from what the chain would have given, in words.
enum FillText {
    /// With its sign and two decimals; what is nothing then has none.
    static func drift(_ drift: Drift) -> String {
        let text = PaperText.rounded(UInt256(drift.magnitude), scale: 6)
        let isVisible = text.contains { $0 != "0" && $0 != "." }
        return (isVisible ? drift.millionths < 0 ? "-" : "+" : "") + text
    }

    static func parts(_ own: Drift, _ late: Drift, _ maths: Drift) -> String {
        var parts = ["own impact \(drift(own))", "late block \(drift(late))"]
        if maths != .zero { parts.append("our maths \(drift(maths))") }
        return parts.joined(separator: ", ")
    }

    /// What was filled, and where.
    static func fill(_ fill: PaperFill, _ trade: UInt64?, in fleet: Fleet) -> String {
        let name = fleet.chain(fill.pool.chain)?.name ?? "\(fill.pool.chain)"
        var text = trade.map { "trade \($0): " } ?? ""
        if let pool = pool(fill.pool, in: fleet) {
            let (sold, bought) =
                fill.side == .base ? (pool.base, pool.quote) : (pool.quote, pool.base)
            text += "\(PaperText.amount(fill.received, AmountUnit(bought))) for "
            text += PaperText.amount(fill.sold, AmountUnit(sold)) + " in \(pool.name)"
        } else {
            text += "\(fill.received) units for \(fill.sold)"
        }
        return text + " on \(name), block \(fill.block.number)"
    }

    static func compared(_ distance: FillDistance) -> String {
        "\(drift(distance.whole)) bps of what the chain gives ("
            + parts(distance.ownImpact, distance.lateBlock, distance.maths) + ")"
    }

    static func refused(_ reason: FillRefusal) -> String { "not comparable: \(reason.rawValue)" }

    /// For the balance sheet.
    static func remarks(_ score: FillScore) -> [(String, String)] {
        var rows = [("fills compared", "\(score.compared)")]
        if let whole = score.median(), let own = score.median(\.ownImpact),
            let late = score.median(\.lateBlock), let maths = score.median(\.maths),
            let worst = score.worst
        {
            rows.append(("median distance", drift(whole) + " bps: " + parts(own, late, maths)))
            let why = parts(worst.ownImpact, worst.lateBlock, worst.maths)
            rows.append(("worst distance", drift(worst.whole) + " bps: " + why))
        }
        for (reason, count) in score.incomparable {
            rows.append(("not comparable", "\(count): \(reason.rawValue)"))
        }
        return rows
    }

    private static func pool(_ key: ContractKey, in fleet: Fleet) -> PoolDescription? {
        (fleet.routes.flatMap { $0.first.pools + $0.second.pools }
            + fleet.stabilisers.flatMap(\.place.pools)).first { $0.key == key }
    }
}
