import Bot
import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Vocabulary

@testable import Live

struct ReadingsTests {
    private func fragment(_ value: JSONValue) throws -> JSONFragment {
        try JSONFragment(checking: Array(value.description.utf8))
    }

    @Test func `a header is known again by its text, and one that differs is read anew`() throws {
        let readings = Readings()
        for number in [1, 2, 1, 3, 2, 1] as [UInt64] {
            let sight = try readings.header(try fragment(TestNode.block(number)))
            #expect(sight.block.number == number)
            #expect(sight.block.hash == BlockHash(TestNode.header(number).plainHash))
        }
        let header = TestNode.header(1)
        let forged = TestNode.block(header, hash: Keccak256.hash("another"))
        #expect(throws: HeaderFault.self) { try readings.header(try fragment(forged)) }
    }

    @Test func `more than are kept are read all the same`() throws {
        let readings = Readings()
        for round in 0..<2 {
            for number in 1...40 as ClosedRange<UInt64> {
                let sight = try readings.header(try fragment(TestNode.block(number)))
                #expect(sight.block.number == number, "round \(round)")
                let text = String(repeating: "ab", count: Int(number))
                let code = try readings.code(try fragment(.string("0x" + text)))
                #expect(code.count == Int(number))
                #expect(
                    code.hash == Keccak256.hash([UInt8](repeating: 0xAB, count: Int(number)))
                )
            }
            readings.forgetCodes()
        }
    }

    @Test func `what was seen ahead is shown for the same question of the same endpoint alone`()
        throws
    {
        let fixture = try LookFixture()
        let header = TestNode.header(7)
        let block = BlockHash(header.plainHash)
        func request(from: UInt64, of account: Address? = nil) -> LookRequest {
            LookRequest(
                place: .newest,
                plan: fixture.plan,
                account: account,
                logs: LookRequest.LogRequest(
                    from: from,
                    contracts: [LookFixture.address(0xE0)],
                    topics: [Keccak256.hash("event")]
                ),
                transactions: []
            )
        }
        let sight = Sight(
            header: SeenHeader(hash: block, header: header),
            answers: [],
            counter: .unknown(.unasked),
            suggestedGas: .unknown(.unasked),
            logs: .known([]),
            transactions: []
        )
        var foresight = Foresight()
        foresight.keep(
            sight,
            of: ChainLine.Ahead(block: block, request: request(from: 7)),
            by: 1,
            after: Interval(milliseconds: 3)
        )
        let here = BlockReference.hash(block)
        let elsewhere = BlockReference.hash(BlockHash(Keccak256.hash("elsewhere")))
        #expect(foresight.take(request(from: 6), of: 1, at: here) == nil)
        #expect(foresight.take(request(from: 7, of: .zero), of: 1, at: here) == nil)
        #expect(foresight.take(request(from: 7), of: 0, at: here) == nil)
        #expect(foresight.take(request(from: 7), of: 1, at: elsewhere) == nil)
        #expect(foresight.take(request(from: 7), of: 1, at: .latest) == nil)
        #expect(foresight.take(request(from: 7), of: 1, at: here)?.sight.header.hash == block)
        #expect(foresight.take(request(from: 7), of: 1, at: here) == nil)
    }
}
