import Ethereum
import Foundation
import TestSupport
import Testing

extension CheckTests {
    struct Examined {
        let code: Int32
        let findings: [JSONValue]

        func has(_ grade: String, _ subject: String, _ text: String) -> Bool {
            findings.contains { finding in
                finding["grade"]?.text == grade && finding["subject"]?.text == subject
                    && finding["text"]?.text?.contains(text) == true
            }
        }
    }

    func examine(_ strategy: DevnetStrategy) throws -> Examined {
        let path = try strategy.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let program = try Program.run(["doctor", "--json", path])
        let report = try? JSONValue(parsing: program.output)
        return Examined(code: program.exitCode, findings: report?.elements ?? [])
    }

    @Test func `the doctor finds nothing wrong with what is as the file says`() throws {
        let examined = try examine(DevnetStrategy(devnet: devnet))
        #expect(examined.code == 0, "\(examined)")
        #expect(examined.findings.count > 50)
        #expect(!examined.findings.contains { $0["grade"]?.text == "error" })
        #expect(examined.has("ok", "home", "3 endpoints agree on block"))
        #expect(examined.has("ok", "home executor", "allows the pool home-0"))
        #expect(examined.has("warning", "home bridge of usdt", "takes nothing below 1 usdt"))
        #expect(examined.has("ok", "home bridge of usdc", "takes usdc"))
        #expect(examined.has("ok", "home bridge of usdc", "a day at most"))
        #expect(examined.has("ok", "home finality", "the 4 validators are the pinned ones"))
        #expect(examined.has("ok", "home finality", "3 make it final"))
        #expect(examined.has("ok", "away finality", "2 blocks deep, after 4 s"))
        #expect(examined.has("ok", "home executor", "code hash 0x"))
        #expect(examined.has("ok", "home allowances", "none is needed"))
        #expect(examined.has("ok", "home allowances", "4 of 4 were asked for and are zero"))
        #expect(examined.has("ok", "home pool home-0", "is a DPP 1.0.0"))
        #expect(examined.has("ok", "home pool home-0", "pays what its maths says, in 6 sales"))
    }

    @Test func `pools of every kind, feeds and the bridge are read to the end`() throws {
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.hasAllKinds = true
        let examined = try examine(strategy)
        // The devnet's executor does not trade in pools of V3's kind.
        let wrong = examined.findings.filter { $0["grade"]?.text == "error" }
        #expect(wrong.count == 2, "\(wrong)")
        #expect(wrong.allSatisfy { $0["text"]?.text?.contains("does not allow the pool") == true })
        for chain in ["home", "away"] {
            for pool in ["0", "stable"] {
                #expect(
                    examined.has(
                        "ok",
                        "\(chain) pool \(chain)-\(pool)",
                        "pays what its maths says, in 6 sales"
                    ),
                    "\(examined)"
                )
            }
            for pool in ["v3", "pair"] {
                #expect(
                    examined.has("ok", "\(chain) pool \(chain)-\(pool)", "is read; its kind"),
                    "\(examined)"
                )
            }
            let feeds = examined.findings.count { finding in
                finding["subject"]?.text?.hasPrefix("\(chain) feed 0x") == true
                    && finding["text"]?.text == "8 decimals"
            }
            #expect(feeds == 2)
        }
        let checked = try check(strategy)
        #expect(checked.code == 0, "\(checked)")
    }

    @Test func `the doctor names what is broken, and says what to do`() throws {
        try devnet.order(#"{"do":"pause","chain":138,"what":"executor","on":true}"#)
        try devnet.order(
            #"{"do":"balance","chain":138,"account":"\#(operatorAddress)","wei":0}"#
        )
        defer {
            for order in [
                #"{"do":"pause","chain":138,"what":"executor","on":false}"#,
                #"{"do":"balance","chain":138,"account":"\#(operatorAddress)","wei":1000000000000000000000}"#,
            ] { _ = try? devnet.order(order) }
        }
        try devnet.mine()
        try devnet.fault("138/2", #""off":true"#)
        try devnet.fault("651940/3", #""chainId":5"#)
        let examined = try examine(DevnetStrategy(devnet: devnet, decimals: 8))
        #expect(examined.code == 1)
        #expect(examined.has("error", "home/2", "it refuses connections"))
        #expect(examined.has("error", "away/3", "serves chain 5, not chain 651940"))
        #expect(examined.has("ok", "away", "2 endpoints agree on block"))
        #expect(examined.has("error", "home executor", "is paused"))
        #expect(examined.has("warning", "home account", "has nothing for gas"))
        #expect(examined.has("error", "home usdt", "has 6 decimals, the file says 8"))
        #expect(
            examined.findings.allSatisfy { ($0["grade"]?.text == "ok") == ($0["advice"] == .null) }
        )
    }

    @Test func `the doctor sees two forks and a clock that is wrong`() throws {
        try devnet.order(#"{"do":"mine","chain":651940,"blocks":1,"timestamp":4000000000}"#)
        defer { _ = try? devnet.order(#"{"do":"reorg","chain":651940,"depth":1}"#) }
        try devnet.fault("138/1", #""forge":true"#)
        let examined = try examine(DevnetStrategy(devnet: devnet))
        #expect(examined.code == 1, "\(examined)")
        #expect(examined.has("error", "home", "show different blocks"))
        #expect(examined.has("error", "away/1", "ahead of this machine's clock"))
    }

    private var operatorAddress: String {
        devnet.table["keys"]?["operator"]?["address"]?.text ?? ""
    }
}
