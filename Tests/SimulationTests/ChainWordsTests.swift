import Contracts
import Ethereum
import Hashing
import Testing

@testable import Simulation

/// What is written out as numbers is what the signatures say.
@Suite struct ChainWordsTests {
    @Test func `every selector is its signature's`() throws {
        for selector in Selector.allCases {
            let expected = try ABISignature(selector.signature).selector
            #expect(Selector(expected) == selector, "\(selector)")
        }
        #expect(Selector([1, 2, 3]) == nil)
        #expect(Selector([0, 0, 0, 0]) == nil)
    }

    @Test func `every topic is one that is read`() {
        for topic in [
            ChainTopic.transfer, ChainTopic.dodoSwap, ChainTopic.pairSwap,
            ChainTopic.concentratedSwap, ChainTopic.exchange, ChainTopic.filled, ChainTopic.sent,
            ChainTopic.locked, ChainTopic.released, ChainTopic.refunded,
        ] {
            #expect(LogFact.topics.contains(topic))
        }
    }

    @Test func `a draw is the seed's, and within its bound`() {
        var generator = SeededGenerator(seed: 1, part: 2)
        var again = SeededGenerator(seed: 1, part: 2)
        var other = SeededGenerator(seed: 1, part: 3)
        var differs = false
        for _ in 0..<1_000 {
            let number = generator.below(10)
            #expect(number < 10)
            #expect(again.below(10) == number)
            if other.below(10) != number { differs = true }
        }
        #expect(differs)
        #expect(generator.below(0) == 0)
    }
}
