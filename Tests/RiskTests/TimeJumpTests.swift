import Risk
import Testing
import Vocabulary

/// When time itself can't be trusted.
@Suite struct TimeJumpTests {
    private let noon = Instant(milliseconds: 43_200_000)

    @Test func `time that passes is no jump`() {
        #expect(TimeJump(from: noon, to: noon) == nil)
        #expect(TimeJump(from: noon, to: noon.advanced(by: Interval(milliseconds: 60_000))) == nil)
    }

    @Test func `more than a minute without an event is a jump`() {
        let later = noon.advanced(by: Interval(milliseconds: 60_001))
        #expect(
            TimeJump(from: noon, to: later) == .forwards(by: Interval(milliseconds: 60_001))
        )
        #expect(
            TimeJump(from: noon, to: later, longestSilence: Interval(milliseconds: 60_001)) == nil
        )
    }

    @Test func `a millisecond backwards is a jump`() {
        let earlier = Instant(milliseconds: noon.milliseconds - 1)
        #expect(TimeJump(from: noon, to: earlier) == .backwards(by: Interval(milliseconds: 1)))
    }
}
