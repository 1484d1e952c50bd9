import Risk
import TestSupport
import Testing
import Vocabulary

@testable import Alerts

/// A board that expectations may change.
final class Board {
    private var board = AlertBoard()

    func look(_ findings: [AlertFinding], at now: Instant) -> [AlertNotice] {
        board.look(findings, at: now)
    }

    func happen(
        _ key: AlertKey,
        _ level: AlertLevel,
        _ text: String,
        at now: Instant
    ) -> [AlertNotice] {
        board.happen(key, level, text, at: now)
    }
}

/// The schedule of what stands: told at once, at growing intervals, once more when it is over.
@Suite struct StandingTests {
    private static let key = AlertKey(.chainStale, "away")

    /// A board, and the minute of each notice with its occasion.
    struct Watch {
        var board = AlertBoard()
        var told: [String] = []

        /// Looks each second from one minute to another, the end left out.
        mutating func look(
            _ minutes: Range<UInt64>,
            _ state: (UInt64) -> AlertFinding.State
        ) {
            for second in minutes.lowerBound * 60..<minutes.upperBound * 60 {
                let finding = AlertFinding(StandingTests.key, state(second))
                let now = Instant(milliseconds: 1_000_000 + second * 1_000)
                for notice in board.look([finding], at: now) {
                    told.append("\(second / 60) \(notice.occasion.rawValue)")
                }
            }
        }
    }

    private static let bad = AlertFinding.State.trouble(.critical, "old")

    @Test func `a standing trouble is told at once and then after twice as long each time`() {
        var watch = Watch()
        watch.look(0..<700) { _ in Self.bad }
        // First after 5 minutes, then 10, 20, 40, 80, 160 more; then 240, the longest.
        #expect(
            watch.told == [
                "0 raised", "5 repeated", "15 repeated", "35 repeated", "75 repeated",
                "155 repeated", "315 repeated", "555 repeated",
            ]
        )
    }

    @Test func `a trouble that was away for the calm is over, and told so once`() {
        var watch = Watch()
        watch.look(0..<3) { _ in Self.bad }
        watch.look(3..<100) { _ in .well }
        #expect(watch.told == ["0 raised", "4 recovered"])
        #expect(watch.board.troubles.isEmpty)
    }

    @Test func `a trouble that comes and goes must stay away for longer each time`() {
        var watch = Watch()
        // Two minutes bad, three minutes well, over and over.
        watch.look(0..<60) { $0 / 60 % 5 < 2 ? Self.bad : .well }
        // Well for 1 min is enough the first time, for 2 min the second time, for 4 min never.
        #expect(
            watch.told == [
                "0 raised", "3 recovered", "5 raised", "9 recovered", "10 raised",
                "15 repeated", "25 repeated", "45 repeated",
            ]
        )
    }

    @Test func `what was well for the longest interval begins anew`() {
        var watch = Watch()
        watch.look(0..<6) { _ in Self.bad }
        watch.look(6..<300) { _ in .well }
        watch.look(300..<306) { _ in Self.bad }
        #expect(
            watch.told == [
                "0 raised", "5 repeated", "7 recovered", "300 raised", "305 repeated",
            ]
        )
    }

    @Test func `what can't be told is neither over nor forgotten`() {
        var watch = Watch()
        watch.look(0..<2) { _ in Self.bad }
        watch.look(2..<20) { _ in .unknown }
        watch.look(20..<22) { _ in .well }
        #expect(watch.told == ["0 raised", "5 repeated", "15 repeated", "21 recovered"])
        var other = Watch()
        other.look(0..<60) { _ in .unknown }
        #expect(other.told.isEmpty)
    }

    @Test func `what gets worse is told at once, and only once`() {
        var watch = Watch()
        watch.look(0..<10) { second in
            .trouble(second >= 120 && second % 2 == 0 ? .critical : .warning, "low")
        }
        #expect(watch.told == ["0 raised", "2 worsened", "7 repeated"])
    }

    @Test func `what does not exist any more is over`() {
        let board = Board()
        let finding = AlertFinding(Self.key, Self.bad)
        #expect(board.look([finding], at: .start).count == 1)
        #expect(board.look([], at: Instant(milliseconds: 1_000)).isEmpty)
        let over = board.look([], at: Instant(milliseconds: 61_000))
        #expect(over.map(\.occasion) == [.recovered])
        #expect(over.first?.level == .critical)
    }

    @Test func `a clock that is set back puts no repeat off`() {
        var watch = Watch()
        watch.look(1_000..<1_003) { _ in Self.bad }
        watch.look(0..<10) { _ in Self.bad }
        // Two minutes and fifty-nine seconds of the five had passed.
        #expect(watch.told == ["1000 raised", "2 repeated"])
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `an hour of whatever comes and goes is no flood`(seed: UInt64) {
        var chance = Chance(seed: seed)
        var watch = Watch()
        var isBad = true
        var left = 0
        let longest = Int.random(in: 1...600, using: &chance)
        watch.look(0..<60) { _ in
            left -= 1
            if left <= 0 {
                isBad.toggle()
                left = Int.random(in: 1...longest, using: &chance)
            }
            switch Int.random(in: 0..<20, using: &chance) {
            case 0: return .unknown
            case 1: return .trouble(.warning, "somewhat old")
            default: return isBad ? Self.bad : .well
            }
        }
        // 1 + 2 + 4 + 8 + 16 minutes of calm fit into an hour, and 32 more do not: at most six times raised
        // and five times over. Repeats lie 5, 10, 20 and then 40 minutes apart, and one may be worse each time.
        let (raised, over, repeated, worse) = (
            watch.told.count { $0.hasSuffix("raised") },
            watch.told.count { $0.hasSuffix("recovered") },
            watch.told.count { $0.hasSuffix("repeated") },
            watch.told.count { $0.hasSuffix("worsened") }
        )
        #expect(raised <= 6 && over <= 5 && repeated <= 3 && worse <= raised)
        #expect(raised > 0 && raised - over <= 1)
    }

    @Test func `more troubles than are kept apart are one alert`() {
        let board = Board()
        let findings = (0..<AlertBoard.mostTroubles + 100).map {
            AlertFinding(AlertKey(.outOfParity, "route \($0)"), Self.bad)
        }
        let first = board.look(findings, at: .start)
        #expect(first.count == AlertBoard.mostTroubles + 1)
        #expect(first.last?.key.kind == .tooManyAlerts)
        #expect(board.look(findings, at: Instant(milliseconds: 1_000)).isEmpty)
    }

    @Test func `a text is one line of bounded length`() {
        let board = Board()
        let text = "a\nb\r\nc " + String(repeating: "x", count: 10_000)
        let notice = board.look([AlertFinding(Self.key, .trouble(.warning, text))], at: .start)[0]
        #expect(notice.text.hasPrefix("a b c x"))
        #expect(notice.text.count == AlertNotice.longestText + 3)
    }
}
