import Alerts
import Hashing
import Testing
import Vocabulary

/// A pulse that expectations may change.
private final class Heart {
    private var pulse: Pulse

    init(every: Interval) { pulse = Pulse(every: every) }

    func beats(_ blocks: [BlockHash?], at now: Instant) -> Bool { pulse.beats(blocks, at: now) }
}

/// The heart beats for new assessed blocks on every chain, and for nothing else.
@Suite struct PulseTests {
    private func block(_ number: UInt8) -> BlockHash {
        BlockHash(Digest(words: 0, 0, 0, UInt64(number)))
    }

    private func at(_ seconds: UInt64) -> Instant { Instant(milliseconds: seconds * 1_000) }

    @Test func `without a new block on each chain it does not beat`() {
        let pulse = Heart(every: Interval(milliseconds: 60_000))
        #expect(pulse.beats([block(1), block(2)], at: at(0)))
        #expect(!pulse.beats([block(3), block(2)], at: at(100)))
        #expect(!pulse.beats([block(3), nil], at: at(200)))
        #expect(!pulse.beats([nil, block(4)], at: at(300)))
        #expect(pulse.beats([block(5), block(6)], at: at(400)))
    }

    @Test func `it beats no more often than it is asked to, and not without chains`() {
        let pulse = Heart(every: Interval(milliseconds: 60_000))
        var beats = 0
        for second in 0..<200 as Range<UInt8>
        where pulse.beats([block(second), block(second)], at: at(UInt64(second))) {
            beats += 1
        }
        #expect(beats == 4)
        let none = Heart(every: Interval(milliseconds: 1))
        #expect(!none.beats([], at: at(0)))
    }

    @Test func `a clock that is set back makes no silence`() {
        let pulse = Heart(every: Interval(milliseconds: 60_000))
        #expect(pulse.beats([block(1)], at: at(10_000)))
        #expect(pulse.beats([block(2)], at: at(5)))
    }
}
