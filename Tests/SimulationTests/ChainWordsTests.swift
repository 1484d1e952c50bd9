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
        ] {
            #expect(LogFact.topics.contains(topic))
        }
    }
}
