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

    private let agreed = Quorum.Outcome.agreed(Keccak256.hash("yes"), with: [0, 1], against: [])

    @Test func `after a dispute trust returns by agreement at three blocks, never by blocks alone`()
        throws
    {
        var watch = try watch()
        _ = watch.take(block(1, "a", on: "a"), from: 0, after: soon, now: now)
        watch.settle(.disputed([0, 1]), block: 1, at: now)
        for number in 2...9 as ClosedRange<UInt64> {
            _ = watch.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
        }
        #expect(!watch.isTrusted)
        let yes = Keccak256.hash("yes")
        watch.settle(agreed, block: 1, at: now)
        watch.settle(agreed, block: 100, at: now)
        watch.settle(agreed, block: 6, at: now)
        watch.settle(agreed, block: 6, at: now)
        watch.settle(.alone(yes, endpoint: 0), block: 7, at: now)
        watch.settle(.unknown, block: 7, at: now)
        watch.settle(agreed, block: 8, at: now)
        #expect(!watch.isTrusted)
        watch.settle(agreed, block: 9, at: now)
        #expect(watch.isTrusted)
    }

    @Test func `a single endpoint earns trust back alone`() throws {
        var watch = try watch(endpoints: 1)
        watch.resume()
        for number in 1...3 as ClosedRange<UInt64> {
            #expect(!watch.isTrusted)
            _ = watch.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
            let alone = Quorum.Outcome.alone(Keccak256.hash("yes"), endpoint: 0)
            watch.settle(alone, block: number, at: now)
        }
        #expect(watch.isTrusted)
    }

    @Test func `who answers late and otherwise has lied`() throws {
        var watch = try watch()
        watch.settle(.late(endpoint: 1, agrees: true), block: 1, at: now)
        watch.settle(.late(endpoint: 1, agrees: nil), block: 1, at: now)
        watch.settle(.late(endpoint: 9, agrees: false), block: 1, at: now)
        #expect(watch.scores.map(\.lies) == [0, 0])
        watch.settle(.late(endpoint: 1, agrees: false), block: 1, at: now)
        #expect(watch.scores.map(\.lies) == [0, 1])
    }

    @Test func `a head from the future is refused, and later ones are not poisoned`() throws {
        var watch = try watch()
        _ = watch.take(block(5, "a", on: "a"), from: 0, after: soon, now: now)
        let future = block(6, "x", on: "a", time: 1_016)
        let outcome = watch.take(future, from: 1, after: soon, now: now)
        #expect(outcome == .ahead(endpoint: 1))
        #expect(watch.scores[1].failuresInARow == 1)
        let edge = block(6, "a", on: "a", time: 1_015)
        #expect(watch.take(edge, from: 0, after: soon, now: now) == .head(edge, rewindTo: nil))
    }

    @Test func `a foreign header is a lie that stops nothing`() throws {
        var watch = try watch(.depth(2))
        for number in 1...9 as ClosedRange<UInt64> {
            _ = watch.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
        }
        for number in 1...8 as ClosedRange<UInt64> {
            let foreign = block(number, "x", on: "x")
            let outcome = watch.take(foreign, from: 1, after: soon, now: now)
            #expect(outcome == .behind(endpoint: 1))
        }
        #expect(watch.scores.map(\.lies) == [0, 8])
        #expect(watch.isTrusted)
        #expect(watch.preferred(at: now) == [0])
    }

    @Test func `beyond the ring the line restarts once two endpoints know the block`() throws {
        var watch = try watch(.depth(2))
        for number in 1...9 as ClosedRange<UInt64> {
            _ = watch.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
        }
        let lie = block(300, "x", on: "x")
        let asked = ChainWatch.Outcome.confirm(lie.hash, besides: 1)
        #expect(watch.take(lie, from: 1, after: soon, now: now) == asked)
        #expect(watch.take(lie, from: 1, after: soon, now: now) == asked)
        let far = block(400, "a", on: "a")
        #expect(
            watch.take(far, from: 0, after: soon, now: now) == .confirm(far.hash, besides: 0)
        )
        #expect(watch.headers.head?.number == 9)
        let next = block(401, "a", on: "a")
        #expect(watch.take(next, from: 1, after: soon, now: now) == .head(next, rewindTo: 7))
        #expect(watch.headers.blocks == [next])
        #expect(watch.memory.final == block(7, "a", on: "a"), "until the new line has its own")
        var alone = try self.watch(endpoints: 1)
        _ = alone.take(block(1, "a", on: "a"), from: 0, after: soon, now: now)
        #expect(alone.take(far, from: 0, after: soon, now: now) == .head(far, rewindTo: 0))
    }

    @Test func `a made-up number at the start does not keep the chain out`() throws {
        var watch = try watch(endpoints: 3)
        let lie = block(.max, "x", on: "x", time: 1_000)
        _ = watch.take(lie, from: 2, after: soon, now: now)
        let head = block(400, "a", on: "a")
        _ = watch.take(head, from: 0, after: soon, now: now)
        #expect(watch.take(head, from: 1, after: soon, now: now) == .head(head, rewindTo: 0))
    }

    @Test func `nodes that synchronise do not take over a line that two endpoints know`() throws {
        var watch = try watch(.depth(64), endpoints: 4)
        let head = block(400, "a", on: "a")
        _ = watch.take(head, from: 0, after: soon, now: now)
        _ = watch.take(head, from: 1, after: soon, now: now)
        let old = block(3, "a", on: "a")
        for endpoint in 2...3 {
            let outcome = watch.take(old, from: endpoint, after: soon, now: now)
            #expect(outcome == .behind(endpoint: endpoint))
        }
        #expect(watch.scores[3].lag == 397 && watch.scores[3].lies == 0)
    }

    @Test func `an ancestor that was asked for says nothing of its endpoint's lag`() throws {
        var watch = try watch()
        _ = watch.take(block(1, "a", on: "a"), from: 0, after: soon, now: now)
        _ = watch.take(block(4, "a", on: "a"), from: 1, after: soon, now: now)
        _ = watch.take(block(3, "a", on: "a"), from: 1, after: soon, now: now)
        _ = watch.take(block(2, "a", on: "a"), from: 1, after: soon, now: now)
        #expect(watch.headers.head?.number == 4)
        _ = watch.take(block(2, "a", on: "a"), from: 1, after: soon, now: now)
        #expect(watch.scores[1].lag == 0)
        _ = watch.take(block(1, "a", on: "a"), from: 0, after: soon, now: now)
        #expect(watch.scores[0].lag == 3)
    }

    @Test func `a restart remembers the fault and what was final`() throws {
        var first = try watch(.depth(2))
        for number in 1...5 as ClosedRange<UInt64> {
            _ = first.take(block(number, "a", on: "a"), from: 0, after: soon, now: now)
        }
        #expect(first.memory == ChainMemory(final: block(3, "a", on: "a")))
        let memory = try ChainMemory(canonicalBytes: first.memory.canonicalBytes)
        var second = ChainWatch(try chain(.depth(2)), endpoints: 2, remembering: memory)
        for endpoint in 0..<2 { _ = second.identify(endpoint, chainID: 138, genesis: genesis) }
        #expect(second.finality.judge(3, in: second.headers).isFinal)
        let foreign = block(4, "x", on: "x")
        let refused = second.take(foreign, from: 1, after: soon, now: now)
        #expect(refused == .behind(endpoint: 1))
        _ = second.take(block(6, "a", on: "a"), from: 0, after: soon, now: now)
        _ = second.take(block(5, "a", on: "a"), from: 0, after: soon, now: now)
        let closing = second.take(block(4, "a", on: "a"), from: 0, after: soon, now: now)
        #expect(closing == .head(block(6, "a", on: "a"), rewindTo: nil))
        #expect(second.memory.final?.number == 4)

        _ = second.identify(1, chainID: 7, genesis: genesis)
        let halted = second.memory
        #expect(halted.fault != nil)
        var third = ChainWatch(try chain(.depth(2)), endpoints: 1, remembering: halted)
        #expect(third.identify(0, chainID: 138, genesis: genesis) == .nothing)
        #expect(!third.isTrusted && third.fault == halted.fault)
        third.resume()
        #expect(third.memory == ChainMemory())
    }

    @Test func `every fault has its canonical form, and other bytes have none`() throws {
        let faults: [ChainFault] = [
            .finalBlockDropped(7), .deeperThanKnown(.max), .sealedTwice(0),
            .wrongChain(expected: try #require(ChainID(138)), found: 1), .wrongGenesis,
        ]
        for fault in faults {
            #expect(try ChainFault(canonicalBytes: fault.canonicalBytes) == fault)
            let memory = ChainMemory(final: block(3, "a", on: "a"), fault: fault)
            #expect(try ChainMemory(canonicalBytes: memory.canonicalBytes) == memory)
        }
        #expect(ChainFault.wrongGenesis.canonicalJSON == "\"wrongGenesis\"")
        #expect(throws: CanonicalError.self) { try ChainFault(canonicalBytes: [1, 5]) }
    }

    @Test func `no number of endpoints and no number of a block traps`() throws {
        for endpoints in [-1, 0, 1, 100] {
            var watch = ChainWatch(try chain(.depth(.max)), endpoints: endpoints)
            _ = watch.identify(0, chainID: 138, genesis: genesis)
            for number in [.max, 0, 1, .max - 1] as [UInt64] {
                let taken = block(number, "a", on: "a", time: 1)
                _ = watch.take(taken, from: 0, after: Interval(milliseconds: .max), now: now)
                watch.settle(agreed, block: number, at: now)
            }
            #expect(watch.fault == nil)
        }
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
