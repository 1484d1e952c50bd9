import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Vocabulary
import Watch

/// Blocks for tests: a number and a name make a hash.
func block(_ number: UInt64, _ name: String, on parent: String, time: UInt64? = nil) -> Block {
    Block(
        number: number,
        hash: BlockHash(Keccak256.hash("\(number) \(name)")),
        parent: BlockHash(Keccak256.hash("\(number &- 1) \(parent)")),
        time: Instant(milliseconds: (time ?? min(number, 1 << 40) * 2) * 1_000)
    )
}

@Suite struct HeaderChainTests {
    private func line(_ count: UInt64) -> HeaderChain {
        var chain = HeaderChain()
        for number in 1...count { _ = chain.take(block(number, "a", on: "a")) }
        return chain
    }

    @Test func `the next block grows the line, a known one changes nothing`() {
        var chain = line(3)
        #expect(chain.take(block(4, "a", on: "a")) == .grown(by: 1))
        #expect(chain.take(block(2, "a", on: "a")) == .known)
        #expect(chain.head?.number == 4)
    }

    @Test func `a gap asks for the missing ancestor, and closes when it comes`() {
        var chain = line(3)
        let parent = block(5, "a", on: "a")
        let waiting = chain.take(block(6, "a", on: "a"))
        #expect(waiting == .missing(parent: parent.hash, number: 5))
        #expect(chain.take(parent) == .missing(parent: block(4, "a", on: "a").hash, number: 4))
        #expect(chain.take(block(4, "a", on: "a")) == .grown(by: 3))
        #expect(chain.head?.number == 6)
    }

    @Test func `of two equal branches the first stays; the longer one takes over`() {
        var chain = line(5)
        #expect(chain.take(block(4, "b", on: "a")) == .beside)
        #expect(chain.take(block(5, "b", on: "b")) == .beside)
        #expect(chain.head?.hash == block(5, "a", on: "a").hash)
        let taken = chain.take(block(6, "b", on: "b"))
        #expect(taken == .reorganised(fork: 3, dropped: 2, added: 3))
        #expect(chain.block(4)?.hash == block(4, "b", on: "a").hash)
        // And back again, when the dropped branch becomes the longer one.
        #expect(chain.take(block(6, "a", on: "a")) == .beside)
        #expect(
            chain.take(block(7, "a", on: "a")) == .reorganised(fork: 3, dropped: 3, added: 4)
        )
    }

    @Test func `what is final is never dropped`() {
        var chain = line(5)
        chain.finalise(through: 4)
        for number in 4...5 as ClosedRange<UInt64> {
            _ = chain.take(block(number, "b", on: number == 4 ? "a" : "b"))
        }
        #expect(chain.take(block(6, "b", on: "b")) == .halted(.finalBlockDropped(4)))
        #expect(chain.head?.hash == block(5, "a", on: "a").hash)
    }

    @Test func `a node that answers its genesis is stale, not a reorganisation`() {
        var chain = HeaderChain()
        for number in 1_000...1_010 as ClosedRange<UInt64> {
            _ = chain.take(block(number, "a", on: "a"))
        }
        #expect(chain.take(block(1, "a", on: "a")) == .stale(head: 1_010))
        #expect(chain.head?.number == 1_010)
    }

    @Test func `a line that has just begun may have begun on the wrong block`() {
        var chain = HeaderChain()
        _ = chain.take(block(7, "a", on: "a"))
        #expect(chain.take(block(7, "b", on: "b")) == .beside)
        #expect(
            chain.take(block(8, "b", on: "b")) == .reorganised(fork: 6, dropped: 1, added: 2)
        )
    }

    @Test func `a branch from before everything remembered is a halt`() {
        var chain = line(UInt64(HeaderChain.mostBlocks) + 10)
        let oldest = chain.blocks.first?.number ?? 0
        var outcome = HeaderChain.Outcome.known
        for number in (oldest + 1)...(chain.head?.number ?? 0) + 1 {
            outcome = chain.take(block(number, "b", on: "b"))
            if case .halted = outcome { break }
        }
        #expect(outcome == .halted(.deeperThanKnown(oldest)))
    }

    @Test func `one foreign header stops nothing, however deep it would cut`() {
        var chain = line(20)
        chain.finalise(through: 10)
        #expect(chain.take(block(1, "x", on: "x")) == .foreign(anchor: 10))
        #expect(chain.take(block(2, "x", on: "x")) == .foreign(anchor: 10))
        #expect(chain.take(block(9, "x", on: "x")) == .foreign(anchor: 10))
        #expect(chain.take(block(11, "x", on: "x")) == .foreign(anchor: 10))
        #expect(chain.take(block(12, "x", on: "x")) == .foreign(anchor: 10))
        #expect(chain.take(block(21, "a", on: "a")) == .grown(by: 1))
        var full = line(UInt64(HeaderChain.mostBlocks) + 10)
        #expect(full.take(block(10, "x", on: "x")) == .stale(head: 266))
        #expect(full.take(block(11, "x", on: "x")) == .foreign(anchor: 11))
        #expect(full.take(block(12, "x", on: "x")) == .foreign(anchor: 11))
    }

    @Test func `numbers that contradict are refused and stop nothing`() {
        var chain = line(5)
        let parent = block(5, "a", on: "a").hash
        let wrong = Block(
            number: 8,
            hash: BlockHash(Keccak256.hash("wrong")),
            parent: parent,
            time: Instant(milliseconds: 20_000)
        )
        #expect(chain.take(wrong) == .misnumbered)
        #expect(chain.take(block(6, "a", on: "a")) == .grown(by: 1))
    }

    @Test func `a gap wider than the ring is not backfilled: the line restarts or stays`() {
        var chain = line(3)
        chain.finalise(through: 2)
        #expect(chain.take(block(259, "a", on: "a")) != .beyond(head: 3))
        let far = block(260, "a", on: "a")
        #expect(chain.take(far) == .beyond(head: 3))
        #expect(chain.head?.number == 3)
        chain.restart(at: far)
        #expect(chain.blocks == [far] && chain.final == nil)
        #expect(chain.take(block(261, "a", on: "a")) == .grown(by: 1))
    }

    @Test func `the widest gap closes though the room beside the line is full`() {
        var chain = line(3)
        for sibling in 0..<100 as Range<UInt64> {
            _ = chain.take(block(259 - sibling, "x", on: "y"))
        }
        var asked = 0
        var next = block(259, "a", on: "a")
        while case .missing(let parent, let number) = chain.take(next), asked < 300 {
            next = block(number, "a", on: "a")
            #expect(next.hash == parent)
            asked += 1
        }
        #expect(asked == 255)
        #expect(chain.head == block(209, "a", on: "a"))
        // The highest had to go to make room, and are asked for again.
        for number in 4...259 as ClosedRange<UInt64> {
            _ = chain.take(block(number, "a", on: "a"))
        }
        #expect(chain.head == block(259, "a", on: "a"))
    }

    @Test func `no number traps`() {
        let numbers: [UInt64] = [0, 1, 2, 1 << 63, .max - 1, .max]
        for first in numbers {
            for second in numbers {
                for third in numbers {
                    var chain = HeaderChain()
                    for (name, number) in [("a", first), ("b", second), ("b", third)] {
                        _ = chain.take(block(number, name, on: name))
                        chain.finalise(through: number)
                        _ = chain.take(block(number, "c", on: name))
                        _ = chain.take(block(number &+ 1, "d", on: name))
                    }
                    #expect(chain.head != nil)
                }
            }
        }
    }

    @Test func `a line that begins anew leaves nothing of the old one`() {
        var chain = HeaderChain()
        _ = chain.take(block(7, "a", on: "a"))
        #expect(
            chain.take(block(8, "b", on: "b")) == .reorganised(fork: 6, dropped: 1, added: 1)
        )
        // And back, when the first was right after all.
        var other = HeaderChain()
        for number in 7...8 as ClosedRange<UInt64> {
            _ = other.take(block(number, "a", on: "a"))
        }
        _ = other.take(block(8, "b", on: "b"))
        let taken = other.take(block(9, "b", on: "b"))
        #expect(taken == .reorganised(fork: 6, dropped: 2, added: 2))
        _ = other.take(block(9, "a", on: "a"))
        let back = other.take(block(10, "a", on: "a"))
        #expect(back == .reorganised(fork: 7, dropped: 2, added: 3))
    }

    @Test func `a header that claims another's hash does not keep it out`() {
        var chain = line(3)
        let true5 = block(5, "a", on: "a")
        let false5 = Block(
            number: 5,
            hash: true5.hash,
            parent: BlockHash(Keccak256.hash("nowhere")),
            time: true5.time
        )
        _ = chain.take(false5)
        _ = chain.take(block(6, "a", on: "a"))
        _ = chain.take(true5)
        #expect(chain.take(block(4, "a", on: "a")) == .grown(by: 3))
    }

    @Test func `a block before its parent's time never counts, whichever comes first`() {
        let parent = block(4, "a", on: "a")
        let early = block(5, "a", on: "a", time: 7)
        let later = block(6, "a", on: "a")
        for order in [
            [parent, early, later], [early, parent, later], [later, early, parent],
            [early, later, parent],
        ] {
            var chain = line(3)
            for block in order { _ = chain.take(block) }
            #expect(chain.head == parent)
        }
        var waiting = line(3)
        _ = waiting.take(block(5, "b", on: "a"))
        _ = waiting.take(block(4, "a", on: "a", time: 60))
        #expect(waiting.head?.number == 4)
    }

    @Test func `a line goes on from the final block it remembers`() {
        var chain = HeaderChain(onFinal: block(9, "a", on: "a"))
        #expect(chain.final == 9)
        let missing = chain.take(block(11, "a", on: "a"))
        #expect(missing == .missing(parent: block(10, "a", on: "a").hash, number: 10))
        #expect(chain.take(block(10, "b", on: "b")) == .foreign(anchor: 9))
        #expect(chain.take(block(11, "b", on: "b")) == .halted(.finalBlockDropped(9)))
    }

    @Test func `time that goes back is named`() {
        var chain = line(3)
        #expect(chain.take(block(4, "a", on: "a", time: 1)) == .timeWentBack)
        #expect(chain.head?.number == 3)
    }

    /// Trees of blocks in any order, with doubles: the line ends where a reader who sees everything says the
    /// longest chain ends, and stands in a row.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `whatever the order, the longest branch wins`(seed: UInt64) {
        var chance = Chance(seed: seed)
        var tree = [block(1, "0", on: "root")]
        var names = [(number: UInt64(1), name: "0")]
        for index in 1..<60 {
            let parent = names[names.count - 1 - Int(chance.next() % UInt64(min(names.count, 4)))]
            tree.append(block(parent.number + 1, "\(index)", on: parent.name))
            names.append((parent.number + 1, "\(index)"))
        }
        var chain = HeaderChain()
        _ = chain.take(tree[0])
        var pending = Array(tree.dropFirst())
        pending += pending.prefix(20)
        pending.shuffle(using: &chance)
        for block in pending {
            if case .halted(let fault) = chain.take(block) {
                Issue.record("seed \(seed): \(fault)")
            }
        }
        #expect(chain.head?.number == tree.map(\.number).max(), "seed \(seed)")
        for (parent, child) in zip(chain.blocks, chain.blocks.dropFirst()) {
            #expect(child.parent == parent.hash && child.number == parent.number + 1)
        }
    }

    @Test func `the same blocks in the same order give the same line`() {
        var chance = Chance(seed: 9)
        let blocks = (0..<200).map { index in
            let number = 1 + chance.next() % 40
            return block(number, "\(chance.next() % 3)", on: "\(chance.next() % 3)")
        }
        var (one, other) = (HeaderChain(), HeaderChain())
        for block in blocks {
            let (first, second) = (one.take(block), other.take(block))
            #expect(first == second)
        }
        #expect(one == other)
    }
}
