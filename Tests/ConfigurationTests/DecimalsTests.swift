import Configuration
import Testing
import Vocabulary

/// A token whose contract answers a wrong number of decimals, and a file that knows.
struct DecimalsTests {
    @Test func `what a contract is known to answer is no decimal of the token`() throws {
        let text = Sample.text.replacing(
            "cXAUC: {address: \"0x290E52a8819A4fbD0714E517225429aA2B70EC6b\", decimals: 6}",
            with: "cXAUC: {address: \"0x290E52a8819A4fbD0714E517225429aA2B70EC6b\", decimals: 6, "
                + "decimals_on_chain: 0}"
        )
        let strategy = try #require(Sample.review(text).strategy)
        let known = strategy.access[0].decimalsOnChain
        let gold = try Address("0x290E52a8819A4fbD0714E517225429aA2B70EC6b")
        #expect(known.map(\.token) == [gold] && known.map(\.answer) == [0])
        // Amounts are counted as before.
        let sample = try #require(Sample.review(Sample.text).strategy)
        #expect(sample.access.allSatisfy { $0.decimalsOnChain.isEmpty })
        #expect(strategy.fleet == sample.fleet)
    }
}
