import Hashing
import Routes
import Testing
import Vocabulary
import Watch

/// An endpoint that has lied, and what it takes until it counts like the others again.
@Suite struct ParoleTests {
    private let hour = EndpointScore.afterALie.milliseconds

    private func at(_ milliseconds: UInt64) -> Instant { Instant(milliseconds: milliseconds) }

    /// As many blocks as asked for, each said as others say it.
    private func concur(
        _ score: inout EndpointScore,
        _ blocks: Range<UInt64>,
        at milliseconds: UInt64
    ) {
        for block in blocks { score.concurred(at: block, now: at(milliseconds)) }
    }

    @Test func `time alone makes no lie good, and nothing said in the first hour does`() {
        var score = EndpointScore()
        score.lied(at: at(0))
        concur(&score, 0..<1_000, at: hour - 1)
        #expect(score.lies == 1 && score.amends == 0 && !score.isOnParole(at: at(hour - 1)))
        #expect(score.isOnParole(at: at(hour)))
        #expect(score.lies == 1)
        score.answered(after: Interval(milliseconds: 5))
        #expect(score.isOnParole(at: at(hour * 100)))
    }

    @Test func `each block counts once, and the last one needed makes it honest`() {
        var score = EndpointScore()
        score.lied(at: at(0))
        for _ in 0..<3 { concur(&score, 1..<EndpointScore.fewestAmends, at: hour) }
        #expect(score.amends == EndpointScore.fewestAmends - 1 && score.lies == 1)
        // An older one is of no use.
        score.concurred(at: 5, now: at(hour))
        #expect(score.lies == 1)
        score.concurred(at: EndpointScore.fewestAmends, now: at(hour))
        #expect(score.lies == 0 && score.amends == 0 && !score.isOnParole(at: at(hour)))
        // Honest again, it is counted no more.
        concur(&score, 1_000..<1_010, at: hour)
        #expect(score.amends == 0)
    }

    @Test func `a lie on parole begins the hour and the count anew`() {
        var score = EndpointScore()
        score.lied(at: at(0))
        concur(&score, 0..<200, at: hour)
        #expect(score.amends == 200)
        score.lied(at: at(hour + 1))
        #expect(score.amends == 0 && score.lies == 2)
        #expect(!score.isOnParole(at: at(2 * hour)))
        #expect(score.isOnParole(at: at(2 * hour + 1)))
    }

    @Test func `after each pardon it takes twice as many, up to the most`() {
        var score = EndpointScore()
        var (now, block, needed) = (0 as UInt64, 0 as UInt64, [UInt64]())
        for _ in 0..<9 {
            score.lied(at: at(now))
            now += hour
            var count: UInt64 = 0
            while score.lies > 0 {
                block += 1
                count += 1
                score.concurred(at: block, now: at(now))
            }
            needed.append(count)
        }
        #expect(
            needed == [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 16_384, 16_384]
        )
    }

    @Test func `agreement in a quorum, late agreement and a word on parole all count`() throws {
        let genesis = BlockHash(Keccak256.hash("genesis"))
        let chain = Chain(
            id: try #require(ChainID(138)),
            name: "Chain 138",
            blockInterval: Interval(milliseconds: 2_000),
            finality: .depth(2),
            nativePrice: .fixed(nil)
        )
        var watch = ChainWatch(chain, endpoints: 3)
        for endpoint in 0..<2 { _ = watch.identify(endpoint, chainID: 138, genesis: genesis) }
        let said = Keccak256.hash("said")
        for endpoint in [1, 2] {
            watch.settle(.agreed(said, with: [0, 1], against: [endpoint]), block: 1, at: at(0))
        }
        #expect(watch.paroled(at: at(hour - 1)) == [])
        // Who has not said which chain it is of is asked nothing.
        #expect(watch.paroled(at: at(hour)) == [1])
        watch.settle(.agreed(said, with: [0, 1], against: []), block: 2, at: at(hour))
        watch.settle(.late(endpoint: 1, agrees: true), block: 3, at: at(hour))
        watch.hear(1, agrees: true, block: 4, at: at(hour))
        #expect(watch.scores.map(\.amends) == [0, 3, 0])
        watch.hear(1, agrees: false, block: 5, at: at(hour))
        #expect(watch.scores.map(\.lies) == [0, 2, 1] && watch.scores[1].amends == 0)
        #expect(watch.paroled(at: at(hour)) == [])
    }
}
