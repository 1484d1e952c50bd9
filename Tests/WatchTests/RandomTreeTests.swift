import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Vocabulary
import Watch

/// Random trees in random order, with doubles and with an endpoint that lies.
@Suite struct RandomTreeTests {
    private static let depth: UInt64 = 6

    /// Forks of honest blocks, none of them deep; the longest branch is alone in its length.
    private func honestTree(_ chance: inout Chance) -> [Block] {
        var tree = [block(10, "0", on: "root")]
        var names = [(number: UInt64(10), name: "0")]
        for index in 1..<80 {
            let back = Int(chance.next() % UInt64(min(names.count, 3)))
            let parent = names[names.count - 1 - back]
            tree.append(block(parent.number + 1, "\(index)", on: parent.name))
            names.append((parent.number + 1, "\(index)"))
        }
        let highest = names.map(\.number).max() ?? 0
        let tip = names.first { $0.number == highest }
        tree.append(block(highest + 1, "tip", on: tip?.name ?? ""))
        return tree
    }

    /// Blocks of a branch that nobody else knows, with a hole at every third: it never gets long.
    private func foreignBlocks(_ chance: inout Chance, highest: UInt64) -> [Block] {
        (0..<60).map { index in
            let number = 5 + chance.next() % (highest + 40)
            let taken = number % 3 == 0 ? number + 1 : number
            return block(taken, "lie \(chance.next() % 3)", on: "lie \(chance.next() % 4)")
        }
    }

    /// The tip of the longest row of blocks above the first, found by looking at everything.
    private func naiveHead(_ blocks: [Block]) -> Block {
        var reached = [blocks[0]]
        for block in blocks.sorted(by: { $0.number < $1.number }) {
            let stands = reached.contains {
                $0.hash == block.parent && $0.number + 1 == block.number
            }
            if stands { reached.append(block) }
        }
        return reached.reduce(blocks[0]) { $1.number > $0.number ? $1 : $0 }
    }

    @Test(arguments: 0..<80 as Range<UInt64>)
    func `a liar drops nothing that is final and moves no head`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let honest = honestTree(&chance)
        let highest = honest.map(\.number).max() ?? 0
        // Nearly in order, as a network delivers: a block is at most a few places late.
        var stream = Array(honest.dropFirst())
        for place in stream.indices.dropLast(3) where chance.next() % 2 == 0 {
            stream.swapAt(place, place + Int(chance.next() % 4))
        }
        for _ in 0..<30 {
            let copied = stream[Int(chance.next() % UInt64(stream.count))]
            stream.insert(copied, at: Int(chance.next() % UInt64(stream.count)))
        }
        for lie in foreignBlocks(&chance, highest: highest) {
            stream.insert(lie, at: Int(chance.next() % UInt64(stream.count)))
        }
        var chain = HeaderChain()
        _ = chain.take(honest[0])
        var finals: [Block] = []
        for block in stream {
            if case .halted(let fault) = chain.take(block) {
                Issue.record("seed \(seed): \(fault)")
            }
            if let head = chain.head, head.number >= 10 + Self.depth + 20 {
                chain.finalise(through: head.number - Self.depth - 20)
            }
            if let final = chain.final.flatMap({ chain.block($0) }), final != finals.last {
                finals.append(final)
            }
            for final in finals { #expect(chain.block(final.number) == final, "seed \(seed)") }
        }
        // What came late and was missed is delivered once more, as it is when asked for.
        for block in honest.sorted(by: { $0.number < $1.number }) { _ = chain.take(block) }
        #expect(chain.head == naiveHead(honest), "seed \(seed)")
    }

    /// The same with endpoints: the honest one is followed, whatever the other says.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `one endpoint that lies stops no chain and is found out`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let honest = honestTree(&chance)
        let highest = honest.map(\.number).max() ?? 0
        let lies = foreignBlocks(&chance, highest: highest)
        let chain = Chain(
            id: try #require(ChainID(138)),
            name: "Chain 138",
            blockInterval: Interval(milliseconds: 2_000),
            finality: .depth(12),
            nativePrice: .fixed(nil)
        )
        var watch = ChainWatch(chain, endpoints: 2)
        let genesis = BlockHash(Keccak256.hash("genesis"))
        for endpoint in 0..<2 { _ = watch.identify(endpoint, chainID: 138, genesis: genesis) }
        let soon = Interval(milliseconds: 40)
        for (index, block) in honest.enumerated() {
            let now = Instant(milliseconds: block.time.milliseconds + 1_000)
            _ = watch.take(block, from: 0, after: soon, now: now)
            let final = watch.memory.final
            var lie = lies[index % lies.count]
            switch chance.next() % 4 {
            case 0: lie = WatchTests.block(.max - UInt64(index), "far", on: "far", time: 1)
            case 1: lie = WatchTests.block(block.number + 1, "late", on: "x", time: .max / 1_000)
            default: break
            }
            let outcome = watch.take(lie, from: 1, after: soon, now: now)
            if case .head = outcome { Issue.record("seed \(seed): \(lie)") }
            #expect(watch.fault == nil && watch.memory.final == final, "seed \(seed)")
        }
        #expect(watch.headers.head == naiveHead(honest), "seed \(seed)")
        #expect(watch.isTrusted)
        #expect(watch.scores[0].lies == 0 && watch.scores[1].lies > 0, "seed \(seed)")
        #expect(watch.preferred(at: Instant(milliseconds: 1_000_000)) == [0])
    }

    /// Whatever anybody sends: what was final stays in its place, or there is a halt.
    @Test(arguments: 0..<80 as Range<UInt64>)
    func `nothing final is dropped without a halt`(seed: UInt64) {
        var chance = Chance(seed: seed)
        var chain = HeaderChain()
        var final: Block?
        for _ in 0..<600 {
            let around = chain.head?.number ?? 20
            let number = around &- 12 &+ chance.next() % 16
            let time = chance.next() % 40 == 0 ? around : nil
            let name = "\(chance.next() % 3)"
            let parent = chance.next() % 4 == 0 ? "\(chance.next() % 3)" : name
            if case .halted = chain.take(block(number, name, on: parent, time: time)) { return }
            if let final { #expect(chain.block(final.number) == final, "seed \(seed)") }
            for (parent, child) in zip(chain.blocks, chain.blocks.dropFirst()) {
                #expect(child.parent == parent.hash && child.number == parent.number + 1)
                #expect(child.time >= parent.time)
            }
            if let head = chain.head, head.number > Self.depth {
                chain.finalise(through: head.number - Self.depth)
            }
            final = chain.final.flatMap { chain.block($0) }
        }
    }

    /// Which of a set of blocks are on the line in the end is settled by the blocks, not by their order.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `times that go back end a branch in every order`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let honest = honestTree(&chance)
        let broken = honest.map { block in
            guard chance.next() % 12 == 0, block.number > 10 else { return block }
            return Block(
                number: block.number,
                hash: block.hash,
                parent: block.parent,
                time: Instant(milliseconds: 1)
            )
        }
        var heads: [UInt64?] = []
        for _ in 0..<4 {
            var chain = HeaderChain()
            _ = chain.take(broken[0])
            for block in broken.dropFirst().shuffled(using: &chance) { _ = chain.take(block) }
            heads.append(chain.head?.number)
        }
        #expect(Set(heads).count == 1, "seed \(seed)")
    }
}
