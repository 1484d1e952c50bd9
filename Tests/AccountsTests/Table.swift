/// Comma-separated values read strictly as RFC 4180 has them: rows of equal length, each ended by `end`,
/// quotes around whole fields only.
struct Table {
    enum Fault: Error, Equatable {
        case quoteInside(row: Int)
        case textBehindQuote(row: Int)
        case openQuote
        case bareEnd(row: Int)
        case noEndOfLine
        case unequalRow(Int)
    }

    let rows: [[String]]

    init(_ text: String, end: String = "\r\n") throws(Fault) {
        var rows: [[String]] = []
        var row: [String] = []
        var rest = Array(text.unicodeScalars)[...]
        let end = Array(end.unicodeScalars)
        while !rest.isEmpty {
            row.append(try Self.field(&rest, end, rows.count))
            if rest.first == "," {
                rest.removeFirst()
                if rest.isEmpty { throw .noEndOfLine }
            } else if rest.starts(with: end) {
                rest.removeFirst(end.count)
                rows.append(row)
                row = []
            } else {
                throw rest.isEmpty ? .noEndOfLine : .textBehindQuote(row: rows.count)
            }
        }
        for (index, row) in rows.enumerated() where row.count != rows[0].count {
            throw .unequalRow(index)
        }
        self.rows = rows
    }

    private static func field(
        _ rest: inout ArraySlice<Unicode.Scalar>,
        _ end: [Unicode.Scalar],
        _ row: Int
    ) throws(Fault) -> String {
        var field = String.UnicodeScalarView()
        guard rest.first == "\"" else {
            while let scalar = rest.first, scalar != ",", !rest.starts(with: end) {
                if scalar == "\"" { throw .quoteInside(row: row) }
                if scalar == "\r" || scalar == "\n" { throw .bareEnd(row: row) }
                field.append(scalar)
                rest.removeFirst()
            }
            return String(field)
        }
        rest.removeFirst()
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                guard rest.first == "\"" else { return String(field) }
                rest.removeFirst()
            }
            field.append(scalar)
        }
        throw .openQuote
    }
}
