import Foundation
import Report
import TestSupport
import Testing
import Vocabulary

/// A page opens in a browser without a word of complaint, asks for nothing, and is small.
@Suite struct PageTests {
    @Test func `a page opens without a console error or an outside request`() throws {
        let browser = try Browser(opening: SamplePage.page(samples: 5_000).html)
        #expect(browser.complaints.isEmpty)
        #expect(browser.requests.isEmpty)
        #expect(browser.document.contains("A sample &amp; its &lt;report&gt;"))
        #expect(browser.document.ranges(of: "<svg").count == 6)
        #expect(!browser.document.contains("class=\"tip\""))
    }

    @Test func `a console error and an outside request are found`() throws {
        let browser = try Browser(
            opening: """
                <html><body><img src="http://127.0.0.1:9/pixel.png">
                <script>throw new Error('planted')</script></body></html>
                """
        )
        #expect(browser.complaints.contains { $0.contains("planted") })
        #expect(browser.requests.contains { $0.hasPrefix("http://127.0.0.1:9/") })
    }

    @Test func `a page's own policy keeps what is smuggled into it at home`() throws {
        let html = try SamplePage.page(samples: 50).html
            .replacing("</main>", with: "<img src=\"http://127.0.0.1:9/pixel.png\"></main>")
        let browser = try Browser(opening: html)
        #expect(browser.requests.isEmpty)
        #expect(browser.complaints.contains { $0.contains("Content Security Policy") })
    }

    @Test func `a pointer shows the time and the values under it`() throws {
        let script = """
            <script>const plot=document.querySelector('.plot'),r=plot.getBoundingClientRect();
            plot.dispatchEvent(new PointerEvent('pointermove',{clientX:r.left+r.width/2}));</script>
            """
        let html = try SamplePage.page(samples: 5_000).html
            .replacing("</body>", with: script + "</body>")
        let browser = try Browser(opening: html)
        #expect(browser.complaints.isEmpty)
        let tip = try #require(browser.document.range(of: "class=\"tip\""))
        let text = browser.document[tip.upperBound...].prefix(400)
        // Five thousand blocks of two seconds: the middle is at 1:23:19.
        #expect(text.contains("<b>1:23:19</b>"))
        #expect(text.contains("Chain 138  0.99") || text.contains("Chain 138  1.00"))
    }

    @Test func `a page is small whatever its length, and the same for the same report`() throws {
        let short = try SamplePage.page(samples: 2_000).html
        let long = try SamplePage.page(samples: 200_000).html
        #expect(long.utf8.count < 3 * short.utf8.count)
        #expect(long.utf8.count < 300_000)
        #expect(try SamplePage.page(samples: 2_000).html == short)
        let wide = try SamplePage.page(samples: 3_000, routes: 40).html
        #expect(wide.utf8.count < ReportPage.mostBytes)
        #expect(wide.contains("Prices, route 40"))
    }

    @Test func `text is never markup`() throws {
        let evil = "<script>alert(1)</script>\"&\u{0}"
        let page = ReportPage(
            title: evil,
            subtitle: evil,
            clock: .utc,
            figures: [Figure(evil, evil)],
            sections: [
                .table(ReportTable(evil, columns: [evil], rows: [[evil]], note: evil)),
                .chart(
                    Chart(
                        evil,
                        unit: evil,
                        curves: [Curve(evil)],
                        thresholds: [Threshold(evil, 1)],
                        note: evil
                    )
                ),
                .bars(BarChart(evil, Bars([evil]), note: evil)),
            ]
        )
        #expect(!page.html.contains("<script>alert"))
        #expect(page.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;"))
    }

    @Test func `more rows than a page holds are counted, not shown`() {
        let table = ReportTable("t", columns: ["n"], rows: (0..<250).map { ["row \($0)"] })
        let page = ReportPage(title: "", subtitle: "", clock: .utc, sections: [.table(table)])
        #expect(page.html.contains("row 199<"))
        #expect(!page.html.contains("row 200<"))
        #expect(page.html.contains("50 rows more are not shown"))
    }

    @Test func `axes show elapsed time or the calendar`() {
        var curve = Curve("c")
        let origin = Instant(milliseconds: 1_709_164_800_000)
        curve.add(1, at: origin)
        curve.add(2, at: origin.advanced(by: Interval(milliseconds: 4 * 86_400_000)))
        let chart = ReportPage.Section.chart(Chart("c", unit: "", curves: [curve]))
        func page(_ clock: ReportClock) -> String {
            ReportPage(title: "", subtitle: "", clock: clock, sections: [chart]).html
        }
        // 29 February 2024, and the day after it.
        #expect(page(.utc).contains(">02-29 00:00<"))
        #expect(page(.utc).contains(">03-01 00:00<"))
        #expect(page(.since(origin)).contains(">2 d<"))
    }
}
