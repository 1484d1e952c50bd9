import Testing
import Vocabulary

@testable import Risk

@Suite struct AlertParametersTests {
    @Test func `what would say nothing or contradict itself is a fault`() throws {
        #expect(AlertParameters().fault == nil)
        func fault(_ change: (inout AlertParameters) -> Void) -> AlertParametersFault? {
            var parameters = AlertParameters()
            change(&parameters)
            return parameters.fault
        }
        let none = Interval(milliseconds: 0)
        #expect(fault { $0.rhythm.first = none } == .rhythm)
        #expect(fault { $0.rhythm.calm = none } == .rhythm)
        #expect(fault { $0.rhythm.longest = Interval(milliseconds: 299_999) } == .rhythm)
        #expect(fault { $0.thresholds.winsWarning = $0.thresholds.winsCritical } == nil)
        #expect(fault { $0.thresholds.winsCritical = .whole } == .winsOutOfOrder)
        #expect(fault { $0.thresholds.reserve = .whole } == nil)
        #expect(
            fault { $0.thresholds.reserve = BasisPoints(millionths: 9_999_999_999) }
                == .reserveBelowWhole
        )
        #expect(fault { $0.thresholds.outOfParity = 0 } == .parityOfNone)
        #expect(AlertLevel.notice < .warning && AlertLevel.warning < .critical)
    }

    @Test func `how far capital stands below its peak is known once it was looked at`() throws {
        var breakers = try Breakers()
        #expect(breakers.fall == nil)
        for equity in [1_000, 1_100, 985] as [Int64] {
            _ = breakers.take(.equity(Worth(equity), capital: Worth(1_000)), at: .start)
        }
        let fall = try #require(breakers.fall)
        #expect(fall.by == Worth(115) && fall.from == Worth(1_100))
        #expect(fall.exceeds(try BasisPoints("10 %")))
        #expect(!fall.exceeds(try BasisPoints("11 %")))
        // What is not known changes nothing.
        _ = breakers.take(.equity(nil, capital: Worth(1_000)), at: .start)
        #expect(breakers.fall == fall)
    }
}
