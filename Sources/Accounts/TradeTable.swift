public import Ledger
import Vocabulary

/// Trades as a table, one row a trade, in comma-separated values as RFC 4180 has them.
///
/// Every amount stands twice: in base units, and as a decimal number where the token's decimals are known;
/// where they are not, the second field is empty, since nothing is not the same as unknown.
public struct TradeTable: Sendable {
    private let names: AssetNames

    public init(names: AssetNames) {
        self.names = names
    }

    /// The row of the columns' names, with its end of line.
    public static var heading: String { line(columns) }

    /// A trade's row, with its end of line.
    public func row(of trade: TradeRecord) throws(ExportRefusal) -> String {
        let flows = trade.flows
        let result = trade.result
        var row = [
            "\(trade.plan)", trade.route, trade.mission, trade.outcome.rawValue,
            try Self.time(trade.opened), try Self.time(trade.closed),
            "\(trade.opened.milliseconds)", "\(trade.closed.milliseconds)", "\(trade.dearSide)",
        ]
        for flow in [flows.baseSold, flows.baseBought, flows.quoteReceived, flows.quotePaid] {
            row += fields(flow)
        }
        row.append(result.numeraire)
        for worth in [result.plannedNet, result.realisedNet, result.fees, result.gas] {
            row += Self.fields(worth)
        }
        return Self.line(row)
    }

    static let columns: [String] = {
        var columns = [
            "plan", "route", "mission", "outcome", "opened", "closed", "opened_ms", "closed_ms",
            "dear_chain",
        ]
        for flow in ["base_sold", "base_bought", "quote_received", "quote_paid"] {
            columns += ["chain", "token", "symbol", "units"].map { "\(flow)_\($0)" } + [flow]
        }
        columns.append("numeraire")
        for worth in ["planned_net", "realised_net", "fees", "gas"] {
            columns += ["\(worth)_units", worth]
        }
        return columns
    }()

    private func fields(_ flow: TradeFlows.Flow) -> [String] {
        let name = names.name(of: .token(flow.token))
        return [
            "\(flow.token.chain)", flow.token.address.checksummed, name.symbol ?? "",
            "\(flow.amount.units)",
            name.symbol == nil ? "" : flow.amount.text(decimals: name.decimals),
        ]
    }

    private static func fields(_ worth: Worth?) -> [String] {
        guard let worth else { return ["", ""] }
        return ["\(worth.units)", worth.description]
    }

    private static func time(_ instant: Instant) throws(ExportRefusal) -> String {
        guard let time = CalendarTime(instant) else { throw .beyondCalendar(instant) }
        return time.text
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    /// In quotes where the field has what would end it, its quotes doubled.
    private static func quoted(_ field: String) -> String {
        // A carriage return and a line feed together are one Character, so this looks at the scalars.
        let needsQuotes = field.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
        guard needsQuotes else { return field }
        var quoted = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
