import Ethereum
import Foundation
import Numerics
import Testing
import Vocabulary

/// A bridge whose functions, events and order of arguments come from the file: it locks at home, mints away,
/// and shares no word with the bridge that is assumed.
extension CheckTests {
    private var ferried: DevnetStrategy {
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.isFerried = true
        return strategy
    }

    @Test func `another bridge's vault, limit, pause and releases are read by its own words`()
        throws
    {
        let away = try devnet.chain(651_940)
        let token = try #require(away["tokens"]?["usdc"]?["address"]?.text)
        let ferry = try #require(away["ferry"]?.text)
        let owner = try #require(devnet.table["keys"]?["owner"]?["address"]?.text)
        let amount = ABIValue.unsigned(30_000_000_000)
        let someone = ABIValue.address(try Address(owner))
        try transact(token, "mint(address,uint256)", [someone, amount])
        try transact(token, "approve(address,uint256)", [.address(try Address(ferry)), amount])
        try transact(
            ferry,
            "deposit(bytes4,uint256,bytes32)",
            [
                .bytes(Array("HOME".utf8)), amount,
                .bytes(try Address(owner).word.bigEndianBytes),
            ]
        )
        try devnet.mine(12)
        let checked = try check(ferried, "--history", "20 s")
        #expect(checked.code == 0, "\(checked)")
        // What it took in at home less what it paid out: 29,970 of 30,000, a tenth of a percent its toll.
        let home = try #require(lane("usdc 651940 -> usdc 138", checked))
        #expect(home["reserve"]?.text == "670030 usdc", "\(home)")
        #expect(home["needed"]?.text == "149850 usdc", "\(home)")
        // What was burnt may be minted again.
        let minted = try #require(lane("usdc 138 -> usdc 651940", checked))
        #expect(minted["reserve"]?.text == "330000 usdc", "\(minted)")

        try transact(ferry, "setHalted(bool)", [.bool(true)])
        try devnet.mine(4)
        let halted = try check(ferried)
        #expect(halted.code == 2, "\(halted)")
        try transact(ferry, "setHalted(bool)", [.bool(false)])
        try devnet.mine(4)
    }

    @Test func `the doctor says what the executor is to call, and is content when it does`() throws
    {
        let before = try examine(ferried)
        #expect(before.code != 0)
        #expect(before.has("ok", "home bridge of usdc", "has the function deposit"))
        #expect(before.has("ok", "home bridge of usdc", "takes 10 bps"))
        #expect(before.has("ok", "away bridge of usdc", "may still mint"))
        #expect(before.has("ok", "home executor", "sends usdt by lock"))
        let wrong = try #require(
            before.findings.first {
                $0["subject"]?.text == "home executor" && $0["grade"]?.text == "error"
            }
        )
        let advice = try #require(wrong["advice"]?.text)
        // What it says is what its owner can send.
        let words = advice.split { " ,".contains($0) }.map(String.init)
        func value(_ name: String) throws -> String {
            let place = try #require(words.firstIndex(of: name))
            return words[place + 1]
        }
        try setBridge(
            try value("bridge"),
            head: try Hexadecimal.bytes(of: try value("head")),
            tail: try Hexadecimal.bytes(of: try value("tail"))
        )
        #expect(try examine(ferried).has("ok", "home executor", "sends usdc by deposit"))

        // The next test finds the devnet as it was.
        let home = try devnet.chain(138)
        let lock = try ABISignature("lock(address,uint256,uint256,address)").encodeCall([
            .address(try address(home["tokens"]?["usdc"]?["address"])), .unsigned(.zero),
            .unsigned(651_940), .address(try address(home["executor"])),
        ])
        try setBridge(
            try #require(home["bridge"]?.text),
            head: Array(lock[..<36]),
            tail: Array(lock[68...])
        )
        #expect(
            try examine(DevnetStrategy(devnet: devnet)).has(
                "ok",
                "home executor",
                "sends usdc by lock"
            )
        )
    }

    private func address(_ value: JSONValue?) throws -> Address {
        try Address(try #require(value?.text))
    }

    private func setBridge(_ bridge: String, head: [UInt8], tail: [UInt8]) throws {
        let home = try devnet.chain(138)
        try transact(
            try #require(home["executor"]?.text),
            "setBridge(address,address,bytes,bytes)",
            [
                .address(try address(home["tokens"]?["usdc"]?["address"])),
                .address(try Address(bridge)), .bytes(head), .bytes(tail),
            ],
            on: 138
        )
        try devnet.mine(2)
    }
}
