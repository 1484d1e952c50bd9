import Vocabulary

/// Counts as bars, one kind on top of the other.
struct BarPlot {
    private let bars: Bars
    private let frame: PlotFrame

    init(_ chart: BarChart, _ span: ClosedRange<UInt64>, _ clock: ReportClock) {
        bars = chart.bars
        frame = PlotFrame(
            title: chart.title,
            unit: "",
            note: chart.note,
            span: span,
            clock: clock,
            scale: Scale([0, Double(max(1, chart.bars.highest))], fromZero: true)
        )
    }

    var html: String {
        let drawing = bars.kinds.indices.map { kind in
            "<path class=\"bar c\(kind)\" d=\"\(path(kind))\"/>"
        }
        var rows = ""
        let all = bars.totals.reduce(0, +)
        for (kind, name) in bars.kinds.enumerated() {
            let share = all == 0 ? 0 : Double(bars.totals[kind]) / Double(all) * 100
            rows +=
                "<tr><th scope=row><i class=c\(kind)></i>\(HTML.text(name))</th>"
                + "<td>\(HTML.grouped(String(bars.totals[kind])))</td>"
                + "<td>\(HTML.number(share, decimals: 1)) %</td></tr>"
        }
        rows += "<tr><th scope=row>together</th><td>\(HTML.grouped(String(all)))</td><td></td></tr>"
        let table =
            "<div class=table><table><thead><tr><th></th><th>number</th><th>share</th></tr></thead>"
            + "<tbody>\(rows)</tbody></table></div>"
        return frame.html(drawing: drawing.joined(), labels: "", table: table)
    }

    private func path(_ kind: Int) -> String {
        var path = ""
        for (index, counts) in bars.columns.enumerated() where counts[kind] > 0 {
            let time = bars.start + UInt64(index) * bars.width
            let left = frame.x(min(time, frame.span.upperBound))
            let right = frame.x(min(time + bars.width, frame.span.upperBound))
            let below = counts[..<kind].reduce(0, +)
            let (bottom, top) = (frame.y(Double(below)), frame.y(Double(below + counts[kind])))
            // A bar of the last moment is seen too.
            let width = max(right - left - 4, 6)
            path +=
                "M\(HTML.short(min(left, PlotFrame.width - width))) \(HTML.short(bottom))"
                + "V\(HTML.short(top))h\(HTML.short(width))V\(HTML.short(bottom))Z"
        }
        return path
    }
}
