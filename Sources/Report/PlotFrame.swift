import Vocabulary

/// What plots have in common: the title, the axes, the table beside them.
///
/// The drawing is stretched to its place and texts are not part of it, so that they are as large on a phone
/// as on a wall.
struct PlotFrame {
    let title: String
    let unit: String
    let note: String
    let span: ClosedRange<UInt64>
    let clock: ReportClock
    let scale: Scale

    /// Of the drawing's own coordinates.
    static let width = 2_000.0
    static let height = 1_000.0

    func x(_ time: UInt64) -> Double {
        let part = Double(time - min(time, span.lowerBound))
        return (part / Double(span.upperBound - span.lowerBound) * Self.width).rounded()
    }

    func y(_ value: Double) -> Double { (scale.place(value) * Self.height).rounded() }

    private var times: TimeText {
        TimeText(clock: clock, span: span.upperBound - span.lowerBound)
    }

    /// `drawing` is what stands inside the SVG, `labels` over it, `table` beside it.
    func html(drawing: String, labels: String, table: String) -> String {
        let marks = times.marks(span)
        var grid = ""
        var texts = ""
        for mark in scale.marks {
            let place = HTML.short(scale.place(mark) * 100)
            grid += "<path class=grid d=\"M0 \(HTML.short(y(mark)))H2000\"/>"
            texts +=
                "<span class=y style=\"top:\(place)%\">"
                + "\(HTML.number(mark, decimals: scale.decimals))</span>"
        }
        for mark in marks {
            let place = x(mark) / Self.width * 100
            grid += "<path class=grid d=\"M\(HTML.short(x(mark))) 0V1000\"/>"
            let side = place > 92 ? " end" : place < 4 ? " begin" : ""
            texts +=
                "<span class=\"x\(side)\" style=\"left:\(HTML.short(place))%\">"
                + "\(HTML.text(times.text(mark)))</span>"
        }
        let words = note.isEmpty ? "" : "<p class=note>\(HTML.text(note))</p>"
        let heading = unit.isEmpty ? "" : " <small>\(HTML.text(unit))</small>"
        let data =
            "data-from=\(span.lowerBound) data-to=\(span.upperBound) "
            + "data-low=\(scale.low) data-high=\(scale.high) data-origin=\(origin)"
        return """
            <section>
            <h2>\(HTML.text(title))\(heading)</h2>\(words)
            <div class=pair><div class=plot \(data)><svg viewBox="0 0 2000 1000" \
            preserveAspectRatio="none" role="img" aria-label="\(HTML.text(title))">\(grid)\(drawing)\
            </svg>\(texts)\(labels)</div>
            \(table)</div>
            </section>
            """
    }

    /// For the script: where an elapsed time begins; nothing for the calendar.
    private var origin: String {
        if case .since(let start) = clock { "\(start.milliseconds)" } else { "utc" }
    }
}
