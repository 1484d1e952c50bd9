import Foundation
import TestSupport
import Testing

@Suite struct ConfigCommandTests {
    private func strategy(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "strategies/\(name).yaml").path
    }

    @Test func `a sound strategy is called so, with what it promises`() throws {
        let path = strategy("demo-parity")
        let program = try Program.run(["config", "check", path])
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.contains("note: routes.usd: keeps its target of 15 bps"))
        #expect(
            program.output.hasSuffix(
                "\(path): sound: Parity demo, 2 chains, 1 route, 1 stabiliser\n"
            )
        )
    }

    @Test func `every file is checked, and one that is wrong fails them all`() throws {
        let program = try Program.run(
            ["config", "check", strategy("138-alltra"), strategy("demo-profit")]
        )
        #expect(program.exitCode == 65)
        #expect(program.output.contains("of them blanks to fill in"))
        #expect(program.output.contains("demo-profit.yaml: sound: Profit demo"))
        #expect(program.complaint.contains("138-alltra.yaml can't be used"))
    }

    @Test func `what is to be found outside and is missing there is worth a warning`() throws {
        let path = strategy("two-chains")
        let bare = try Program.run(["config", "check", path])
        #expect(bare.exitCode == 0)
        #expect(
            bare.output.contains(
                "chains.north.endpoints.hosted.url: the environment variable NORTH_RPC_URL is not set here"
            )
        )
        #expect(bare.output.contains("the file keys/north.password can't be read here"))
        let set = try Program.run(
            ["config", "check", path],
            environment: ["NORTH_RPC_URL": "https://a.b/hunter2"]
        )
        #expect(!set.output.contains("NORTH_RPC_URL"))
        #expect(!set.output.contains("hunter2"))
    }

    @Test func `show prints each value, its origin, and no secret`() throws {
        let path = strategy("two-chains")
        let program = try Program.run(
            ["config", "show", path],
            environment: ["NORTH_RPC_URL": "https://a.b/hunter2", "NORTH_RPC_TOKEN": "hunter3"]
        )
        #expect(program.exitCode == 0, "\(program.complaint)")
        let lines = program.output.split(separator: "\n")
        let enter = lines.first { $0.hasPrefix("routes.eur-usd.parity.enter ") }
        #expect(enter?.contains("30 bps") == true)
        #expect(enter?.contains("two-chains.yaml:") == true)
        let toxic = lines.first { $0.hasPrefix("routes.eur-usd.parity.toxic ") }
        #expect(toxic?.contains("200 bps") == true)
        #expect(toxic?.hasSuffix("  default") == true)
        #expect(program.output.contains("*** (${NORTH_RPC_TOKEN})"))
        #expect(!program.output.contains("hunter"))
        #expect(try Program.run(["config", "show", path]).output == program.output)
    }

    @Test func `JSON says the same, with integers as text`() throws {
        let check = try Program.run(["config", "check", "--json", "-"], input: "format: 2\n")
        #expect(check.exitCode == 65)
        #expect(
            check.output.hasPrefix(
                #"[{"file":"-","sound":false,"problems":[{"severity":"error","line":"1","column":"1","path":"name","#
            )
        )
        let show = try Program.run(["config", "show", "--json", strategy("demo-parity")])
        #expect(show.exitCode == 0)
        let document = JSON(try JSONSerialization.jsonObject(with: Data(show.output.utf8)))
        let settings = try document["settings"].list()
        let subsidy = settings.first { $0["path"].string == "routes.usd.subsidy.per_day" }
        #expect(subsidy?["value"].string == "1000 USD")
        #expect(subsidy?["origin"].string == "file")
        #expect(Int(subsidy?["line"].string ?? "") ?? 0 > 1)
    }

    @Test func `keys are described, each with how it is written`() throws {
        let program = try Program.run(["config", "keys"])
        #expect(program.exitCode == 0)
        #expect(program.output.contains("routes.NAME.parity.target\n    what is promised"))
        let json = try Program.run(["config", "keys", "--json"])
        #expect(json.output.hasPrefix(#"[{"path":"format","required":true,"#))
    }

    @Test(arguments: [
        ([], Int32(64), "say what to do: check, show, keys"),
        (["chekc"], 64, "did you mean 'check'?"),
        (["check"], 64, "name the file"),
        (["show"], 64, "name the file"),
        (["show", "a", "b"], 64, "one word too many"),
        (["check", "--jsn", "a"], 64, "--json"),
        (["check", "/nowhere/at-all.yaml"], 66, "there is no such file"),
        (["show", "/dev/null"], 65, "can't be used"),
    ])
    func `every wrong word is answered`(words: [String], code: Int32, says: String) throws {
        let program = try Program.run(["config"] + words)
        #expect(program.exitCode == code)
        #expect(program.complaint.contains(says), "\(program.complaint)")
    }
}
