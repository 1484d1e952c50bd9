import Contracts
import Ethereum
import Hashing
import Live
import Numerics
import Routes
import Testing
import Vocabulary

/// Every kind of question, over real sockets, and what counts as its answer.
@Suite struct ChainQueryTests {
    private static let hash = TransactionHash(Keccak256.hash("transaction"))
    private static let account = Address(word: 0xAC) ?? .zero

    /// What is asked by this query, and what is read from this answer.
    private func ask(
        _ query: ChainQuery,
        _ said: JSONValue?
    ) throws -> (call: JSONValue, outcome: QueryOutcome) {
        let server = try TestServer { TestNode.reply(to: $0) { _, _ in said } }
        defer { server.stop() }
        let waiting = try Waiting()
        let reader = try ChainReader(
            #require(ChainID(138)),
            endpoints: [Waiting.endpoint(server.url)],
            over: waiting.http
        )
        let id = try reader.ask([query], of: 0)
        let finished = try #require(reader.take(try waiting.finished()))
        #expect(finished.id == id)
        guard case .answers(let outcomes) = finished.outcome, outcomes.count == 1 else {
            throw Waiting.Unexpected(text: "\(finished.outcome)")
        }
        let body = try JSONValue(parsing: server.requests[0].body)
        return (try #require(body.elements?.first), outcomes[0])
    }

    private func answer(_ query: ChainQuery, _ said: JSONValue?) throws -> ChainAnswer? {
        if case .answered(let answer) = try ask(query, said).outcome { answer } else { nil }
    }

    private func data(_ bytes: [UInt8]) -> JSONValue { .string(Hexadecimal.text(of: bytes)) }

    @Test func `each question is the node's method with its parameters`() throws {
        let address = "\"0x00000000000000000000000000000000000000ac\""
        let block = BlockHash(Keccak256.hash("block"))
        let pin = "{\"blockHash\":\"\(block)\",\"requireCanonical\":true}"
        let topic = Keccak256.hash("topic")
        let question = try #require(LogQuestion(addresses: [Self.account], topics: [topic]))
        let filter = "\"address\":[\(address)],\"topics\":[[\"\(topic)\"]]"
        let cases: [(ChainQuery, String, String)] = [
            (.chainID, "eth_chainId", ""),
            (.header(.latest), "eth_getBlockByNumber", "\"latest\",false"),
            (.header(.number(16)), "eth_getBlockByNumber", "\"0x10\",false"),
            (.header(.hash(block)), "eth_getBlockByHash", "\"\(block)\",false"),
            (
                .call(to: Self.account, data: [1, 2], sender: nil, at: .latest), "eth_call",
                "{\"to\":\(address),\"data\":\"0x0102\"},\"latest\""
            ),
            (
                .call(to: Self.account, data: [], sender: Self.account, at: .hash(block)),
                "eth_call", "{\"from\":\(address),\"to\":\(address),\"data\":\"0x\"},\(pin)"
            ),
            (
                .logs(question, .block(block)), "eth_getLogs",
                "{\"blockHash\":\"\(block)\",\(filter)}"
            ),
            (
                .logs(question, .numbers(1...255)), "eth_getLogs",
                "{\"fromBlock\":\"0x1\",\"toBlock\":\"0xff\",\(filter)}"
            ),
            (.receipt(Self.hash), "eth_getTransactionReceipt", "\"\(Self.hash)\""),
            (.transaction(Self.hash), "eth_getTransactionByHash", "\"\(Self.hash)\""),
            (.nonce(Self.account, at: .latest), "eth_getTransactionCount", "\(address),\"latest\""),
            (.pendingNonce(Self.account), "eth_getTransactionCount", "\(address),\"pending\""),
            (.balance(Self.account, at: .number(0)), "eth_getBalance", "\(address),\"0x0\""),
            (.code(Self.account, at: .hash(block)), "eth_getCode", "\(address),\(pin)"),
            (
                .storage(Self.account, slot: 5, at: .hash(block)), "eth_getStorageAt",
                "\(address),\"0x\(String(repeating: "0", count: 63))5\",\(pin)"
            ),
            (.gasPrice, "eth_gasPrice", ""),
            (.priorityFee, "eth_maxPriorityFeePerGas", ""),
            (.baseFees(blocks: 4), "eth_feeHistory", "\"0x4\",\"latest\",[]"),
            (.send([0xF8, 0]), "eth_sendRawTransaction", "\"0xf800\""),
        ]
        for (query, method, parameters) in cases {
            let call = try ask(query, .null).call
            #expect(call["method"]?.text == method)
            #expect(call["params"]?.description == "[\(parameters)]")
        }
    }

    @Test func `null is absent, silence missing, and neither is a value`() throws {
        let queries: [ChainQuery] = [
            .chainID, .header(.latest), .receipt(Self.hash), .transaction(Self.hash),
            .nonce(Self.account, at: .latest), .balance(Self.account, at: .latest),
            .code(Self.account, at: .latest), .gasPrice, .baseFees(blocks: 1), .send([1]),
        ]
        for query in queries {
            #expect(try ask(query, .null).outcome == .absent)
            #expect(try ask(query, nil).outcome == .missing)
            let refusal = JSONRPCFailure(code: -32000, message: "no")
            #expect(try ask(query, TestNode.error(-32000, "no")).outcome == .refused(refusal))
            for odd in [JSONValue.bool(true), .number("1"), .string("1"), .string("0x0g")] {
                guard case .malformed = try ask(query, odd).outcome else {
                    Issue.record("\(query) read \(odd)")
                    continue
                }
            }
        }
    }

    @Test func `numbers are read as they are`() throws {
        let nonce = ChainQuery.nonce(Self.account, at: .latest)
        #expect(try answer(nonce, .string("0x0")) == .nonce(0))
        let balance = ChainQuery.balance(Self.account, at: .latest)
        let most = JSONValue.string("0x" + String(repeating: "f", count: 64))
        #expect(try answer(balance, most) == .balance(Wei(.max)))
        #expect(try answer(.gasPrice, .string("0x3b9aca00")) == .gasPrice(Wei(1_000_000_000)))
        #expect(try answer(nonce, most) == nil, "no nonce is so large")
        let call = ChainQuery.call(to: Self.account, data: [], sender: nil, at: .latest)
        #expect(try answer(call, .string("0x0102")) == .returned([1, 2]))
        let fees = JSONValue.object([
            JSONMember("oldestBlock", .string("0x5")),
            JSONMember("baseFeePerGas", .array([.string("0x7"), .string("0x8")])),
        ])
        let read = try #require(try answer(.baseFees(blocks: 1), fees))
        guard case .baseFees(let history) = read else { return }
        #expect(history.oldest == 5 && history.fees == [Wei(7), Wei(8)])
    }

    @Test func `code is known by its hash, and none is none`() throws {
        let query = ChainQuery.code(Self.account, at: .latest)
        guard
            case .code(let some)? = try answer(query, .string("0x6001")),
            case .code(let none)? = try answer(query, .string("0x"))
        else {
            Issue.record("no code was read")
            return
        }
        #expect(some.hash == Keccak256.hash([0x60, 1]) && !some.isEmpty)
        #expect(none.isEmpty)
    }

    @Test func `a header is known by the hash of its own bytes, seals left out`() throws {
        let plain = TestNode.header(9)
        guard
            case .header(let sight)? = try answer(
                .header(.number(9)),
                TestNode.block(plain, hash: plain.plainHash)
            )
        else {
            Issue.record("a plain header is not read")
            return
        }
        #expect(sight.header == plain)
        #expect(sight.block.time == Instant(milliseconds: 1_000 * plain.timestamp))
        for (text, rules) in [
            (Self.qbft, SealedHeader.Rules.qbft), (Self.ibft2, .ibft2),
        ] {
            let header = TestNode.header(9, extraData: try Hexadecimal.bytes(of: text))
            let hash = try SealedHeader(header, rules: rules).hash
            #expect(hash.digest != header.plainHash)
            let block = TestNode.block(header, hash: hash.digest)
            guard case .header(let sight)? = try answer(.header(.hash(hash)), block) else {
                Issue.record("a header with seals is not read")
                continue
            }
            #expect(sight.block.hash == hash)
            let other = BlockHash(Keccak256.hash("other"))
            let lie = TestNode.block(header, hash: other.digest)
            #expect(
                try ask(.header(.latest), lie).outcome
                    == .contradictory(.headerHash(claimed: other))
            )
        }
    }

    @Test func `a height that nobody could count on from is none`() throws {
        func outcome(_ number: String) throws -> QueryOutcome {
            let text = TestNode.block(7).description.replacing(
                #""number":"0x7""#,
                with: #""number":"\#(number)""#
            )
            return try ask(.header(.latest), try JSONValue(parsing: text)).outcome
        }
        for number in ["0x4000000000000001", "0xffffffffffffffff"] {
            guard case .malformed = try outcome(number) else {
                Issue.record("\(number) is taken for a height")
                continue
            }
        }
        guard case .contradictory(.headerHash) = try outcome("0x4000000000000000") else {
            Issue.record("a height that fits is not read")
            return
        }
        guard case .answered(.header) = try outcome("0x7") else {
            Issue.record("the block itself is not read")
            return
        }
    }

    @Test func `another height than was asked for is a contradiction`() throws {
        #expect(
            try ask(.header(.number(8)), TestNode.block(9)).outcome
                == .contradictory(.otherNumber(asked: 8, answered: 9))
        )
    }

    @Test func `a transaction waits or is in a block, and another one is a contradiction`() throws {
        func transaction(_ hash: TransactionHash, block: JSONValue) -> JSONValue {
            .object([
                JSONMember("hash", data(hash.digest.bytes)), JSONMember("blockHash", block),
                JSONMember("blockNumber", block == .null ? .null : .string("0x4")),
                JSONMember("from", data(Self.account.bytes)), JSONMember("nonce", .string("0x3")),
            ])
        }
        let query = ChainQuery.transaction(Self.hash)
        let block = Keccak256.hash("block")
        for (place, said) in [
            (TransactionSight.Place.waiting, JSONValue.null),
            (.mined(block: BlockHash(block), number: 4), data(block.bytes)),
        ] {
            guard
                case .transaction(let sight)? = try answer(
                    query,
                    transaction(Self.hash, block: said)
                )
            else {
                Issue.record("no transaction was read")
                continue
            }
            #expect(sight.place == place && sight.nonce == 3 && sight.sender == Self.account)
        }
        let other = TransactionHash(Keccak256.hash("other"))
        #expect(
            try ask(query, transaction(other, block: .null)).outcome
                == .contradictory(.otherTransaction(asked: Self.hash, answered: other))
        )
    }

    @Test func `a receipt of another transaction is a contradiction`() throws {
        func receipt(_ hash: TransactionHash) -> JSONValue {
            .object([
                JSONMember("transactionHash", data(hash.digest.bytes)),
                JSONMember("blockHash", data(Keccak256.hash("block").bytes)),
                JSONMember("blockNumber", .string("0x4")), JSONMember("status", .string("0x1")),
                JSONMember("gasUsed", .string("0x5208")),
                JSONMember("effectiveGasPrice", .string("0x7")), JSONMember("logs", .array([])),
            ])
        }
        let query = ChainQuery.receipt(Self.hash)
        guard case .receipt(let read)? = try answer(query, receipt(Self.hash)) else {
            Issue.record("no receipt was read")
            return
        }
        #expect(read.succeeded && read.gasUsed == 21_000)
        let other = TransactionHash(Keccak256.hash("other"))
        #expect(
            try ask(query, receipt(other)).outcome
                == .contradictory(.otherTransaction(asked: Self.hash, answered: other))
        )
    }

    @Test func `many questions are one request, answered in their order`() throws {
        let server = try TestServer { request in
            TestNode.reply(to: request, isReversed: true) { method, _ in
                switch method {
                case "eth_chainId": .string("0x8a")
                case "eth_gasPrice": .string("0x1")
                default: nil
                }
            }
        }
        defer { server.stop() }
        let waiting = try Waiting()
        let reader = try ChainReader(
            #require(ChainID(138)),
            endpoints: [Waiting.endpoint(server.url)],
            over: waiting.http
        )
        _ = try reader.ask([.gasPrice, .receipt(Self.hash), .chainID], of: 0)
        let finished = try #require(reader.take(try waiting.finished()))
        guard case .answers(let outcomes) = finished.outcome else {
            Issue.record("\(finished.outcome)")
            return
        }
        #expect(
            outcomes == [.answered(.gasPrice(Wei(1))), .missing, .answered(.chainID(138))]
        )
        #expect(server.requests.count == 1)
    }

    @Test func `endpoints are told apart, and a cancelled question is not heard of`() throws {
        let good = try TestServer { TestNode.reply(to: $0) { _, _ in .string("0x8a") } }
        let mute = try TestServer { _ in .silence }
        defer {
            good.stop()
            mute.stop()
        }
        let waiting = try Waiting()
        let reader = try ChainReader(
            #require(ChainID(138)),
            endpoints: [
                Waiting.endpoint(mute.url, name: "mute"), Waiting.endpoint(good.url, name: "good"),
                Waiting.endpoint("http://127.0.0.1:\(TestServer.freePort())", name: "gone"),
            ],
            over: waiting.http
        )
        let first = try reader.ask([.chainID], of: 0)
        let ids = [try reader.ask([.chainID], of: 1), try reader.ask([.chainID], of: 2)]
        for _ in 0..<2 {
            let finished = try #require(reader.take(try waiting.finished()))
            #expect(finished.id == ids[finished.endpoint - 1])
            switch finished.outcome {
            case .answers(let outcomes):
                #expect(finished.endpoint == 1)
                #expect(outcomes == [.answered(.chainID(138))])
            case .failed(let failure):
                #expect(finished.endpoint == 2)
                #expect(failure == EndpointFailure(endpoint: "gone", cause: .refused))
            case .seen, .sights: Issue.record("nobody looked")
            }
        }
        reader.cancel(first)
        #expect(waiting.http.transfersUnderWay == 0)
        _ = try reader.ask([.chainID], of: 0)
        reader.retire()
        #expect(reader.endpointCount == 0)
        try waiting.expectNothing()
        #expect(waiting.http.transfersUnderWay == 0)
    }

    /// Two validators, no vote, round two, no seals: as each of the two consensuses writes it.
    private static let qbft = """
        f84fa00000000000000000000000000000000000000000000000000000000000000000ea947e5f45\
        52091a69125d5dfcb7b8c2659029395bdf942b5ad5c4795c026514f8317c7a215e218dccd6cfc002\
        c0
        """

    private static let ibft2 = """
        f853a00000000000000000000000000000000000000000000000000000000000000000ea947e5f45\
        52091a69125d5dfcb7b8c2659029395bdf942b5ad5c4795c026514f8317c7a215e218dccd6cf8084\
        00000002c0
        """
}
