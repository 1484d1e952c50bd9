import Ethereum
import Numerics
import Routes
import Testing
import Vocabulary

@testable import Simulation

/// Blocks that prove their finality themselves.
@Suite struct SealingTests {
    @Test(arguments: [SealedHeader.Rules.qbft, .ibft2])
    func `every header is final by its validators' seals`(rules: SealedHeader.Rules) throws {
        var settings = try ChainFixture.rules(ChainFixture.home)
        settings.sealing = ChainRules.Sealing(rules: rules, validators: 4)
        var chain = VirtualChain(try ChainFixture.genesis(settings))
        #expect(Set(chain.validators).count == 4)
        for _ in 0..<3 {
            let block = try chain.made()
            let sealed = try SealedHeader(try chain.header(), rules: rules)
            #expect(sealed.hash == block.hash)
            #expect(sealed.isFinal(validators: chain.validators))
            #expect(sealed.sealers == chain.validators)
            #expect(!sealed.isFinal(validators: [ChainFixture.trader]))
        }
        #expect(try chain.header().parentHash == chain.block(.number(2)).hash)
    }

    @Test func `without seals the plain hash is the block's`() throws {
        var chain = try ChainFixture.chain()
        chain.act(.mint(token: ChainFixture.base, to: ChainFixture.trader, amount: 1))
        let block = try chain.made()
        let header = try chain.header(.hash(block.hash))
        #expect(BlockHash(header.plainHash) == block.hash)
        #expect(header.timestamp == 1_002)
        // The bloom holds the log's address and topics.
        #expect(header.logsBloom.reduce(0) { $0 + $1.nonzeroBitCount } > 6)
        chain.step()
        #expect(try chain.header().logsBloom.allSatisfy { $0 == 0 })
    }
}
