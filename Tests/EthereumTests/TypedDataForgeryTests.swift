import Testing

@testable import Ethereum

/// Documents made to look like another one, or to exhaust whoever hashes them.
@Suite struct TypedDataForgeryTests {
    private func read(types: String, message: String = "{}") throws -> TypedData {
        try TypedData(
            JSONValue(
                parsing: """
                    {"types":{"EIP712Domain":[],\(types)},"primaryType":"A","domain":{},
                    "message":\(message)}
                    """
            )
        )
    }

    @Test(arguments: [
        #""A":[],"A(uint256 x)B":[]"#, #""A":[],"B C":[]"#, #""A":[],"1B":[]"#, #""A":[],"B,":[]"#,
        #""A":[],"":[]"#, #""A":[],"B[]":[]"#, #""A":[],"é":[]"#, #""A":[],"uint":[]"#,
        #""A":[],"function":[]"#, #""A":[],"uint7":[]"#, #""A":[],"bytes33":[]"#,
        #""A":[],"string":[]"#,
    ])
    func `a struct's name is an identifier of its own`(types: String) {
        #expect(throws: TypedDataError.self) { try read(types: types) }
    }

    @Test(arguments: ["x,uint256 y", "", "x y", "x)", "1x", "ü"])
    func `a field's name is an identifier`(name: String) {
        #expect(throws: TypedDataError.self) {
            try read(types: #""A":[{"name":"\#(name)","type":"uint256"}]"#)
        }
    }

    @Test func `a field is named once`() {
        #expect(throws: TypedDataError.self) {
            try read(
                types: """
                    "A":[{"name":"x","type":"uint256"},{"name":"x","type":"uint256"}]
                    """
            )
        }
    }

    @Test(arguments: [
        "uint", "int", "function", "uint7", "uint264", "int0", "uint08", "bytes0", "bytes33",
        "Lost",
        "Lost[]", "uint256[0]", "uint256[01]", "uint256[+2]", "uint256[-2]", "uint256[ 2]", "x]",
        "uint256[2", "[]", "uint256 ", "(uint256)", "(uint256,bool)[]", "fixed128x18", "",
        "uint256[99999999999999999999]",
    ])
    func `a field's type is spelt as everybody spells it`(type: String) {
        #expect(throws: TypedDataError.self) {
            try read(
                types: #""A":[{"name":"x","type":"\#(type)"}]"#,
                message: #"{"x":[]}"#
            )
        }
        #expect(throws: Never.self) {
            try read(types: #""A":[{"name":"x","type":"A[][2][]"}]"#, message: #"{"x":[]}"#)
                .digest()
        }
    }

    @Test func `a domain as the message is refused`() throws {
        #expect(throws: TypedDataError.self) {
            try TypedData(
                JSONValue(
                    parsing: """
                        {"types":{"EIP712Domain":[]},"primaryType":"EIP712Domain","domain":{},
                        "message":{}}
                        """
                )
            )
        }
    }

    @Test func `more types or fields than any message has are refused`() throws {
        let chain = (0..<20_000).map {
            "\"T\($0)\":[{\"name\":\"x\",\"type\":\"T\($0 + 1)[]\"}]"
        }
        #expect(throws: TypedDataError.self) {
            try read(
                types: "\"A\":[{\"name\":\"x\",\"type\":\"T0[]\"}],"
                    + chain.joined(separator: ",") + ",\"T20000\":[]",
                message: #"{"x":[]}"#
            ).digest()
        }
        let fields = (0..<1_000).map { "{\"name\":\"x\($0)\",\"type\":\"bool\"}" }
        #expect(throws: TypedDataError.self) {
            try read(types: "\"A\":[\(fields.joined(separator: ","))]")
        }
    }
}
