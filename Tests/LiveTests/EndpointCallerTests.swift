import Ethereum
import Synchronization
import Testing
import Vocabulary

@testable import Live

/// Batches: which answer belongs to which call, and what is refused whole.
@Suite struct EndpointCallerTests {
    /// Asks a server for three calls: what came, and what the server saw.
    private func ask(
        times: Int = 1,
        total: UInt64 = 5_000,
        calls: Int = 3,
        _ answer: @escaping @Sendable (TestServer.Request) -> TestServer.Reply
    ) throws -> (outcomes: [Result<[CallOutcome], EndpointFailure>], server: TestServer) {
        let server = try TestServer(answer)
        defer { server.stop() }
        let waiting = try Waiting()
        let caller = try EndpointCaller(
            Waiting.endpoint(server.url, total: total),
            over: waiting.http
        )
        var outcomes: [Result<[CallOutcome], EndpointFailure>] = []
        for _ in 0..<times {
            var batch = caller.makeBatch()
            for index in 0..<calls {
                let isTaken = batch.append("test_call") { $0.quantity(UInt64(index)) }
                #expect(isTaken)
            }
            let ask = try caller.ask(batch)
            while true {
                guard let finished = caller.take(try waiting.finished()) else { continue }
                #expect(finished.id == ask)
                outcomes.append(finished.outcome)
                break
            }
        }
        #expect(waiting.http.transfersUnderWay == 0)
        return (outcomes, server)
    }

    private func cause(
        status: Int = 200,
        _ body: String
    ) throws -> EndpointFailure.Cause? {
        let asked = try ask { _ in .http(status, [], Array(body.utf8)) }
        guard case .failure(let failure) = asked.outcomes[0] else { return nil }
        #expect(failure.endpoint == "node-A")
        #expect(failure.description.count > "node-A: ".count)
        return failure.cause
    }

    private final class Door: Sendable {
        private let isUsed = Mutex(false)

        func isFirst() -> Bool {
            isUsed.withLock { isUsed in
                defer { isUsed = true }
                return !isUsed
            }
        }
    }

    private static let echo: TestNode.Answers = { _, parameters in parameters.elements?[0] }

    private func text(_ outcome: CallOutcome) -> String? {
        if case .value(let fragment) = outcome { fragment.text } else { nil }
    }

    @Test func `a batch is one request over a connection that is kept`() throws {
        let asked = try ask(times: 5) { TestNode.reply(to: $0, Self.echo) }
        #expect(asked.server.requests.count == 5)
        #expect(asked.server.connections == 1)
        for outcome in asked.outcomes {
            #expect(try outcome.get().map(text) == ["0x0", "0x1", "0x2"])
        }
        #expect(Set(asked.server.requests.map(\.body)).count == 5, "no number is used twice")
    }

    @Test func `answers in another order belong to the same calls`() throws {
        let asked = try ask { TestNode.reply(to: $0, isReversed: true, Self.echo) }
        #expect(try asked.outcomes[0].get().map(text) == ["0x0", "0x1", "0x2"])
    }

    @Test func `a call's own error is its own, with code, words and data`() throws {
        let asked = try ask { request in
            TestNode.reply(to: request) { _, parameters in
                parameters.elements?[0].text == "0x1"
                    ? TestNode.error(3, "execution reverted") : .string("0x7")
            }
        }
        let outcomes = try asked.outcomes[0].get()
        #expect(text(outcomes[0]) == "0x7" && text(outcomes[2]) == "0x7")
        guard case .refused(let failure) = outcomes[1] else {
            Issue.record("\(outcomes[1])")
            return
        }
        #expect(failure == JSONRPCFailure(code: 3, message: "execution reverted"))
    }

    @Test func `what a node leaves out is missing, and the rest is known`() throws {
        let asked = try ask(calls: 40) { request in
            TestNode.reply(to: request) { _, parameters in
                let number = parameters.elements?[0]
                return ["0x1", "0x7", "0x27"].contains(number?.text ?? "") ? nil : number
            }
        }
        let outcomes = try asked.outcomes[0].get()
        for (index, outcome) in outcomes.enumerated() {
            if [1, 7, 39].contains(index) {
                guard case .missing = outcome else {
                    Issue.record("call \(index): \(outcome)")
                    continue
                }
            } else {
                #expect(text(outcome) == "0x" + String(index, radix: 16))
            }
        }
        let none = try ask { _ in .json("[]") }
        for outcome in try none.outcomes[0].get() {
            guard case .missing = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
    }

    @Test func `an answer that leaves out too much counts for nothing`() throws {
        for calls in [EndpointCaller.mostMissing, EndpointCaller.mostMissing + 1] {
            let asked = try ask(calls: calls) { _ in .json("[]") }
            switch asked.outcomes[0] {
            case .success(let outcomes): #expect(outcomes.count == EndpointCaller.mostMissing)
            case .failure(let failure):
                #expect(calls > EndpointCaller.mostMissing)
                #expect(failure.cause == .notAnAnswer(.missing(id: UInt64(calls))))
            }
        }
    }

    @Test func `a number twice, a foreign number and no number are refused whole`() throws {
        let one = #"{"jsonrpc":"2.0","id":1,"result":"0x1"}"#
        let far = #"{"jsonrpc":"2.0","id":77,"result":"0x1"}"#
        let text = #"{"jsonrpc":"2.0","id":"1","result":"0x1"}"#
        #expect(try cause("[\(one),\(one)]") == .notAnAnswer(.duplicate(id: 1)))
        #expect(try cause("[\(one),\(far)]") == .notAnAnswer(.foreign(id: 77)))
        for odd in ["[\(text)]", "[{\"id\":1}]", "[1]", "7", "{\"result\":1}"] {
            guard case .notAnAnswer? = try cause(odd) else {
                Issue.record("\(odd)")
                continue
            }
        }
    }

    @Test func `an answer to an earlier batch is no answer to a later one`() throws {
        let asked = try ask(times: 2) { _ in
            .json(#"[{"jsonrpc":"2.0","id":1,"result":"0x1"}]"#)
        }
        #expect(try text(asked.outcomes[0].get()[0]) == "0x1")
        guard case .failure(let failure) = asked.outcomes[1] else {
            Issue.record("a cached answer was taken")
            return
        }
        #expect(failure.cause == .notAnAnswer(.foreign(id: 1)))
    }

    @Test func `pages, cut JSON and nothing at all are not JSON`() throws {
        for body in ["<html><body>down</body></html>", "[{\"jsonrpc\":\"2.0\",\"id\":1,\"res", ""] {
            guard case .notJSON? = try cause(body) else {
                Issue.record("\(body)")
                continue
            }
        }
    }

    @Test func `a status is named, and no value under it counts`() throws {
        let good = #"[{"jsonrpc":"2.0","id":1,"result":"0x1"}]"#
        for status in [201, 400, 401, 403, 404, 429, 500, 502, 503] {
            let cause = try cause(status: status, good)
            #expect(cause == .status(status, retryAfter: nil))
            #expect(try self.cause(status: status, "<html>") == cause)
        }
        let asked = try ask { _ in .http(429, ["Retry-After: 3"], []) }
        guard case .failure(let failure) = asked.outcomes[0] else { return }
        let pause = Interval(milliseconds: 3_000)
        #expect(failure.cause == .status(429, retryAfter: pause))
        #expect("\(failure)" == "node-A: it answers with status 429, try again in 3 s")
    }

    @Test func `a node that takes no batches is asked one by one, and that is remembered`() throws {
        for (status, code, words) in [
            (200, -32600, "Invalid Request"), (400, -32600, "Invalid Request"),
            (200, -32005, "Number of requests exceeds max batch size"),
        ] {
            let asked = try ask(times: 2) { request in
                guard request.body.hasPrefix("[") else {
                    return TestNode.reply(to: request, Self.echo)
                }
                let error = "{\"code\":\(code),\"message\":\"\(words)\"}"
                let body = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":\(error)}"
                return .http(status, [], Array(body.utf8))
            }
            for outcome in asked.outcomes {
                #expect(try outcome.get().map(text) == ["0x0", "0x1", "0x2"])
            }
            #expect(asked.server.requests.count == 1 + 3 + 3)
            #expect(asked.server.connections == 1)
        }
    }

    @Test func `a node that refused batches once is asked one by one only for a while`() throws {
        let door = Door()
        let asked = try ask(times: 300) { request in
            guard door.isFirst() else { return TestNode.reply(to: request, Self.echo) }
            return .json(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":""}}"#)
        }
        for outcome in asked.outcomes {
            #expect(try outcome.get().map(text) == ["0x0", "0x1", "0x2"])
        }
        // The refused one and 256 behind it in three requests each, the others in one.
        #expect(asked.server.requests.count == 1 + 257 * 3 + 43)
    }

    @Test func `a node that has had too many requests is not asked even more`() throws {
        let body = #"{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"slow down"}}"#
        let asked = try ask { _ in .json(body) }
        #expect(asked.server.requests.count == 1)
        guard case .failure(let failure) = asked.outcomes[0] else {
            Issue.record("no failure")
            return
        }
        #expect(failure.cause == .nodeError(JSONRPCFailure(code: -32005, message: "slow down")))
        #expect(!"\(failure)".contains("slow down"), "a node's words are not repeated")
    }

    @Test func `one by one takes no longer than the batch might`() throws {
        let asked = try ask(total: 1_000) { request in
            guard !request.body.hasPrefix("[") else {
                return .json(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":""}}"#)
            }
            return request.index < 2 ? TestNode.reply(to: request, Self.echo) : .silence
        }
        guard case .failure(let failure) = asked.outcomes[0] else {
            Issue.record("no failure")
            return
        }
        #expect(failure.cause == .timeout(.answering))
    }

    @Test func `one by one, a call's error under a status is its own, a value is not`() throws {
        let asked = try ask { request in
            guard !request.body.hasPrefix("[") else {
                return .json(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":""}}"#)
            }
            guard
                case .json(let text) = TestNode.reply(
                    to: request,
                    { _, _ in TestNode.error(-32602, "Invalid params") }
                )
            else { return .silence }
            return .http(400, [], Array(text.utf8))
        }
        for outcome in try asked.outcomes[0].get() {
            guard case .refused = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
    }

    @Test func `a batch takes so many calls and no more`() throws {
        let caller = try EndpointCaller(Waiting.endpoint("http://node.invalid"), over: HTTPClient())
        var batch = caller.makeBatch()
        let taken = (0...CallBatch.mostCalls).map { _ in batch.append("test") }
        #expect(taken.firstIndex(of: false) == CallBatch.mostCalls)
        #expect(batch.count == CallBatch.mostCalls)
    }

    @Test func `what is written is what other readers read`() throws {
        var batch = CallBatch(firstID: 5)
        let address = try Address("0x93E66202A11B1772E55407B32B44e5Cd8eda7f22")
        _ = batch.append("one")
        _ = batch.append("two") { call in
            call.quantity(0)
            call.quantity(255)
            call.flag(true)
            call.object { object in
                object.member("a") { $0.address(address) }
                object.member("b") { list in
                    list.list { list in
                        list.data([])
                        list.data(HexadecimalText([0, 171]))
                    }
                }
            }
            call.block(.latest)
        }
        let words =
            #"{"jsonrpc":"2.0","id":6,"method":"two","params":["0x0","0xff",true,{"a":"#
            + #""0x93e66202a11b1772e55407b32b44e5cd8eda7f22","b":["0x","0x00ab"]},"latest"]}"#
        #expect(String(decoding: batch.single(1), as: UTF8.self) == words)
        let first = #"{"jsonrpc":"2.0","id":5,"method":"one","params":[]}"#
        #expect(String(decoding: batch.encoded, as: UTF8.self) == "[\(first),\(words)]")
        #expect((try? JSONValue(parsing: batch.encoded)) != nil)
    }
}
