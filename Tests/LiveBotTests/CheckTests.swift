import Ethereum
import Foundation
import TestSupport
import Testing

/// `cantilever check` against two chains with nodes that misbehave.
@Suite(.serialized) struct CheckTests {
    let devnet: Devnet

    init() throws {
        devnet = try Devnet.shared.get()
        try devnet.heal()
    }

    struct Checked {
        let code: Int32
        let report: JSONValue
        let complaint: String

        var route: JSONValue? { report["routes"]?.elements?.first }
        var problems: [String] { (report["problems"]?.elements ?? []).compactMap(\.text) }
        var reasons: String {
            (route?["reasons"]?.elements ?? []).compactMap(\.text).joined(separator: "\n")
        }
    }

    func check(_ strategy: DevnetStrategy, _ options: String...) throws -> Checked {
        let path = try strategy.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let program = try Program.run(["check", "--json"] + options + [path])
        let report = try? JSONValue(parsing: program.output)
        return Checked(
            code: program.exitCode,
            report: report ?? .null,
            complaint: program.complaint
        )
    }

    func withDeviation(of bps: Int, _ body: () throws -> Void) throws {
        try devnet.order(#"{"do":"push","chain":138,"bps":\#(bps),"mine":true}"#)
        defer { _ = try? devnet.order(#"{"do":"push","chain":138,"bps":\#(-bps),"mine":true}"#) }
        try body()
    }

    @Test func `equal prices are in parity`() throws {
        let checked = try check(DevnetStrategy(devnet: devnet))
        #expect(checked.code == 0, "\(checked)")
        #expect(checked.route?["status"]?.text == "in parity")
        #expect(checked.report["code"]?.text == "0")
        #expect(checked.problems.isEmpty, "\(checked.problems)")
    }

    @Test func `a deviation that has stood is out of parity`() throws {
        try withDeviation(of: 50) {
            try devnet.mine(3)
            let checked = try check(DevnetStrategy(devnet: devnet))
            #expect(checked.code == 1, "\(checked)")
            #expect(checked.reasons.contains("for 3 block ends in a row"))
        }
    }

    @Test func `a deviation of one block is none yet`() throws {
        try withDeviation(of: 50) {
            let checked = try check(DevnetStrategy(devnet: devnet))
            #expect(checked.code == 0, "\(checked)")
            #expect(checked.reasons.contains("not sustained: 1 of 3 block ends"))
        }
    }

    @Test func `a small deviation that has stood makes no large one of a block ago stand`() throws {
        try withDeviation(of: 8) {
            try devnet.mine(3)
            try withDeviation(of: 42) {
                let checked = try check(DevnetStrategy(devnet: devnet))
                #expect(checked.code == 0, "\(checked)")
                #expect(checked.reasons.contains("not sustained: 1 of 3 block ends"))
            }
        }
    }

    @Test func `without history a spot counts and says so`() throws {
        try withDeviation(of: 50) {
            try devnet.mine(1)
            let checked = try check(DevnetStrategy(devnet: devnet, confirmation: 12))
            #expect(checked.code == 1, "\(checked)")
            #expect(checked.reasons.contains("not sustained: no history"))
        }
    }

    @Test func `a reserve below what is needed is a breach, in parity too`() throws {
        try devnet.order(#"{"do":"drain","chain":138,"token":"usdc","keep":1000000}"#)
        try devnet.mine(4)
        let checked = try check(DevnetStrategy(devnet: devnet))
        #expect(checked.code == 2, "\(checked)")
        #expect(checked.reasons.contains("the reserve is 1 usdc"))
    }

    @Test func `a chain that stands still is stale, never in parity`() throws {
        Thread.sleep(forTimeInterval: 2.2)
        try devnet.order(#"{"do":"mine","chain":651940,"blocks":4}"#)
        let checked = try check(
            DevnetStrategy(devnet: devnet, oldestHead: 1, blockInterval: "1 s")
        )
        #expect(checked.code == 2, "\(checked)")
        #expect(checked.reasons.contains("head age (home)"))
    }

    @Test func `a paused bridge is a breach`() throws {
        try devnet.order(#"{"do":"pause","chain":138,"what":"bridge","on":true}"#)
        defer { _ = try? devnet.order(#"{"do":"pause","chain":138,"what":"bridge","on":false}"#) }
        try devnet.mine(4)
        let checked = try check(DevnetStrategy(devnet: devnet))
        #expect(checked.code == 2, "\(checked)")
        #expect(checked.reasons.contains("paused"))
    }

    @Test func `a file that is none can't be told, and says where`() throws {
        let checked = try Program.run(["check", "/nowhere.yaml"])
        #expect(checked.exitCode == 3)
        #expect(checked.complaint.contains("/nowhere.yaml: there is no such file"))
        #expect(try Program.run(["check"]).exitCode == 3)
    }
}
