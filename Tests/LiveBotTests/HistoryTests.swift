import Ethereum
import Numerics
import Testing
import Vocabulary

extension CheckTests {
    @Test func `outflow is read from the bridge's logs`() throws {
        // Somebody sends 30,000 usdc home, and the relayer pays them out less its fee.
        let away = try devnet.chain(651_940)
        let token = try #require(away["tokens"]?["usdc"]?["address"]?.text)
        let bridge = try #require(away["bridge"]?.text)
        let owner = try #require(devnet.table["keys"]?["owner"]?["address"]?.text)
        let amount = ABIValue.unsigned(30_000_000_000)
        let (someone, home) = (
            ABIValue.address(try Address(owner)), ABIValue.unsigned(138)
        )
        try transact(token, "mint(address,uint256)", [someone, amount])
        try transact(token, "approve(address,uint256)", [.address(try Address(bridge)), amount])
        try transact(
            bridge,
            "lock(address,uint256,uint256,address)",
            [.address(try Address(token)), amount, home, someone]
        )
        try devnet.mine(12)
        let checked = try check(DevnetStrategy(devnet: devnet), "--history", "20 s")
        #expect(checked.code == 0, "\(checked)")
        let lane = try #require(self.lane("usdc 651940 -> usdc 138", checked))
        // 29,970 a minute for a latency of a minute, five times.
        #expect(lane["needed"]?.text == "149850 usdc", "\(lane)")
        #expect(lane["basis"]?.text?.contains("at most 29970 usdc a minute") == true, "\(lane)")
        let other = try #require(self.lane("usdt 138 -> usdt 651940", checked))
        #expect(other["needed"]?.text == "50000 usdt")
        #expect(other["basis"]?.text?.hasSuffix("or as assumed") == true)
    }

    @Test func `without logs outflow is assumed, and the endpoints' silence is said`() throws {
        try devnet.fault("138/1", #""emptyLogs":true"#)
        try devnet.fault("138/2", #""off":true"#)
        try devnet.fault("138/3", #""off":true"#)
        let checked = try check(
            DevnetStrategy(devnet: devnet),
            "--history",
            "20 s",
            "--timeout",
            "2 s"
        )
        #expect(checked.code == 3, "\(checked)")
        #expect(
            (checked.route?["lanes"]?.elements ?? []).filter {
                $0["lane"]?.text?.hasSuffix("138") == true
            }.allSatisfy { $0["basis"]?.text == "outflow assumed" }
        )
    }

    func lane(_ name: String, _ checked: Checked) -> JSONValue? {
        checked.route?["lanes"]?.elements?.first { $0["lane"]?.text == name }
    }

    func transact(
        _ target: String,
        _ call: String,
        _ values: [ABIValue],
        on chain: UInt64 = 651_940
    ) throws {
        try devnet.transact(chain, target, call, values)
        try devnet.order(#"{"do":"mine","chain":\#(chain),"blocks":1}"#)
    }
}
