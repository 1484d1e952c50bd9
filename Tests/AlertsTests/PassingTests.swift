import Bot
import Risk
import Testing
import Vocabulary

@testable import Alerts

/// What happens now and then: told at once, then counted and told together.
@Suite struct PassingTests {
    private let key = AlertKey(.unwound, "usd")

    private func minute(_ minutes: UInt64, _ milliseconds: UInt64 = 0) -> Instant {
        Instant(milliseconds: minutes * 60_000 + milliseconds)
    }

    @Test func `what happens again and again is counted and told at growing intervals`() {
        let board = Board()
        var told: [String] = []
        for second in 0..<3_600 as Range<UInt64> {
            let now = Instant(milliseconds: second * 1_000)
            var notices = board.look([], at: now)
            if second % 10 == 0 { notices += board.happen(key, .warning, "mended", at: now) }
            told += notices.map { "\(second / 60) \($0.occasion.rawValue) \($0.count)" }
        }
        // Every ten seconds, told after 5, 10 and 20 minutes more, and not twice at one moment.
        #expect(told == ["0 happened 1", "5 happened 29", "15 happened 60", "35 happened 120"])
    }

    @Test func `what happened once is told once, and never called over`() {
        let board = Board()
        #expect(board.happen(key, .warning, "mended", at: minute(0)).count == 1)
        for minutes in 0..<60 as Range<UInt64> {
            #expect(board.look([], at: minute(minutes)).isEmpty)
        }
        #expect(board.happen(key, .warning, "again", at: minute(60)).count == 1)
    }

    @Test func `what is worse than was told is told at once`() {
        let board = Board()
        #expect(board.happen(key, .notice, "a", at: minute(0)).map(\.text) == ["a"])
        #expect(board.happen(key, .notice, "b", at: minute(0, 1)).isEmpty)
        let worse = board.happen(key, .critical, "c", at: minute(0, 2))
        #expect(worse.map(\.text) == ["c"] && worse.map(\.count) == [2])
        #expect(board.happen(key, .critical, "d", at: minute(0, 3)).isEmpty)
    }

    @Test func `each key of the bot's alerts has a kind of its own, halts are states`() throws {
        func key(_ text: String) -> String? { AlertKey(Alert(.warning, text, "")).map { "\($0)" } }
        #expect(key("gas money 138") == "gas-money 138")
        #expect(key("loss limit usd") == "loss-limit usd")
        #expect(key("lane 138:0x01 -> 651940:0x02") == "bridge-lane 138:0x01 -> 651940:0x02")
        #expect(key("halted 138") == nil && key("breaker drawdown global") == nil)
        #expect(key("something new") == "other something new")
    }
}
