import Vocabulary

/// Curves as lines, and their numbers.
struct CurvePlot {
    private let chart: Chart
    private let frame: PlotFrame

    init(_ chart: Chart, _ span: ClosedRange<UInt64>, _ clock: ReportClock) {
        self.chart = chart
        let known = chart.curves.compactMap(\.statistics)
        frame = PlotFrame(
            title: chart.title,
            unit: chart.unit,
            note: chart.note,
            span: span,
            clock: clock,
            scale: Scale(
                known.flatMap { [$0.low, $0.high] } + chart.thresholds.map(\.value),
                fromZero: chart.fromZero
            )
        )
    }

    var html: String {
        var drawing = ""
        for (index, curve) in chart.curves.enumerated() {
            drawing +=
                "<path class=\"line c\(index % 6)\" data-name=\"\(HTML.text(curve.name))\" "
                + "d=\"\(path(curve))\"/>"
        }
        var labels = ""
        for threshold in chart.thresholds {
            drawing +=
                "<path class=threshold d=\"M0 \(HTML.short(frame.y(threshold.value)))H2000\"/>"
            let place = frame.scale.place(threshold.value) * 100
            labels +=
                "<span class=limit style=\"top:\(HTML.short(place))%\">"
                + "\(HTML.text(threshold.name))</span>"
        }
        return frame.html(drawing: drawing, labels: labels, table: table)
    }

    /// Over to the next column, then up and down within it.
    private func path(_ curve: Curve) -> String {
        var path = ""
        for (index, column) in curve.columns.enumerated() {
            let time = curve.start + column.place * curve.width
            let x = HTML.short(frame.x(min(time, frame.span.upperBound)))
            var last = frame.y(column.first)
            path += "\(index == 0 ? "M" : "L")\(x) \(HTML.short(last))"
            // The shorter way: towards the end last.
            let isRising = column.last >= column.first
            let values = isRising ? [column.low, column.high] : [column.high, column.low]
            for value in values + [column.last] {
                let next = frame.y(value)
                if next != last { path += "V\(HTML.short(next))" }
                last = next
            }
        }
        // The last value holds until the end of the plot.
        if let last = curve.columns.last?.last, curve.columns.count == 1 {
            path += "L2000 \(HTML.short(frame.y(last)))"
        }
        return path
    }

    private var table: String {
        var rows = ""
        for (index, curve) in chart.curves.enumerated() {
            let values = curve.statistics.map { [$0.first, $0.last, $0.low, $0.high, $0.mean] }
            let cells =
                values?.map { "<td>\(HTML.number($0, decimals: chart.decimals))</td>" }.joined()
                ?? "<td colspan=5>nothing was seen</td>"
            rows +=
                "<tr><th scope=row><i class=c\(index % 6)></i>\(HTML.text(curve.name))</th>"
                + "\(cells)</tr>"
        }
        return "<div class=table><table><thead><tr><th></th><th>first</th><th>last</th><th>low</th>"
            + "<th>high</th><th>mean</th></tr></thead><tbody>\(rows)</tbody></table></div>"
    }
}
