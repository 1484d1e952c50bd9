import Testing
import Vocabulary

@testable import Live

/// How long a node that has failed is left alone.
@Suite struct PauseTests {
    private func pause(_ retryAfter: UInt64?) -> UInt64 {
        let wish = retryAfter.map { Interval(milliseconds: $0) }
        return ChainLine.pause(after: .status(429, retryAfter: wish)).milliseconds
    }

    @Test func `a node is left alone for as long as it asks`() {
        #expect(pause(nil) == 100)
        #expect(pause(2_000) == 2_000)
    }

    @Test func `a node that asks for a hundred years is asked again within a minute`() {
        #expect(pause(1 << 42) == 60_000)
        #expect(pause(.max) == 60_000)
    }

    @Test func `what is no answer at all is tried again soon`() {
        #expect(ChainLine.pause(after: .refused).milliseconds == 100)
        #expect(ChainLine.pause(after: .timeout(.answering)).milliseconds == 100)
    }
}
