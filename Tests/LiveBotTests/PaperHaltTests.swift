import Ethereum
import Foundation
import Numerics
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

// Contracts that change on the real chain under a bot that trades on paper.

extension LivePaperTests {
    private func address(_ path: String...) throws -> String {
        var value: JSONValue? = try devnet.chain(138)
        for key in path { value = value?[key] }
        return try #require(value?.text)
    }

    /// As a proxy's owner would.
    private func implement(_ proxy: String, by contract: String) throws {
        let slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"
        try devnet.order(
            #"{"do":"store","chain":138,"address":"\#(proxy)","slot":"\#(slot)","value":"\#(contract)"}"#
        )
    }

    private func push(_ bps: Int) throws {
        try devnet.order(#"{"do":"push","chain":138,"bps":\#(bps),"mine":true}"#)
    }

    @Test func `a proxy that runs other code under way stops the bot on paper, for that reason`()
        throws
    {
        let usdc = try address("tokens", "usdc", "address")
        let (one, other) = (try address("multicall"), try address("pools", "pair", "address"))
        try implement(usdc, by: one)
        defer { _ = try? implement(usdc, by: "0x0") }
        try devnet.mine(2)
        let process = try LiveProcess([
            "paper", "--journal", path("halted"), try strategy(endpoints: 2),
        ])
        try process.wait(for: "their contracts inspected. Trading on paper begins at ")
        #expect(!process.output.contains("  halt  "))
        try implement(usdc, by: other)
        // A round ends 256 blocks behind the one before; blocks come in steps that can be followed.
        try process.wait(for: "a halt") {
            try devnet.mine(8)
            return process.output.contains("  halt        ")
        }
        let halt = try #require(
            process.output.split(separator: "\n").first { $0.contains("  halt        ") }
        )
        #expect(halt.contains("a contract is not what it must be: home: usdc"), "\(halt)")
        try push(40)
        defer { try? push(-40) }
        try process.wait(for: "first chain dear), not met: the route is not halted")
        #expect(process.end() == 0, "\(process.complaint)")
        #expect(process.output.contains("trades settled     0 "))
        #expect(!process.output.contains("  signed      trade "), "\(process.output)")
        let sheet = process.output.components(separatedBy: "\nSummary\n").last ?? ""
        #expect(sheet.contains("halted "), "\(sheet)")
        // It is in the journal, too, and the verdicts that followed from it come out again.
        let shown = try Program.run(["journal", "show", path("halted/paper.journal")])
        #expect(shown.output.contains("a contract is not what it must be: home: usdc"))
        let replayed = try Program.run(["replay", path("halted")])
        #expect(replayed.exitCode == 0, "\(replayed.complaint)")
    }

    @Test func `code that is not the pinned one stops the bot on paper before it begins anything`()
        throws
    {
        let process = try LiveProcess([
            "paper",
            try strategy { $0.executorCode = "0x" + String(repeating: "ab", count: 32) },
        ])
        try process.wait(for: "  halt        a contract is not what it must be: home: executor")
        #expect(process.end() == 0, "\(process.complaint)")
        #expect(!process.output.contains("  signed      trade "))
        #expect(process.output.contains("halted "))
    }

    @Test
    func `a pool that pays other than its maths is not traded on paper, nor recorded as known`()
        throws
    {
        try devnet.order(#"{"do":"skew","chain":138,"bps":1}"#)
        try push(40)
        defer { try? push(-40) }
        let process = try LiveProcess([
            "paper", "--record", path("skewed.rec"), try strategy(),
        ])
        try process.wait(for: "it is not traded")
        try process.wait(for: "Trading on paper begins at ")
        try process.wait(for: "skewed.rec") { (try? read("skewed.rec").0.count) ?? 0 > 12 }
        #expect(process.end() == 0, "\(process.complaint)")
        #expect(!process.output.contains("  signed      trade "), "\(process.output)")
        #expect(
            process.output.contains("not traded         home: pool home-0"),
            "\(process.output)"
        )
        let pool = try Address(try address("pools", "pmm", "address"))
        for sighting in try read("skewed.rec").0 {
            let isHome = sighting.chain.value == 138
            let state = sighting.snapshot.pool(pool)
            #expect(isHome ? state == .unknown(.quarantined) : state.value != nil)
        }
    }

    @Test func `pools of every kind are checked and traded in on paper, and their fills compared`()
        throws
    {
        let strategy = try strategy { $0.hasAllKinds = true }
        let checked = try Program.run(["check", "--json", strategy])
        #expect(checked.exitCode == 0, "\(checked)")
        let process = try LiveProcess(["paper", "--record", path("kinds.rec"), strategy])
        try process.wait(for: "Trading on paper begins at ")
        // At home usdt is dear: what is sold there is bought away, in whichever pools give the most for it.
        try push(40)
        defer { try? push(-40) }
        try process.wait(for: " on away, block ")
        try process.wait(for: "  ended       trade 1: ")
        #expect(process.end() == 0, "\(process.complaint)")
        #expect(!process.output.contains("not comparable"), "\(process.output)")
        #expect(!process.output.contains("our maths"), "\(process.output)")
        let (sightings, failure, _) = try read("kinds.rec")
        #expect(failure == nil)
        for kind in ["dodo", "stable", "concentrated", "pair"] {
            #expect(sightings.contains { $0.snapshot.pools.contains { $0.state.kind == kind } })
        }
        let backtest = try Program.run(["backtest", path("kinds.rec"), "--strategy", strategy])
        #expect(backtest.exitCode == 0, "\(backtest.complaint)")
    }
}

extension Reading where Value == Venue {
    fileprivate var kind: String? {
        switch value {
        case .dodo: "dodo"
        case .stableSwap: "stable"
        case .uniswapV2: "pair"
        case .uniswapV3: "concentrated"
        case nil: nil
        }
    }
}
