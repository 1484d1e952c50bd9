import Contracts
import Ethereum
import Hashing
import Live
import Numerics
import Routes
import Testing
import Vocabulary

/// One batch, one block: and an error with a name wherever a node is not what it should be.
@Suite struct ChainLookTests {
    private func look(
        _ fixture: LookFixture,
        at reference: BlockReference = .latest,
        logs: Bool = true,
        times: Int = 1,
        _ answer: @escaping @Sendable (TestServer.Request) -> TestServer.Reply
    ) throws -> (outcomes: [FinishedRead.Outcome], server: TestServer) {
        let server = try TestServer(answer)
        defer { server.stop() }
        let waiting = try Waiting()
        let reader = try ChainReader(
            fixture.chain.id,
            endpoints: [Waiting.endpoint(server.url)],
            over: waiting.http
        )
        let look = try fixture.look(logs: logs)
        var outcomes: [FinishedRead.Outcome] = []
        for _ in 0..<times {
            let id = try reader.look(look, at: reference, of: 0)
            while true {
                guard let finished = reader.take(try waiting.finished()) else { continue }
                #expect(finished.id == id)
                #expect(finished.endpoint == 0)
                outcomes.append(finished.outcome)
                break
            }
        }
        return (outcomes, server)
    }

    private func seen(_ outcome: FinishedRead.Outcome) throws -> LookAnswer {
        switch outcome {
        case .seen(let answer): return answer
        case .failed(let failure): throw failure
        case .answers, .sights: throw Waiting.Unexpected(text: "answers to other questions")
        }
    }

    /// Why the look fails when one method is answered otherwise.
    private func cause(
        at reference: BlockReference = .latest,
        hasMulticall: Bool = true,
        _ method: String,
        _ said: JSONValue?
    ) throws -> EndpointFailure.Cause? {
        let fixture = try LookFixture(hasMulticall: hasMulticall)
        let sound = fixture.sound
        let looked = try look(fixture, at: reference) { request in
            TestNode.reply(to: request) { $0 == method ? said : sound($0, $1) }
        }
        guard case .failed(let failure) = looked.outcomes[0] else { return nil }
        #expect(failure.endpoint == "node-A")
        return failure.cause
    }

    @Test(arguments: [1, 20, 200])
    func `a look is one request, however many pools there are`(pools: Int) throws {
        let fixture = try LookFixture(pools: pools)
        #expect(fixture.plan.calls.count > pools)
        let looked = try look(fixture, times: 3) { TestNode.reply(to: $0, fixture.sound) }
        for outcome in looked.outcomes {
            let answer = try seen(outcome)
            #expect(answer.snapshot.block == answer.sight.block)
            #expect(answer.sight.block.number == LookFixture.number)
            #expect(answer.sight.block.baseFee == Wei(7))
            #expect(answer.snapshot.gasMoney == .known(Wei(5_000)))
            #expect(answer.snapshot.balance(of: LookFixture.address(1)) == .known(42))
            #expect(answer.logs == LogsSight.none)
        }
        #expect(looked.server.requests.count == 3)
        #expect(looked.server.connections == 1)
    }

    @Test func `without an aggregator each call is in the batch, pinned to the block`() throws {
        let fixture = try LookFixture(hasMulticall: false)
        let hash = BlockHash(TestNode.header(LookFixture.number).plainHash)
        let looked = try look(fixture, at: .hash(hash)) {
            TestNode.reply(to: $0, fixture.sound)
        }
        let answer = try seen(looked.outcomes[0])
        #expect(answer.snapshot.gasMoney == .known(Wei(5_000)))
        #expect(answer.snapshot.balance(of: LookFixture.address(1)) == .known(42))
        #expect(looked.server.requests.count == 1)
        let body = try #require(looked.server.requests.first?.body)
        let calls = try #require(try JSONValue(parsing: body).elements)
        #expect(calls.count == fixture.plan.calls.count + 4)
        for call in calls where ["eth_call", "eth_getBalance"].contains(call["method"]?.text) {
            let pin = call["params"]?.elements?.last
            #expect(pin?["blockHash"]?.text == hash.description)
            #expect(pin?["requireCanonical"] == .bool(true))
        }
        #expect(try !fixture.look().canReadLatest)
    }

    @Test func `another chain's node is named with both chains`() throws {
        let expected = try #require(ChainID(138))
        for (said, found) in [("0x1", 1), ("0x9f2c4", 651_972)] as [(String, UInt256)] {
            #expect(
                try cause("eth_chainId", .string(said))
                    == .wrongChain(expected: expected, found: found)
            )
        }
        #expect(try cause("eth_chainId", nil) == .unread(.chainID, .missing))
        #expect(try cause("eth_chainId", .null) == .unread(.chainID, .absent))
        guard case .unread(.chainID, .malformed)? = try cause("eth_chainId", .string("138")) else {
            Issue.record("a number in decimal was read")
            return
        }
    }

    @Test func `the first block is not the latest`() throws {
        #expect(try cause("eth_getBlockByNumber", TestNode.block(0)) == .genesisAsLatest)
    }

    @Test func `a header that is not that of its hash is a contradiction`() throws {
        let claimed = Keccak256.hash("another block")
        let block = TestNode.block(TestNode.header(LookFixture.number), hash: claimed)
        #expect(
            try cause("eth_getBlockByNumber", block)
                == .contradictory(.headerHash(claimed: BlockHash(claimed)))
        )
    }

    @Test func `a node without the block says so, and nothing is made of it`() throws {
        let hash = BlockHash(TestNode.header(LookFixture.number).plainHash)
        #expect(
            try cause(at: .hash(hash), "eth_getBlockByHash", .null) == .unread(.header, .absent)
        )
        // Besu's answer to a call at a block it does not have.
        #expect(try cause(at: .hash(hash), "eth_call", .null) == .unread(.aggregate, .absent))
        #expect(try cause("eth_call", nil) == .unread(.aggregate, .missing))
    }

    @Test func `another block than was asked for by hash is a contradiction`() throws {
        let asked = BlockHash(Keccak256.hash("asked"))
        let answered = BlockHash(TestNode.header(LookFixture.number).plainHash)
        let fixture = try LookFixture()
        let looked = try look(fixture, at: .hash(asked)) {
            TestNode.reply(to: $0, fixture.sound)
        }
        guard case .failed(let failure) = looked.outcomes[0] else {
            Issue.record("taken for another block")
            return
        }
        #expect(failure.cause == .contradictory(.otherBlock(asked: asked, answered: answered)))
    }

    @Test func `heights that contradict each other are refused, a block in between is not a lie`()
        throws
    {
        let count = try LookFixture().plan.calls.count
        for (height, isMove) in [
            (LookFixture.number + 1, true), (LookFixture.number - 1, true),
            (LookFixture.number + 2_000, false), (0, false),
        ] {
            let words = LookFixture.words(TestNode.header(height), count)
            let cause = try cause("eth_call", TestNode.aggregate(words))
            let answered = UInt256(height)
            #expect(
                cause
                    == (isMove
                        ? .movedOn(header: LookFixture.number, aggregate: answered)
                        : .snapshot(.otherBlock(asked: LookFixture.number, answered: answered)))
            )
        }
        // The same height on another branch.
        var words = LookFixture.words(TestNode.header(LookFixture.number), count)
        words[1] = 7
        let answered = UInt256(LookFixture.number)
        #expect(
            try cause("eth_call", TestNode.aggregate(words))
                == .snapshot(.otherBlock(asked: LookFixture.number, answered: answered))
        )
    }

    @Test func `an aggregated read that reverts or is none is named`() throws {
        #expect(
            try cause("eth_call", TestNode.error(3, "execution reverted"))
                == .nodeError(JSONRPCFailure(code: 3, message: "execution reverted"))
        )
        #expect(try cause("eth_call", .string("0x")) == .snapshot(.unproven))
        #expect(try cause("eth_call", TestNode.aggregate([1, 2])) == .snapshot(.unproven))
    }

    @Test func `logs of another block or contract are refused`() throws {
        let own = TestNode.header(LookFixture.number).plainHash
        let entry = LookFixture.address(0xE0)
        for (block, address) in [
            (Keccak256.hash("other"), entry), (own, LookFixture.address(1)),
        ] {
            let logs = JSONValue.array([LookFixture.log(block: block, address: address)])
            #expect(try cause("eth_getLogs", logs) == .contradictory(.foreignLog))
        }
        let logs = JSONValue.array([LookFixture.log(block: own, address: entry)])
        #expect(try cause("eth_getLogs", logs) == .contradictory(.logOutsideBloom))
    }

    @Test func `logs are found, ruled out, or unproven where a node names none`() throws {
        let entry = LookFixture.address(0xE0)
        // Keccak-256 of the address and of the topic, two bytes each, lowest eleven bits.
        var header = TestNode.header(LookFixture.number)
        for bytes in [entry.bytes, Keccak256.hash("topic").bytes] {
            let hash = Keccak256.hash(bytes).bytes
            for place in [0, 2, 4] {
                let bit = (Int(hash[place]) * 256 + Int(hash[place + 1])) % 2_048
                header.logsBloom[255 - bit / 8] |= 1 << UInt8(bit % 8)
            }
        }
        let block = TestNode.block(header, hash: header.plainHash)
        let log = LookFixture.log(block: header.plainHash, address: entry)
        let fixture = try LookFixture()
        let sound = fixture.sound
        for logs in [[log], []] {
            let looked = try look(fixture) { request in
                TestNode.reply(to: request) { method, parameters in
                    switch method {
                    case "eth_getLogs": .array(logs)
                    case "eth_getBlockByNumber": block
                    default: sound(method, parameters)
                    }
                }
            }
            switch try seen(looked.outcomes[0]).logs {
            case .found(let found): #expect(found.map(\.address) == [entry] && !logs.isEmpty)
            case .unproven: #expect(logs.isEmpty)
            case let other: Issue.record("\(String(describing: other))")
            }
        }
    }

    @Test func `a page in place of an answer is a failure of the whole look`() throws {
        let looked = try look(LookFixture()) { _ in .http(200, [], Array("<html>".utf8)) }
        guard case .failed(let failure) = looked.outcomes[0] else {
            Issue.record("a page was read")
            return
        }
        #expect("\(failure)" == "node-A: its answer is not JSON")
    }

    @Test func `a node that takes no batches shows the same`() throws {
        let fixture = try LookFixture()
        let looked = try look(fixture, times: 2) { request in
            request.body.hasPrefix("[")
                ? .json(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":""}}"#)
                : TestNode.reply(to: request, fixture.sound)
        }
        for outcome in looked.outcomes {
            #expect(try seen(outcome).snapshot.gasMoney == .known(Wei(5_000)))
        }
        #expect(looked.server.requests.count == 1 + 4 + 4)
        #expect(looked.server.connections == 1)
    }
}
