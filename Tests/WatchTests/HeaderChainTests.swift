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
        parent: BlockHash(Keccak256.hash("\(number - 1) \(parent)")),
        time: Instant(milliseconds: (time ?? number * 2) * 1_000)
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
        let oldest = chain.blocks[0].number
        var outcome = HeaderChain.Outcome.known
        for number in (oldest + 1)...(chain.head?.number ?? 0) + 1 {
            outcome = chain.take(block(number, "b", on: "b"))
            if case .halted = outcome { break }
        }
        #expect(outcome == .halted(.deeperThanKnown(oldest)))
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
