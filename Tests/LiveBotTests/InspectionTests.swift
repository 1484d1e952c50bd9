import Ethereum
import Foundation
import TestSupport
import Testing

// Contracts that are not what they were or must be, and pools that do not pay what their maths says.

extension CheckTests {
    private static let implementation =
        "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"

    /// As a proxy's owner would, whatever the contract is.
    private func store(_ address: String, _ value: String) throws {
        try devnet.order(
            #"{"do":"store","chain":138,"address":"\#(address)","slot":"\#(Self.implementation)","value":"\#(value)"}"#
        )
    }

    private func address(_ path: String...) throws -> String {
        var value: JSONValue? = try devnet.chain(138)
        for key in path { value = value?[key] }
        return try #require(value?.text)
    }

    @Test func `a pool whose queries disagree with its maths is quarantined, in check and doctor`()
        throws
    {
        try devnet.order(#"{"do":"skew","chain":138,"bps":1}"#)
        try devnet.mine(4)
        let pool = try address("pools", "pmm", "address")
        let checked = try check(DevnetStrategy(devnet: devnet))
        #expect(checked.code == 2, "\(checked)")
        let quarantine = (checked.report["quarantine"]?.elements ?? []).compactMap(\.text)
        #expect(quarantine.count == 1)
        #expect(quarantine.first?.lowercased().contains(pool.lowercased()) == true)
        #expect(quarantine.first?.contains("pool home-0") == true)
        #expect(checked.problems.contains { $0.contains("it is not traded") })
        #expect(checked.reasons.contains("quarantined"), "\(checked.reasons)")
        let examined = try examine(DevnetStrategy(devnet: devnet))
        #expect(examined.code == 1)
        #expect(examined.has("error", "home pool home-0", "is what its maths pays"))
        #expect(examined.has("ok", "away pool away-0", "pays what its maths says"))
    }

    @Test func `decimals that the file has wrong halt the routes over them`() throws {
        let checked = try check(DevnetStrategy(devnet: devnet, decimals: 8))
        #expect(checked.code == 2, "\(checked)")
        let halts = (checked.report["halts"]?.elements ?? []).compactMap(\.text)
        #expect(halts.contains { $0.contains("has 6 decimals, not 8") }, "\(halts)")
    }

    @Test func `pools with their tokens the wrong way round halt the routes over them`() throws {
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.isUpsideDown = true
        let checked = try check(strategy)
        #expect(checked.code == 2, "\(checked)")
        let halts = (checked.report["halts"]?.elements ?? []).compactMap(\.text)
        #expect(halts.contains { $0.contains("has another quote than usdt") })
        #expect(checked.problems.contains { $0.contains("as its base, not usdc 0x") })
    }

    @Test func `decimals that the file knows to be told wrongly halt nothing, any other do`() throws
    {
        var strategy = DevnetStrategy(devnet: devnet, decimals: 8)
        strategy.decimalsOnChain = 6
        let checked = try check(strategy)
        let none = checked.report["halts"]?.elements ?? []
        #expect(none.isEmpty, "\(checked)")
        let examined = try examine(strategy)
        #expect(examined.has("ok", "home usdt", "answers 6 decimals, as the file knows; 8 count"))
        strategy.decimalsOnChain = 0
        let halts = (try check(strategy).report["halts"]?.elements ?? []).compactMap(\.text)
        #expect(halts.contains { $0.contains("and not 0 as was known") }, "\(halts)")
        #expect(
            try examine(strategy).has("error", "home usdt", "and not 0 as the file knows")
        )
    }

    @Test func `code that is not the pinned one halts from the first look on`() throws {
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.executorCode = "0x" + String(repeating: "ab", count: 32)
        let checked = try check(strategy)
        #expect(checked.code == 2, "\(checked)")
        let halts = (checked.report["halts"]?.elements ?? []).compactMap(\.text)
        #expect(halts.contains { $0.contains("executor") && $0.contains("had the code 0xabab") })
        let examined = try examine(strategy)
        #expect(examined.has("error", "home executor", "not the pinned 0xabab"))
        let shown = examined.findings.compactMap { finding -> String? in
            guard finding["subject"]?.text == "away executor" else { return nil }
            return finding["text"]?.text
        }
        // Both chains' executors are the same contract.
        let hash = try #require(shown.first { $0.hasPrefix("code hash ") }).dropFirst(10)
        strategy.executorCode = String(hash)
        #expect(try check(strategy).code == 0)
        #expect(try examine(strategy).has("ok", "home executor", "code hash \(hash)"))
    }

    @Test func `validators other than the pinned ones halt their chain`() throws {
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.stranger = "0x00000000000000000000000000000000000057a9"
        let checked = try check(strategy)
        #expect(checked.code == 2, "\(checked)")
        let halts = (checked.report["halts"]?.elements ?? []).compactMap(\.text)
        #expect(halts.contains { $0.contains("home: validators are 4") }, "\(halts)")
        let examined = try examine(strategy)
        #expect(examined.has("error", "home finality", "which are not those pinned"))
    }

    @Test func `the doctor shows what proxies run, and pools whose tokens are the other way round`()
        throws
    {
        let (usdc, pool) = (try address("tokens", "usdc", "address"), try address("bridge"))
        try store(usdc, pool)
        defer { _ = try? store(usdc, "0x0") }
        try devnet.mine(1)
        var strategy = DevnetStrategy(devnet: devnet)
        strategy.isUpsideDown = true
        let examined = try examine(strategy)
        #expect(examined.has("warning", "home usdc", "a proxy that runs"), "\(examined)")
        #expect(examined.has("error", "home pool home-0", "its base is 0x"), "\(examined)")
        try store(usdc, "0x0")
        try devnet.mine(1)
    }

    @Test func `a proxy whose implementation changes under way halts its routes by name`() throws {
        let usdc = try address("tokens", "usdc", "address")
        let (one, other) = (try address("multicall"), try address("pools", "pair", "address"))
        try store(usdc, one)
        defer {
            _ = try? store(usdc, "0x0")
            _ = try? devnet.mine(1)
        }
        try devnet.mine(2)
        // Heads may be old here: blocks come on command, and the machine may be busy with other tests.
        let path = try DevnetStrategy(devnet: devnet, oldestHead: 30_000, blockInterval: "200 ms")
            .file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Process()
        process.executableURL = Program.folder.appending(path: "cantilever")
        process.arguments = ["check", "--watch", path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        defer { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 180) { process.terminate() }
        let reader = output.fileHandleForReading
        _ = try line(from: reader) { $0.contains("usd: in parity, deviation") }
        // Until then the reference may not have been read yet: three blocks more, and it has been.
        for _ in 0..<3 {
            try devnet.mine(1)
            _ = try line(from: reader) { $0.contains("usd: in parity") }
        }
        try store(usdc, other)
        var halted = ""
        // A round ends 256 blocks behind the one before; blocks come in steps that can be followed.
        for _ in 0..<60 where halted.isEmpty {
            try devnet.mine(8)
            let next = try line(from: reader) { _ in true }
            if next.contains("halted: ") { halted = next }
        }
        #expect(halted.contains("usdc"), "\(halted)")
        #expect(halted.lowercased().contains("ran the code of \(one.lowercased())"), "\(halted)")
        #expect(halted.lowercased().contains("runs that of \(other.lowercased())"), "\(halted)")
    }
}
