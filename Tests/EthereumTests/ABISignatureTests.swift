import Ethereum
import Hashing
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct ABISignatureTests {
    @Test func `every public signature has its selector or topic`() throws {
        let cases = try Vectors.load("selectors")["cases"].list()
        #expect(cases.count == 306)
        for vector in cases {
            let kind = try vector[0].text()
            let text = try vector[1].text()
            let expected = try vector[2].data()
            let signature = try ABISignature("\(kind) \(text)")
            #expect(signature.canonical == text)
            if kind == "event" {
                #expect(signature.topic?.bytes == expected)
            } else {
                #expect(signature.selector == expected)
            }
        }
    }

    @Test func `names, spaces and modifiers don't change a signature`() throws {
        let plain = try ABISignature("swap(address,uint256,(bool,bytes)[2])")
        let dressed = try ABISignature(
            "function swap(\n\taddress payable to , uint amount, tuple(bool flag, bytes data)[2] calldata legs ) "
                + "external payable returns (uint256 out, int)"
        )
        #expect(dressed.canonical == plain.canonical)
        #expect(dressed.selector == plain.selector)
        #expect(dressed.inputs.map(\.name) == ["to", "amount", "legs"])
        #expect(dressed.outputs.map(\.type) == [.unsigned(256), .signed(256)])
        #expect(dressed.outputs.map(\.name) == ["out", ""])
        let four = "bool indexed, bool indexed, bool indexed, bool indexed"
        #expect(try ABISignature("event E(\(four)) anonymous").inputs.count == 4)
    }

    @Test(arguments: [
        ("", ABITextError.expected("a name", at: 0)),
        ("f", .expected("'('", at: 1)),
        ("f(", .expected("a type", at: 2)),
        ("f(uint256", .expected("')'", at: 9)),
        ("f(uint7)", .unknownType("uint7", at: 2)),
        ("f(uint08)", .unknownType("uint08", at: 2)),
        ("f(bytes33)", .unknownType("bytes33", at: 2)),
        ("f(uint264)", .unknownType("uint264", at: 2)),
        ("f(uint256[0])", .expected("']' or a length from 1 to 1048576", at: 10)),
        ("f(uint256[01])", .expected("']' or a length from 1 to 1048576", at: 10)),
        ("f(uint256[99999999])", .expected("']' or a length from 1 to 1048576", at: 10)),
        ("f() returns", .expected("'('", at: 11)),
        ("f() nonsense", .expected("'returns' or the end", at: 4)),
        ("f() ; g()", .expected("the end", at: 4)),
        ("7f()", .expected("a name", at: 0)),
        ("function (bool)", .expected("a name", at: 9)),
        ("f(bool 2b)", .expected("a name", at: 7)),
        ("f(bool indexed b)", .expected("a name", at: 7)),
        ("event E((bool indexed b) t)", .expected("a name", at: 14)),
        ("event E(bool indexed indexed b)", .expected("a name", at: 21)),
        ("f(bool payable b)", .expected("')'", at: 15)),
        ("f() returns (bool) returns (bool)", .expected("'returns' or the end", at: 19)),
        ("f() anonymous", .expected("'returns' or the end", at: 4)),
        ("error E() view", .expected("the end", at: 10)),
        ("event E() returns (bool)", .expected("'anonymous' or the end", at: 10)),
        (
            "event E(bool indexed, bool indexed, bool indexed, bool indexed)",
            .expected("at most 3 indexed arguments", at: 8)
        ),
    ])
    func `a wrong signature says what was expected and where`(
        text: String,
        error: ABITextError
    ) {
        #expect(throws: error) { try ABISignature(text) }
    }

    @Test func `a list of types is read to its end`() throws {
        let list = try ABIParameter.list(" uint to,(bool a, bytes)[2] pairs ")
        #expect(list.map(\.name) == ["to", "pairs"])
        #expect(list.map(\.type.description) == ["uint256", "(bool,bytes)[2]"])
        #expect(try ABIParameter.list(" ") == [])
        #expect(throws: ABITextError.expected("the end", at: 4)) { try ABIParameter.list("bool)") }
        #expect(throws: ABITextError.expected("a type", at: 5)) { try ABIParameter.list("bool,") }
    }

    @Test func `types nest only so deep`() {
        let deep = String(repeating: "(", count: 200) + "bool" + String(repeating: ")", count: 200)
        #expect(throws: ABITextError.self) { try ABIType(deep) }
        #expect(throws: ABITextError.self) {
            try ABIType("bool" + String(repeating: "[]", count: 200))
        }
    }

    @Test func `an event with a hidden dynamic argument shows its hash`() throws {
        let event = try ABISignature("event Named(string indexed name, uint256 value)")
        let topic = try #require(event.topic)
        let arguments = try event.decodeLog(
            topics: [topic, Keccak256.hash("gold")],
            data: UInt256(7).bigEndianBytes
        )
        #expect(arguments == [.hash(Keccak256.hash("gold")), .value(.unsigned(7))])
        #expect(throws: ABIEventError.otherEvent) {
            try event.decodeLog(topics: [Keccak256.hash("x")], data: [])
        }
        #expect(throws: ABIEventError.wrongTopicCount(expected: 1, found: 0)) {
            try event.decodeLog(topics: [topic], data: [])
        }
        #expect(throws: ABIEventError.data(ABIError(.truncated(at: 0), path: [1]))) {
            try event.decodeLog(topics: [topic, topic], data: [])
        }
        let anonymous = try ABISignature("event Quiet(uint8 indexed a) anonymous")
        #expect(anonymous.topic == nil)
        let word = try #require(Digest(bytes: UInt256(9).bigEndianBytes))
        #expect(try anonymous.decodeLog(topics: [word], data: []) == [.value(.unsigned(9))])
        #expect(throws: ABIEventError.topic(0, ABIError(.outOfRange(.unsigned(8), at: 0)))) {
            try anonymous.decodeLog(topics: [topic], data: [])
        }
    }

    @Test func `a revert is read for what it is`() throws {
        let reason = try Hexadecimal.bytes(
            of: "0x08c379a0" + String(repeating: "0", count: 62) + "20"
                + String(repeating: "0", count: 62) + "0e" + "5441524745545f49535f5a45524f"
                + String(repeating: "0", count: 36)
        )
        #expect(reason.count == 100)
        #expect(ABIRevert(data: reason) == .error("TARGET_IS_ZERO"))
        let panic = [0x4E, 0x48, 0x7B, 0x71] + UInt256(0x11).bigEndianBytes
        #expect(ABIRevert(data: panic) == .panic(PanicReason(code: 0x11)))
        #expect(PanicReason(code: 0x11).meaning == "arithmetic overflow or underflow")
        #expect(ABIRevert(data: []) == .empty)
        let custom = try ABISignature("error Slippage(uint256 wanted, uint256 got)")
        let data = try custom.encodeCall([.unsigned(5), .unsigned(4)])
        #expect(
            ABIRevert(data: data, errors: [custom])
                == .custom(custom, [.unsigned(5), .unsigned(4)])
        )
        #expect(ABIRevert(data: data) == .unknown(data))
        #expect(ABIRevert(data: Array(reason.prefix(50))) == .unknown(Array(reason.prefix(50))))
    }

    @Test func `every known error has its published selector`() {
        let published = """
            e450d38c fb8f41b2 ec442f05 5274afe7 d93c0665 8dfc202b e2517d3f 6697b232 118cdaa7 \
            1e4fbdf7 3ee5aeb5 9996b315 1425ea42 d6bda275 756688fe cd21db4f d81b2f2e f96fb071 \
            3728b83d ae236d9c 07da6ee6 1841b4e1 c1483715 53ad11d8 fdbd6a72 1a76572a d0c8d23a \
            f94ebcd1 15279c08 bf16aab6 d0d25976 a9902c7e 4c4fc93a 86933789 bb55fd27 6358b0d0 \
            0a8d6e8c e1cd5509 cf19edfd 5cf04449 ee433e99
            """
        let selectors = ABISignature.knownErrors.map { Hexadecimal.digits(of: $0.selector) }
        #expect(selectors == published.split(separator: " ").map(String.init))
        #expect(selectors.count == 41)
        #expect(ABISignature.knownErrors.allSatisfy { $0.kind == .error })
    }
}
