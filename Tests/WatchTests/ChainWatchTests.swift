import Ethereum
import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Vocabulary
import Watch

@Suite struct ChainWatchTests {
    private let genesis = BlockHash(Keccak256.hash("genesis"))
    private let now = Instant(milliseconds: 1_000_000)
    private let soon = Interval(milliseconds: 40)

    private func chain(_ finality: Chain.Finality) throws -> Chain {
        Chain(
            id: try #require(ChainID(138)),
            name: "Chain 138",
            blockInterval: Interval(milliseconds: 2_000),
            finality: finality,
            nativePrice: .fixed(nil)
        )
    }

    private func watch(
        _ finality: Chain.Finality = .depth(2),
        endpoints: Int = 2
    ) throws -> ChainWatch {
        var watch = ChainWatch(try chain(finality), endpoints: endpoints)
        for endpoint in 0..<endpoints {
            _ = watch.identify(endpoint, chainID: 138, genesis: genesis)
        }
        return watch
    }

    @Test func `nothing is believed of an endpoint that has not said which chain it is of`() throws
    {
        var watch = ChainWatch(try chain(.depth(2)), endpoints: 2)
        #expect(!watch.isTrusted)
        let head = block(5, "a", on: "a")
        #expect(watch.take(head, from: 0, after: soon, now: now) == .nothing)
        _ = watch.identify(0, chainID: 138, genesis: genesis)
        #expect(watch.isTrusted)
        #expect(watch.take(head, from: 0, after: soon, now: now) == .head(head, rewindTo: nil))
        #expect(watch.preferred(at: now) == [0])
    }

    @Test func `another chain or another genesis halts`() throws {
        var watch = ChainWatch(try chain(.depth(2)), endpoints: 2)
        let wrong = ChainFault.wrongChain(expected: try #require(ChainID(138)), found: 1)
        #expect(watch.identify(0, chainID: 1, genesis: genesis) == .halted(wrong))
        var pinned = ChainWatch(try chain(.depth(2)), endpoints: 2, genesis: genesis)
        let other = BlockHash(Keccak256.hash("other"))
        #expect(pinned.identify(0, chainID: 138, genesis: other) == .halted(.wrongGenesis))
        var among = ChainWatch(try chain(.depth(2)), endpoints: 2)
        _ = among.identify(0, chainID: 138, genesis: genesis)
        #expect(among.identify(1, chainID: 138, genesis: other) == .halted(.wrongGenesis))
    }

    @Test func `a reorganisation says how far history is void, a missing block is fetched`() throws
    {
        var watch = try watch(.depth(10))
        for number in 1...5 as ClosedRange<UInt64> {
            _ = watch.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
        }
        _ = watch.take(block(5, "b", on: "a"), from: 1, after: soon, now: now)
        let tip = block(6, "b", on: "b")
        #expect(watch.take(tip, from: 1, after: soon, now: now) == .head(tip, rewindTo: 4))
        let far = block(8, "b", on: "b")
        #expect(
            watch.take(far, from: 1, after: soon, now: now)
                == .fetch(block(7, "b", on: "b").hash)
        )
    }

    @Test func `a branch below what is final halts until a person resumes`() throws {
        var watch = try watch(.depth(2))
        for number in 1...5 as ClosedRange<UInt64> {
            _ = watch.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
        }
        for number in 3...5 as ClosedRange<UInt64> {
            let parent = number == 3 ? "a" : "b"
            _ = watch.take(block(number, "b", on: parent), from: 1, after: soon, now: now)
        }
        let outcome = watch.take(block(6, "b", on: "b"), from: 1, after: soon, now: now)
        #expect(outcome == .halted(.finalBlockDropped(3)))
        #expect(!watch.isTrusted)
        #expect(watch.take(block(6, "a", on: "a"), from: 0, after: soon, now: now) == .nothing)
        watch.resume()
        #expect(!watch.isTrusted, "trust is earned anew")
    }

    @Test func `after a dispute the chain is read-only until the endpoints agree for three blocks`()
        throws
    {
        var watch = try watch()
        watch.settle(Quorum.Outcome.disputed([0, 1]), at: now)
        for number in 1...3 as ClosedRange<UInt64> {
            #expect(!watch.isTrusted)
            _ = watch.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
        }
        #expect(watch.isTrusted)
    }

    @Test func `depth and depth by worth are counted in blocks above`() throws {
        let table = [
            Chain.WorthDepth(upTo: Worth(100), blocks: 1),
            Chain.WorthDepth(upTo: Worth(10_000), blocks: 3),
        ]
        var watch = try watch(.depthByWorth(table))
        for number in 1...5 as ClosedRange<UInt64> {
            _ = watch.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
        }
        let finality = watch.finality
        #expect(finality.judge(4, in: watch.headers, worth: Worth(100)) == .final)
        #expect(finality.judge(4, in: watch.headers, worth: Worth(101)) == .needs(blocks: 2))
        #expect(finality.judge(2, in: watch.headers, worth: Worth(1_000_000)) == .final)
        #expect(finality.judge(6, in: watch.headers) == .needs(blocks: 1))
        #expect(finality.newestFinal(in: watch.headers) == 2)
    }

    @Test func `age and skew are measured against the limits`() throws {
        let head = block(5, "a", on: "a", time: 990)
        let fresh = Freshness(
            of: head,
            interval: Interval(milliseconds: 2_000),
            parameters: FreshnessParameters(),
            now: now
        )
        #expect(fresh.isFresh && fresh.age == Interval(milliseconds: 10_000))
        let late = Freshness(
            of: head,
            interval: Interval(milliseconds: 2_000),
            parameters: FreshnessParameters(),
            now: Instant(milliseconds: 1_000_001)
        )
        #expect(!late.isFresh)
        #expect(try Freshness(canonicalBytes: late.canonicalBytes) == late)
        let other = block(5, "a", on: "a", time: 993)
        #expect(Freshness.skew(head, other) == Interval(milliseconds: 3_000))
        #expect(Freshness.skew(other, head) == Interval(milliseconds: 3_000))
    }
}
