/// A report as one file of HTML: plots as inline SVG, a table beside each, and nothing from anywhere else.
///
/// Its policy forbids the browser every request. It reads without scripts; the little one in it only shows
/// the numbers under a pointer. The same report makes the same bytes.
public struct ReportPage: Sendable {
    public let title: String
    public let subtitle: String
    public let clock: ReportClock
    public let figures: [Figure]
    public var sections: [Section]

    public enum Section: Sendable {
        case chart(Chart)
        case bars(BarChart)
        case table(ReportTable)
    }

    /// No page is larger: of more curves each is drawn coarser, and what does not fit is left out by name.
    public static let mostBytes = 2_000_000

    public init(
        title: String,
        subtitle: String,
        clock: ReportClock,
        figures: [Figure] = [],
        sections: [Section]
    ) {
        self.title = title
        self.subtitle = subtitle
        self.clock = clock
        self.figures = figures
        self.sections = sections
    }

    public var html: String {
        // For what is no section: the style, the script, the head.
        let room = Self.mostBytes - 40_000
        let span = span
        var sections = self.sections
        var bodies = sections.map { Self.text($0, span, clock) }
        var size = bodies.reduce(0) { $0 + $1.utf8.count }
        for _ in 0..<8 where size > room {
            sections = sections.map(Self.coarser)
            bodies = sections.map { Self.text($0, span, clock) }
            size = bodies.reduce(0) { $0 + $1.utf8.count }
        }
        var left = 0
        while size > room, let last = bodies.popLast() {
            size -= last.utf8.count
            left += 1
        }
        if left > 0 { bodies.append("<p class=note>\(left) sections more did not fit.</p>") }
        return page(bodies)
    }

    private func page(_ bodies: [String]) -> String {
        let tiles = figures.prefix(24).map { figure in
            "<div><dt>\(HTML.text(figure.name))</dt>"
                + "<dd class=\(figure.tone.rawValue)>\(HTML.text(figure.value))</dd></div>"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
            img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <link rel="icon" href="data:,">
            <title>\(HTML.text(title))</title>
            <style>
            \(PageStyle.css)
            </style>
            </head>
            <body>
            <main>
            <header><h1>\(HTML.text(title))</h1><p>\(HTML.text(subtitle))</p></header>
            <dl class=figures>\(tiles.joined())</dl>
            \(bodies.joined(separator: "\n"))
            <footer>Made by cantilever. This page asks for nothing from anywhere.</footer>
            </main>
            <script>
            \(PageScript.text)
            </script>
            </body>
            </html>

            """
    }

    /// From the first moment of any plot to the last one: all plots have one axis.
    private var span: ClosedRange<UInt64> {
        var (start, end) = (UInt64.max, UInt64.min)
        for section in sections {
            switch section {
            case .chart(let chart):
                for curve in chart.curves where !curve.columns.isEmpty {
                    (start, end) = (min(start, curve.start), max(end, curve.end))
                }
            case .bars(let chart) where !chart.bars.columns.isEmpty:
                (start, end) = (min(start, chart.bars.start), max(end, chart.bars.end))
            case .bars, .table: break
            }
        }
        return start < end ? start...end : min(start, end)...min(start, end) + 1
    }

    private static func coarser(_ section: Section) -> Section {
        guard case .chart(var chart) = section else { return section }
        for index in chart.curves.indices { chart.curves[index].merge() }
        return .chart(chart)
    }

    private static func text(
        _ section: Section,
        _ span: ClosedRange<UInt64>,
        _ clock: ReportClock
    ) -> String {
        switch section {
        case .chart(let chart): CurvePlot(chart, span, clock).html
        case .bars(let chart): BarPlot(chart, span, clock).html
        case .table(let table): TableText.html(table)
        }
    }
}
