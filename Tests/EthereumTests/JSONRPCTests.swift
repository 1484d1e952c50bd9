import Ethereum
import Numerics
import TestSupport
import Testing

@Suite struct JSONRPCTests {
    private func outcomes(
        _ text: String,
        _ ids: [UInt64]
    ) throws -> [JSONRPCAnswer.Outcome] {
        try JSONRPCAnswer.batch(Array(text.utf8), ids: ids)
    }

    private func quantity(_ outcome: JSONRPCAnswer.Outcome) -> UInt256? {
        if case .result(let fragment) = outcome { fragment.quantity } else { nil }
    }

    @Test func `a request is written as nodes read it`() {
        let request = JSONRPCRequest(
            id: 7,
            method: "eth_call",
            parameters: [.object([JSONMember("to", .string("0x00"))]), .string("latest")]
        )
        let text =
            #"{"jsonrpc":"2.0","id":7,"method":"eth_call","params":[{"to":"0x00"},"latest"]}"#
        #expect(String(decoding: request.encoded, as: UTF8.self) == text)
        let batch = JSONRPCRequest.encoded(batch: [request, request])
        #expect(String(decoding: batch, as: UTF8.self) == "[\(text),\(text)]")
    }

    @Test func `a batch is answered in the order of the questions`() throws {
        let text = """
            [{"id":2,"jsonrpc":"2.0","result":"0x2"}, {"jsonrpc":"2.0","result":"0x1","id":1},
             {"id":3,"error":{"code":-32001,"message":"Nonce too low"},"jsonrpc":"2.0","extra":[{}]}]
            """
        let outcomes = try outcomes(text, [1, 2, 3])
        #expect(quantity(outcomes[0]) == 1)
        #expect(quantity(outcomes[1]) == 2)
        guard case .error(let failure) = outcomes[2] else {
            Issue.record("no failure")
            return
        }
        #expect(failure == JSONRPCFailure(code: -32_001, message: "Nonce too low", data: nil))
    }

    @Test func `an error keeps the data beside it`() throws {
        let text =
            #"{"id":1,"error":{"code":3,"message":"execution reverted","data":"0x08c379a0"},"result":null}"#
        guard case .error(let failure) = try outcomes(text, [1])[0] else {
            Issue.record("no failure")
            return
        }
        #expect(failure.data == [0x08, 0xC3, 0x79, 0xA0])
        #expect(failure.code == 3)
    }

    @Test(
        arguments: [
            (#""0x08c3""#, [0x08, 0xC3], nil), ("null", nil, nil), (#""0x""#, [], nil),
            (#""Reverted 0x08c3""#, nil, "Reverted 0x08c3"),
            (#"{"reason":"line\n"}"#, nil, #"{"reason":"line\n"}"#),
        ] as [(String, [UInt8]?, String?)]
    )
    func `what stands beside an error is kept`(
        text: String,
        data: [UInt8]?,
        detail: String?
    ) throws {
        let answer = #"{"id":1,"error":{"code":3,"message":"m","data":\#(text)}}"#
        guard case .error(let failure) = try outcomes(answer, [1])[0] else {
            Issue.record("no failure")
            return
        }
        #expect(failure == JSONRPCFailure(code: 3, message: "m", data: data, detail: detail))
    }

    @Test func `one question is not answered by a batch`() throws {
        let answer = Array(#"[{"id":1,"result":1}]"#.utf8)
        #expect(throws: JSONRPCError.notAnAnswer("not an object", at: 0)) {
            try JSONRPCAnswer.single(answer, id: 1)
        }
        #expect(throws: Never.self) { try JSONRPCAnswer.batch(answer, ids: [1]) }
    }

    @Test func `a null result is a result`() throws {
        guard case .result(let fragment) = try outcomes(#"{"id":1,"result":null}"#, [1])[0] else {
            Issue.record("no result")
            return
        }
        #expect(fragment.isNull)
    }

    @Test(arguments: [
        ("", JSONRPCError.json(.truncated(at: 0))),
        ("<html>", .json(.unexpectedByte(0x3C, at: 0))),
        (#"{"id":1,"result":"0x1"} x"#, .json(.trailingBytes(at: 24))),
        (#"{"result":"0x1"}"#, .notAnAnswer("no id", at: 0)),
        (#"{"id":1}"#, .notAnAnswer("neither a result nor an error", at: 0)),
        (
            #"{"id":1,"result":1,"error":{"code":1,"message":""}}"#,
            .notAnAnswer("both a result and an error", at: 0)
        ),
        (#"{"id":1,"id":1,"result":1}"#, .notAnAnswer("a member twice", at: 0)),
        (#"{"id":"1","result":1}"#, .notAnAnswer("an id that was never sent", at: 6)),
        (#"{"id":-1,"result":1}"#, .notAnAnswer("an id that was never sent", at: 6)),
        (#"{"id":1.0,"result":1}"#, .notAnAnswer("an id that was never sent", at: 6)),
        (#"{"id":2,"result":1}"#, .foreign(id: 2)),
        ("[]", .missing(id: 1)),
        (#"[{"id":1,"result":1},{"id":1,"result":2}]"#, .duplicate(id: 1)),
        (#"[{"id":1,"result":1},{"id":7,"result":2},{"id":1}]"#, .foreign(id: 7)),
        (#"[{"id":1,"result":1},{"id":1,"result":2},x]"#, .json(.unexpectedByte(0x78, at: 41))),
        (#"{"id":-0,"result":1}"#, .notAnAnswer("an id that was never sent", at: 6)),
        ("[7]", .notAnAnswer("not an object", at: 1)),
        (#"{"id":1,"error":"no"}"#, .notAnAnswer("an error without code or message", at: 16)),
        (
            #"{"id":null,"error":{"code":-32005,"message":"Number of requests exceeds max batch size"}}"#,
            .refused(
                JSONRPCFailure(
                    code: -32_005,
                    message: "Number of requests exceeds max batch size",
                    data: nil
                )
            )
        ),
    ])
    func `what is no answer says why`(text: String, error: JSONRPCError) {
        #expect(throws: error) { try outcomes(text, [1]) }
    }

    @Test func `twenty pool states of seven words come out as they went in`() throws {
        var chance = Chance(seed: 70)
        let words = (0..<140).map { _ in
            UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
        }
        let digits = words.map { String($0, radix: 16) }
            .map { String(repeating: "0", count: 64 - $0.count) + $0 }.joined()
        let text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x\(digits)\"}"
        guard case .result(let fragment) = try outcomes(text, [1])[0] else {
            Issue.record("no result")
            return
        }
        #expect(fragment.words == words)
        #expect(fragment.data?.count == 140 * 32)
    }

    @Test(arguments: [71, 72] as [UInt64])
    func `a cut or flipped answer gives an outcome or an error`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let text = Array(
            #"[{"jsonrpc":"2.0","id":1,"result":{"a":["0x1",null,"é\n"]}},{"id":2,"error":{"code":-1,"message":"m"}}]"#
                .utf8
        )
        var answered = 0
        for _ in 0..<20_000 {
            var bytes = text
            for _ in 0..<Int.random(in: 0...2, using: &chance) {
                bytes[Int.random(in: 0..<bytes.count, using: &chance)] = UInt8.random(
                    in: 0...255,
                    using: &chance
                )
            }
            if Bool.random(using: &chance) {
                bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &chance)))
            }
            if (try? JSONRPCAnswer.batch(bytes, ids: [1, 2])) != nil { answered += 1 }
        }
        #expect(answered > 100)
    }
}
