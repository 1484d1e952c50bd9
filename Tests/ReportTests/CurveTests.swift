import Numerics
@testable import Report
import TestSupport
import Testing
import Vocabulary

/// A curve keeps every extreme in bounded memory.
@Suite struct CurveTests {
    private func at(_ milliseconds: UInt64) -> Instant { Instant(milliseconds: milliseconds) }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `no spike is lost, and memory is bounded`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        var curve = Curve("c")
        var samples: [(time: UInt64, value: Double)] = []
        var time: UInt64 = 1_000
        for _ in 0..<20_000 {
            time += UInt64.random(in: 0...5_000, using: &chance)
            let value = Double(Int.random(in: -1_000_000...1_000_000, using: &chance))
            samples.append((time, value))
            curve.add(value, at: at(time))
        }
        #expect(curve.columns.count <= Curve.mostColumns)
        #expect(curve.columns.count > Curve.mostColumns / 3)
        // Each column holds just what was seen in its time.
        var rest = samples[...]
        for column in curve.columns {
            let start = curve.start + column.place * curve.width
            let seen = rest.prefix { $0.time < start + curve.width }.map(\.value)
            rest = rest.dropFirst(seen.count)
            #expect(column.first == seen.first && column.last == seen.last)
            #expect(column.low == seen.min() && column.high == seen.max())
        }
        #expect(rest.isEmpty)
        let statistics = try #require(curve.statistics)
        #expect(statistics.count == 20_000)
        #expect(statistics.mean == samples.reduce(0) { $0 + $1.value } / 20_000)
        for (left, right) in zip(curve.columns, curve.columns.dropFirst()) {
            #expect(left.place < right.place)
        }
    }

    @Test func `a column holds just what was seen in its time`() {
        var curve = Curve("c")
        for index in 0..<4_096 as Range<UInt64> { curve.add(Double(index % 64), at: at(index)) }
        // Four values a column.
        #expect(curve.columns.count == 1_024)
        #expect(curve.columns[1].low == 4)
        #expect(curve.columns[1].high == 7)
        #expect(curve.columns[15].high == 63)
    }

    @Test func `what is no number is left out, and time never falls`() {
        var curve = Curve("c")
        curve.add(.nan, at: at(1))
        curve.add(.infinity, at: at(1))
        #expect(curve.statistics == nil)
        curve.add(5, at: at(100))
        curve.add(6, at: at(3))
        curve.add(7, at: at(.max))
        #expect(curve.statistics?.count == 3)
        #expect(curve.columns.last?.last == 7)
    }

    @Test func `exact numbers come near enough for an eye`() throws {
        var curve = Curve("c")
        curve.add(try #require(Price(numerator: 3 << 200, denominator: 4 << 200)), at: at(1))
        #expect(curve.statistics?.last == 0.75)
        curve.add(BasisPoints(millionths: 15_500_000), at: at(2))
        #expect(curve.statistics?.last == 15.5)
        curve.add(Worth(-12), at: at(3))
        #expect(curve.statistics?.last == -12)
        curve.add(2_500_000, decimals: 6, at: at(4))
        #expect(curve.statistics?.last == 2.5)
    }

    @Test func `a drawdown is measured from the highest before it`() {
        var fall = Drawdown()
        let falls = [10, 12, 5, 11, 13, 12].map { fall.next(Worth($0)) }
        #expect(falls == [0, 0, -7, -1, 0, -1].map { Worth($0) })
        #expect(fall.deepest == Worth(-7))
    }

    @Test func `bars count every event once, whatever the length`() {
        var bars = Bars(["a", "b"])
        for index in 0..<10_000 as Range<UInt64> {
            bars.count(Int(index % 3 == 0 ? 1 : 0), at: at(index * 997))
        }
        bars.count(7, at: at(0))
        #expect(bars.totals == [6_666, 3_335])
        #expect(bars.columns.count <= Bars.mostColumns)
        #expect(bars.columns.reduce(0) { $0 + $1[0] } == 6_666)
        #expect(bars.columns.reduce(0) { $0 + $1[1] } == 3_335)
    }

    @Test func `numbers read as people write them`() {
        #expect(HTML.number(1_234_567.891, decimals: 2) == "1,234,567.89")
        #expect(HTML.number(-0.004, decimals: 2) == "0.00")
        #expect(HTML.number(-1.5, decimals: 1) == "\u{2212}1.5")
        #expect(HTML.number(0.000_123, decimals: 6) == "0.000123")
        #expect(HTML.number(1e300, decimals: 2) == "∞")
        #expect(HTML.short(12.04) == "12")
        #expect(HTML.short(-0.26) == "-0.3")
    }

    @Test func `an axis has a few round marks, even for a flat line`() {
        for (values, fromZero) in [
            ([0.998, 1.002], false), ([0, 22], true), ([5, 5], false), ([0], true),
        ] {
            let scale = Scale(values, fromZero: fromZero)
            #expect((2...8).contains(scale.marks.count), "\(values)")
            #expect(scale.low < scale.high)
            for value in values { #expect((0...1).contains(scale.place(value))) }
        }
    }
}
