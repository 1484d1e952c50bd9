import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct InstantTextTests {
    @Test func `moments are shown in UTC, to the millisecond`() {
        #expect(Instant.start.utc == "1970-01-01T00:00:00.000Z")
        #expect(Instant(milliseconds: 951_827_696_007).utc == "2000-02-29T12:34:56.007Z")
        #expect(Instant(milliseconds: 253_402_300_799_999).utc == "9999-12-31T23:59:59.999Z")
    }

    @Test func `any day is the day that Foundation says`() throws {
        var chance = Chance(seed: 11)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        for _ in 0..<2_000 {
            let seconds = UInt64.random(in: 0..<253_402_300_800, using: &chance)
            let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(style)
            let found = Instant(milliseconds: seconds * 1_000).utc
            #expect(found == expected.dropLast() + ".000Z")
        }
    }
}
