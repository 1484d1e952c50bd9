/// A table that stands by itself.
enum TableText {
    static func html(_ table: ReportTable) -> String {
        let heads = table.columns.map { "<th>\(HTML.text($0))</th>" }.joined()
        let rows = table.rows.prefix(ReportTable.mostRows).map { row in
            let cells = row.enumerated().map { index, cell in
                index == 0
                    ? "<th scope=row>\(HTML.text(cell))</th>" : "<td>\(HTML.text(cell))</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        let rest = table.rows.count - ReportTable.mostRows
        let more = rest > 0 ? "<p class=note>\(rest) rows more are not shown.</p>" : ""
        let words = table.note.isEmpty ? "" : "<p class=note>\(HTML.text(table.note))</p>"
        return """
            <section>
            <h2>\(HTML.text(table.title))</h2>\(words)
            <div class="table wide"><table><thead><tr>\(heads)</tr></thead>\
            <tbody>\(rows.joined())</tbody></table></div>\(more)
            </section>
            """
    }
}
