import Accounts
import Bot
import Journal
import Numerics
import Parity
import Routes
import Vocabulary

/// How explanations write what they all have. Nothing is rounded.
enum ExplainText {
    static func time(_ at: Instant) -> String {
        CalendarTime(at)?.text ?? "\(at.milliseconds) ms"
    }

    /// Seconds with three decimals.
    static func seconds(_ milliseconds: UInt64) -> String {
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
            + " s"
    }

    static func amount(_ units: UInt256, _ unit: AmountUnit) -> String {
        "\(Measure.amount(units, unit))"
    }

    static func worth(_ worth: Worth, _ numeraire: String) -> String {
        worth.text(decimals: 6) + " " + numeraire
    }

    static func program(_ found: RecordedVerdict) -> String {
        found.program.map { "cantilever \($0.build), rules \($0.rules)" } ?? "an unnamed program"
    }

    /// Names before values, the values in one column.
    static func pairs(_ pairs: [(String, String)]) -> [String] {
        let width = pairs.map(\.0.count).max() ?? 0
        return pairs.map { "  " + PaperText.padded($0.0, to: width) + "  " + $0.1 }
    }

    /// Columns as wide as what stands in them; those in `right` end at one line.
    static func table(_ rows: [[String]], right: Set<Int> = []) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line +=
                    "  "
                    + (right.contains(column)
                        ? PaperText.indented(cell, to: widths[column])
                        : PaperText.padded(cell, to: widths[column]))
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

/// What chains, tokens, pools and lanes are called.
struct ExplainNames {
    private let chains: [Chain]
    private let routes: [Route]
    let numeraire: String

    init(_ settings: Settings?) {
        chains = settings?.fleet.chains ?? []
        routes = settings?.fleet.routes ?? []
        numeraire = settings?.fleet.numeraire ?? ""
    }

    func chain(_ id: ChainID) -> String {
        chains.first { $0.id == id }?.name ?? "chain \(id)"
    }

    func token(_ key: ContractKey) -> Token? {
        routes.lazy.flatMap { [$0.first.base, $0.first.quote, $0.second.base, $0.second.quote] }
            .first { $0.key == key }
    }

    func symbol(_ key: ContractKey) -> String { token(key)?.symbol ?? "\(key.address)" }

    func pool(_ key: ContractKey) -> String {
        let pools = routes.lazy.flatMap { $0.first.pools + $0.second.pools }
        return pools.first { $0.key == key }?.name ?? "\(key.address)"
    }

    func lane(_ key: LaneKey) -> String {
        "\(symbol(key.source)) from \(chain(key.source.chain)) to \(chain(key.destination.chain))"
    }

    func amount(_ units: UInt256, _ key: ContractKey) -> String {
        guard let token = token(key) else { return "\(units) units of \(key.address)" }
        return ExplainText.amount(units, AmountUnit(token))
    }
}
