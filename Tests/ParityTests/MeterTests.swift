import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Vocabulary

private func minutes(_ count: UInt64) -> Instant { Instant(milliseconds: count * 60_000) }
private func seconds(_ count: UInt64) -> Instant { Instant(milliseconds: count * 1_000) }

@Suite struct SlidingPeakTests {
    /// Never less than the truth; and the truth while there is room and no peak has aged.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the peak is that of a naive list`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let window = Interval(milliseconds: 60_000)
        var peak = SlidingPeak(window: window, horizon: Interval(milliseconds: 86_400_000))
        var all: [(at: UInt64, amount: UInt64)] = []
        var now: UInt64 = 1_000_000
        var best: UInt64 = 0
        for _ in 0..<800 {
            now += chance.next() % 30_000
            let amount = chance.next() % 1_000
            all.append((now, amount))
            peak.note(UInt256(amount), at: Instant(milliseconds: now))
            best = max(best, all.filter { $0.at + 60_000 > now }.reduce(0) { $0 + $1.amount })
            #expect(peak.peak(at: Instant(milliseconds: now)) == UInt256(best), "seed \(seed)")
        }
    }

    @Test func `a crowded window is never counted short`() {
        var peak = SlidingPeak(
            window: Interval(milliseconds: 60_000),
            horizon: Interval(milliseconds: 86_400_000)
        )
        for index in 0..<UInt64(5_000) { peak.note(1, at: Instant(milliseconds: index)) }
        #expect(peak.peak(at: seconds(10)) >= 5_000)
    }

    @Test func `nor is a steady crowd counted much longer than it should be`() {
        var peak = SlidingPeak(
            window: Interval(milliseconds: 60_000),
            horizon: Interval(milliseconds: 86_400_000)
        )
        for index in 0..<UInt64(120_000) { peak.note(1, at: Instant(milliseconds: index * 30)) }
        let counted = peak.peak(at: seconds(3_600))
        #expect(counted >= 2_000)
        #expect(counted <= 2_016)
    }

    @Test func `a sum beyond all numbers is forgotten with what made it`() {
        var peak = SlidingPeak(
            window: Interval(milliseconds: 60_000),
            horizon: Interval(milliseconds: 9_600_000)
        )
        peak.note(.max, at: seconds(0))
        peak.note(500, at: seconds(50))
        peak.note(1, at: seconds(70))
        for second in stride(from: 12_000, to: 12_100, by: 10) {
            peak.note(1, at: seconds(UInt64(second)))
        }
        #expect(peak.peak(at: seconds(12_100)) == 6)
    }

    @Test func `a peak is forgotten after its horizon and not before`() {
        var peak = SlidingPeak(
            window: Interval(milliseconds: 60_000),
            horizon: Interval(milliseconds: 86_400_000)
        )
        peak.note(9_000, at: minutes(10))
        #expect(peak.peak(at: minutes(10 + 24 * 60)) == 9_000)
        #expect(peak.peak(at: minutes(10 + 25 * 60)) == 0)
    }
}

@Suite struct OutflowTests {
    private func meter(floor: UInt256 = 0) -> OutflowMeter {
        OutflowMeter(
            floor: floor,
            window: Interval(milliseconds: 86_400_000),
            span: Interval(milliseconds: 300_000),
            since: minutes(0)
        )
    }

    @Test func `the floor holds until a whole window was watched, and is called one`() {
        let meter = meter(floor: 10_000)
        #expect(meter.peak(at: minutes(5)).perMinute == 10_000)
        #expect(meter.peak(at: minutes(5)).isAssumed)
        #expect(meter.peak(at: minutes(24 * 60)).perMinute == 0)
        #expect(!meter.peak(at: minutes(24 * 60)).isAssumed)
    }

    @Test func `beside the rule stands what left over a whole latency`() {
        var meter = meter()
        for minute in 1...5 as ClosedRange<UInt64> {
            meter.note(100, at: minutes(minute), isOwn: false)
        }
        #expect(meter.peak(at: minutes(5)).perMinute == 100)
        #expect(meter.peak(at: minutes(5)).overLatency == 500)
    }

    @Test func `one-way flow is named, two-way flow is not`() {
        var flow = NetFlow()
        for minute in 0..<UInt64(60) { flow.note(100, isOut: true, at: minutes(minute)) }
        #expect(flow.isOneWay(at: minutes(60)))
        for minute in 60..<UInt64(80) { flow.note(100, isOut: false, at: minutes(minute)) }
        #expect(!flow.isOneWay(at: minutes(80)))
        #expect(NetFlow().isOneWay(at: minutes(1)) == false)
    }

    @Test func `late news counts in its own time, news too late not at all`() {
        var flow = NetFlow()
        for minute in 0..<UInt64(10_000) {
            flow.note(1, isOut: true, at: minutes(minute.isMultiple(of: 2) ? 899 : 901))
        }
        #expect(flow.flow(at: minutes(901)).out == 10_000)
        flow.note(5, isOut: true, at: minutes(1))
        #expect(flow.flow(at: minutes(901)).out == 10_000)
    }
}

@Suite struct LatencyTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the percentile is that of a sorted list`(seed: UInt64) {
        var chance = Chance(seed: seed)
        var meter = LatencyMeter(floor: Interval(milliseconds: 1))
        var taken: [UInt64] = []
        for number in 0..<UInt64(900) {
            let time = 1 + chance.next() % 100_000
            let isTaken = meter.begin(number, at: seconds(1))
            #expect(isTaken)
            meter.arrive(number, at: Instant(milliseconds: 1_000 + time))
            taken.append(time)
            let newest = taken.suffix(LatencyMeter.mostSamples).sorted()
            guard newest.count >= 59 else { continue }
            let rank = (newest.count * 95 + 99) / 100
            #expect(meter.p95(at: seconds(1)).time.milliseconds == newest[rank - 1], "seed \(seed)")
        }
    }

    @Test(arguments: [(58, true), (59, false)])
    func `fewer than fifty-nine samples are no percentile`(count: UInt64, isAssumed: Bool) {
        var meter = LatencyMeter(floor: Interval(milliseconds: 300_000))
        for number in 0..<count {
            _ = meter.begin(number, at: seconds(0))
            meter.arrive(number, at: seconds(number == 0 ? 601 : 400))
        }
        let latency = meter.p95(at: seconds(700))
        #expect(latency.isAssumed == isAssumed)
        #expect(latency.time == Interval(milliseconds: isAssumed ? 901_500 : 400_000))
        #expect(meter.p99(at: seconds(700)).isAssumed)
    }

    @Test func `a stalled transfer raises the percentile as it ages`() {
        var meter = LatencyMeter(floor: Interval(milliseconds: 1))
        for number in 0..<UInt64(60) {
            _ = meter.begin(number, at: seconds(0))
            meter.arrive(number, at: seconds(100))
        }
        for number in 100..<UInt64(104) { _ = meter.begin(number, at: seconds(100)) }
        #expect(meter.p95(at: seconds(150)).time == Interval(milliseconds: 100_000))
        #expect(meter.p95(at: seconds(1_100)).time == Interval(milliseconds: 1_000_000))
    }

    /// Three in fifty-nine take long: what has just begun must not make that look rare.
    @Test func `transfers that have just begun never lower the percentile, nor count as samples`() {
        var meter = LatencyMeter(floor: Interval(milliseconds: 1))
        for number in 0..<UInt64(59) {
            _ = meter.begin(number, at: seconds(0))
            meter.arrive(number, at: seconds(number < 3 ? 1_000 : 100))
        }
        #expect(meter.p95(at: seconds(1_000)).time == Interval(milliseconds: 1_000_000))
        for number in 100..<UInt64(120) { _ = meter.begin(number, at: seconds(1_000)) }
        #expect(meter.p95(at: seconds(1_000)).time == Interval(milliseconds: 1_000_000))
        var young = LatencyMeter(floor: Interval(milliseconds: 1))
        _ = young.begin(0, at: seconds(0))
        young.arrive(0, at: seconds(600))
        for number in 1..<UInt64(100) { _ = young.begin(number, at: seconds(600)) }
        #expect(young.p95(at: seconds(600)).isAssumed)
        #expect(young.p95(at: seconds(600)).time == Interval(milliseconds: 900_000))
    }

    @Test func `a transfer begins once, and one that was taken back not at all`() {
        var meter = LatencyMeter(floor: Interval(milliseconds: 1))
        for _ in 0..<2 { _ = meter.begin(7, at: seconds(0)) }
        meter.arrive(7, at: seconds(10))
        _ = meter.begin(8, at: seconds(0))
        meter.withdraw(8)
        #expect(meter.p95(at: seconds(100_000)).time == Interval(milliseconds: 15_000))
    }

    @Test func `a transfer that never began is ignored, and too many are refused`() {
        var meter = LatencyMeter(floor: Interval(milliseconds: 1))
        meter.arrive(7, at: seconds(1))
        #expect(meter.p95(at: seconds(1)).samples == 0)
        for number in 0..<UInt64(LatencyMeter.mostPending) {
            let isTaken = meter.begin(number, at: seconds(1))
            #expect(isTaken)
        }
        let isTaken = meter.begin(9_999, at: seconds(1))
        #expect(!isTaken)
    }
}

@Suite struct ReserveRuleTests {
    private let fiveMinutes = Interval(milliseconds: 300_000)

    @Test func `DOMAIN's example: ten thousand a minute, five minutes, three times`() throws {
        let rule = try #require(ReserveRule(peak: 10_000, latency: fiveMinutes, factor: 3))
        #expect(rule.required == 150_000)
        #expect(ReserveRule(peak: 10_000, latency: fiveMinutes, factor: 5)?.required == 250_000)
        #expect(ReserveRule(peak: 10_000, latency: fiveMinutes, factor: 2) == nil)
        #expect(rule.cover(held: 155_000, claimed: 0) == 15)
        #expect(rule.cover(held: 155_000, claimed: 10_000) == 14)
        #expect(rule.room(held: 155_000, claimed: 0) == 5_000)
        #expect(rule.room(held: 100, claimed: 0) == 0)
        let runway = rule.runway(held: 160_000, claimed: 0, netOutflowPerHour: 20_000)
        #expect(runway == Interval(milliseconds: 1_800_000))
        #expect(rule.runway(held: 160_000, claimed: 0, netOutflowPerHour: 0) == nil)
    }

    @Test func `a part of a unit that is required is a whole one`() {
        let latency = Interval(milliseconds: 1)
        #expect(ReserveRule(peak: 1, latency: latency, factor: 3)?.required == 3)
    }

    @Test func `our own transfer leaves the requirement unchanged, a stranger's raises it`() {
        var meter = OutflowMeter(
            floor: 0,
            window: Interval(milliseconds: 86_400_000),
            span: fiveMinutes,
            since: minutes(0)
        )
        meter.note(10_000, at: minutes(1), isOwn: false)
        let before = meter.peak(at: minutes(2)).perMinute
        meter.note(50_000, at: minutes(3), isOwn: true)
        #expect(meter.peak(at: minutes(4)).perMinute == before)
        meter.note(50_000, at: minutes(5), isOwn: false)
        #expect(meter.peak(at: minutes(5)).perMinute == 50_000)
    }

    @Test func `what is claimed must be there on top, and too many claims are never enough`() throws
    {
        let rule = try #require(ReserveRule(peak: 1, latency: fiveMinutes, factor: 3))
        #expect(rule.needed(claimed: 30) == 45)
        #expect(rule.room(held: 50, claimed: 30) == 5)
        #expect(rule.room(held: 10, claimed: 30) == 0)
        let idle = try #require(ReserveRule(peak: 0, latency: fiveMinutes, factor: 3))
        // Nothing is required, and yet a vault that owes more than it holds does not suffice.
        #expect(idle.needed(claimed: 30) == 30)
    }
}
