import TestSupport
import Testing

@Suite struct ABICommandTests {
    private let recipient = "0x3535353535353535353535353535353535353535"

    @Test func `a call is encoded and decoded`() throws {
        let encoded = try Program.run(
            ["abi", "encode", "approve(address spender,uint256 amount)", recipient, "1000000"]
        )
        #expect(encoded.exitCode == 0, "\(encoded.complaint)")
        let data = encoded.output.dropLast()
        #expect(data.hasPrefix("0x095ea7b3" + String(repeating: "0", count: 24) + "3535"))
        let decoded = try Program.run(
            ["abi", "decode", "approve(address spender,uint256 amount)", String(data)]
        )
        #expect(
            decoded.output == """
                approve(address,uint256)
                  address spender = \(recipient)
                  uint256 amount = 1000000

                """
        )
        let json = try Program.run(
            ["abi", "decode", "approve(address,uint256)", "-", "--json"],
            input: data + "\n"
        )
        #expect(
            json.output == """
                {"of":"approve(address,uint256)","values":[{"name":"","type":"address","value":"\(recipient)"},\
                {"name":"","type":"uint256","value":"1000000"}]}

                """
        )
    }

    @Test func `structured values are JSON`() throws {
        let types = "(uint8,bool)[] pairs, string name"
        let encoded = try Program.run(
            ["abi", "encode", "--types", types, "[[\"1\",true],[2,false]]", "gold"]
        )
        #expect(encoded.exitCode == 0, "\(encoded.complaint)")
        let decoded = try Program.run(
            ["abi", "decode", "--types", types, String(encoded.output.dropLast())]
        )
        #expect(decoded.output.contains("(uint8,bool)[] pairs = [[\"1\",true],[\"2\",false]]"))
        #expect(decoded.output.contains("string name = gold"))
    }

    @Test func `reverts, returns and events are read`() throws {
        let panic = try Program.run(
            ["abi", "decode", "--revert", "0x4e487b71" + String(repeating: "0", count: 62) + "11"]
        )
        #expect(panic.output.contains("arithmetic overflow or underflow"))
        #expect(
            try Program.run(["abi", "decode", "--revert", "0x"]).output == "reverted without data\n"
        )
        let word = String(repeating: "0", count: 62) + "2a"
        let paused = try Program.run(["abi", "decode", "--revert", "0xd93c0665"])
        #expect(paused.output == "EnforcedPause()\n")
        let own = try Program.run(["abi", "encode", "Low(uint256)", "42"]).output.dropLast()
        let low = try Program.run(
            ["abi", "decode", "--revert", "--error", "Low(uint256 left)", String(own)]
        )
        #expect(low.output == "Low(uint256)\n  uint256 left = 42\n")
        let returned = try Program.run(
            ["abi", "decode", "--returns", "balanceOf(address) returns (uint256)", "0x" + word]
        )
        #expect(returned.output.contains("uint256 = 42"))
        let topic = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
        let party = "0x" + String(repeating: "0", count: 24) + String(repeating: "35", count: 20)
        let event = try Program.run([
            "abi", "decode", "--event",
            "event Transfer(address indexed from, address indexed to, uint256 value)", "--topics",
            "\(topic),\(party),\(party)", "0x" + word,
        ])
        #expect(event.output.contains("address from = \(recipient)"))
        #expect(event.output.contains("uint256 value = 42"))
    }

    @Test(
        arguments: [
            (["abi"], 64, "say what to do"),
            (["abi", "encod"], 64, "did you mean 'encode'?"),
            (["abi", "encode", "f(uint7)", "1"], 65, "'uint7' at character 3 is no type"),
            (["abi", "encode", "--types", "uint7", "1"], 65, "'uint7' at character 1 is no type"),
            (["abi", "encode", "--types", "bool) returns (bool", "true"], 65, "at character 5"),
            (["abi", "encode", "f(uint8)"], 64, "1 values are needed ((uint8)), not 0"),
            (["abi", "encode", "f(uint8)", "256"], 65, "value 1: it does not fit uint8"),
            (["abi", "encode", "f(uint8)", "-1"], 65, "value 1: '-1' is no uint8"),
            (["abi", "encode", "f(bool[])", "[tru]"], 65, "value 1: not JSON"),
            (["abi", "encode", "f(bool[])", "[\"x\"]"], 65, "value 1[0]: 'x' is no bool"),
            (
                ["abi", "encode", "f(address)", "0x9D8A62f656a8d1615C1294fd71e9CFb3E4855A4F"], 65,
                "in order would be 0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"
            ),
            (["abi", "decode", "f(uint8)", "0x12"], 65, "another function's selector"),
            (["abi", "decode", "--types", "bool", "0x12"], 65, "the data ends before"),
            (
                ["abi", "decode", "--types", "bool", "0x1"], 65,
                "1 digits are no whole number of bytes"
            ),
            (["abi", "decode", "--types", "bool", "--revert", "0x"], 64, "only one of"),
            (
                ["abi", "decode", "--types", "bool", "--topics", "0x", "0x"], 64,
                "belongs to --event"
            ),
            (["abi", "decode", "f()", "0x", "--error", "E()"], 64, "--error belongs to --revert"),
            (["abi", "decode", "--event", "event E()", "--topics", ",", "0x"], 65, "topic 1"),
            (["abi", "encode", "f((bool,uint8[])[])", "[[true,[1,256]]]"], 65, "value 1[0][1][1]"),
            (["abi", "decode", "--event", "f()", "0x"], 65, "begin it with 'event'"),
        ] as [([String], Int32, String)]
    )
    func `a wrong word says what is wrong and where`(
        arguments: [String],
        exitCode: Int32,
        complaint: String
    ) throws {
        let program = try Program.run(arguments)
        #expect(program.exitCode == exitCode)
        #expect(program.complaint.contains(complaint), "\(program.complaint)")
        #expect(program.output.isEmpty)
    }
}
