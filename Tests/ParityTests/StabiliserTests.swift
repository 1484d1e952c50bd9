import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// Small trades that hold one pool at its anchor.
@Suite struct StabiliserTests {
    private func assess(
        pushed: Int,
        anchor: Reading<Price>? = nil,
        _ change: (inout Fixture, inout StabiliserParameters, inout StabiliserStanding) -> Void = {
            _,
            _,
            _ in
        }
    ) throws -> (assessment: NudgeAssessment, market: Market) {
        var fixture = Fixture()
        fixture.first.pushed = pushed
        var parameters = StabiliserParameters()
        var standing = StabiliserStanding(
            base: .known(100_000_000_000),
            quote: .known(100_000_000_000)
        )
        change(&fixture, &parameters, &standing)
        let stabiliser = Stabiliser(
            name: "peg",
            place: try fixture.place(fixture.first),
            anchor: .prices,
            parameters: parameters
        )
        let one = try #require(Price(numerator: 1, denominator: 1))
        let assessment = stabiliser.assess(
            try fixture.scene(),
            anchor: anchor ?? .known(one),
            standing
        )
        let venue = try fixture.venue(fixture.first)
        return (assessment, try Market(venue, baseDecimals: 6, quoteDecimals: 6))
    }

    private func nudge(_ assessment: NudgeAssessment) throws -> Nudge {
        guard case .trade(let nudge) = assessment.verdict else {
            Issue.record("\(assessment.verdict)")
            throw Missing()
        }
        return nudge
    }

    private struct Missing: Error {}

    @Test func `below the threshold the peg holds by itself`() throws {
        #expect(try assess(pushed: 2_000).assessment.verdict == .atPeg)
    }

    /// 250 a basis point: ten basis points are 2,500.
    @Test func `the size is the gain times the deviation`() throws {
        let (assessment, _) = try assess(pushed: 10_000)
        let deviation = try #require(assessment.deviation)
        let nudge = try nudge(assessment)
        #expect(!nudge.sellsBase)
        #expect(nudge.leg.amountIn == UInt256(deviation.millionths) * 250)
    }

    @Test func `a dear pool is sold into, a cheap one bought from, and neither past the anchor`()
        throws
    {
        for pushed in [-40_000, -8_000, 8_000, 40_000] {
            var (assessment, market) = try assess(pushed: pushed) { _, parameters, _ in
                parameters.gain = Worth(100_000)
                parameters.most = Worth(1_000_000)
            }
            let nudge = try nudge(assessment)
            #expect(nudge.sellsBase == (pushed < 0))
            let one = try #require(Price(numerator: 1, denominator: 1))
            let before = Deviation(of: one, from: try market.price())
            _ = try market.sell(nudge.leg.amountIn, of: nudge.sellsBase ? .base : .quote)
            let after = Deviation(of: one, from: try market.price())
            #expect(after.share < BasisPoints(millionths: 1_000))
            #expect(before.share > after.share)
        }
    }

    @Test func `its bucket, its cap and its day are limits by name`() throws {
        func binding(_ assessment: NudgeAssessment) -> Rule? {
            assessment.checks.first { $0.isBinding }?.rule
        }
        let bucket = try assess(pushed: 20_000) { $2.quote = .known(60_000_000) }.assessment
        #expect(binding(bucket) == .quoteInventory)
        let cap = try assess(pushed: 20_000) { _, parameters, _ in
            parameters.most = Worth(100)
        }.assessment
        #expect(binding(cap) == .mostPerTrade)
        // Where the fee eats more than the deviation gives, holding the peg costs something.
        let day = try assess(pushed: 20_000) { fixture, _, standing in
            fixture.first.fee = 3_000_000_000_000_000
            standing.costToday = Worth(1_000)
        }.assessment
        #expect(day.verdict == .hold(.subsidyPerDay, subject: ""))
    }

    @Test func `an unknown anchor, an unknown bucket and a toxic deviation hold`() throws {
        let anchor = try assess(pushed: 20_000, anchor: .unknown(.disputed)).assessment
        #expect(anchor.verdict == .hold(.referencePrice, subject: "the anchor"))
        let bucket = try assess(pushed: 20_000) { $2.quote = .unknown(.reverted) }.assessment
        #expect(bucket.verdict == .hold(.inventoryKnown, subject: "USDC"))
        let toxic = try assess(pushed: 400_000).assessment
        #expect(toxic.verdict == .hold(.toxic, subject: ""))
        let stale = try assess(pushed: 20_000) { fixture, _, _ in fixture.first.age = 11_000 }
        #expect(stale.assessment.verdict == .hold(.headAge, subject: "Chain 138"))
    }

    @Test func `a verdict comes back from its bytes`() throws {
        for pushed in [0, 20_000, -400_000] {
            let assessment = try assess(pushed: pushed).assessment
            let bytes = assessment.canonicalBytes
            #expect(try NudgeAssessment(canonicalBytes: bytes) == assessment)
        }
    }
}
