import Foundation
import Numerics
import Recording
import Routes
import TestSupport
import Testing
import Vocabulary

/// What gas costs in an imported table, and what is said where it left nothing to trade.
@Suite struct ImportGasTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "gas-\(UUID())")
    private let demo: String

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        demo =
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "strategies/demo-parity.yaml").path
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func table(apart: Int, blocks: Int) throws -> String {
        let text = Table.prices(apart: apart, blocks: blocks)
        try Data(text.utf8).write(to: URL(filePath: path("t.csv")))
        return path("t.csv")
    }

    /// Base fee and what nodes suggest, of chain 138 and of the other one.
    private func gas(_ words: [String]) throws -> [[Wei?]] {
        let name = "\(UUID()).rec"
        let program = try Program.run(
            ["import", try table(apart: 0, blocks: 1), demo, path(name)] + words
        )
        #expect(program.exitCode == 0, "\(program.complaint)")
        var reader = try RecordingReader(path: path(name))
        var all: [[Wei?]] = []
        while let sighting = try reader.next() {
            all.append([sighting.block.baseFee, sighting.suggestedGas.value])
        }
        return all
    }

    @Test func `gas costs what a quiet chain charges, or what was said`() throws {
        let gwei: UInt256 = 1_000_000_000
        let quiet = [Wei(gwei / 100), .zero]
        #expect(try gas([]) == [quiet, quiet])
        let half = [Wei(gwei / 2), .zero]
        #expect(try gas(["--gas", "0.5 gwei"]) == [half, half])
        #expect(
            try gas(["--gas", "chain138=2 wei, 651940 = 3 gwei"])
                == [[Wei(2), .zero], [Wei(gwei * 3), .zero]]
        )
        #expect(try gas(["--gas", "alltra=0"]) == [quiet, [.zero, .zero]])
    }

    @Test func `each kind of chain has its own price where nothing is said`() throws {
        let text = try String(contentsOfFile: demo, encoding: .utf8)
            .replacing(
                "client: besu, fees: market, gas_price: 1 gwei",
                with: "client: besu, fees: free"
            )
            .replacing(
                "client: geth, fees: market, gas_price: 1 gwei",
                with: "client: geth, fees: legacy, gas_price: 3 gwei"
            )
        try Data(text.utf8).write(to: URL(filePath: path("kinds.yaml")))
        func told(_ words: [String]) throws -> (Program, [[Wei?]]) {
            let target = path("\(UUID()).rec")
            let table = try table(apart: 0, blocks: 1)
            let program = try Program.run(["import", table, path("kinds.yaml"), target] + words)
            guard program.exitCode == 0 else { return (program, []) }
            var reader = try RecordingReader(path: target)
            var all: [[Wei?]] = []
            while let sighting = try reader.next() {
                all.append([sighting.block.baseFee, sighting.suggestedGas.value])
            }
            return (program, all)
        }
        let gwei: UInt256 = 1_000_000_000
        #expect(try told([]).1 == [[nil, .zero], [nil, Wei(gwei * 3)]])
        #expect(try told(["--gas", "7 wei"]).1 == [[nil, .zero], [nil, Wei(7)]])
        let refused = try told(["--gas", "chain138=7 wei"]).0
        #expect(refused.exitCode == 64)
        #expect(
            refused.complaint == "cantilever: '--gas' has a price for 'chain138', and gas is free "
                + "there: the section 'simulation' says 'fees: free'\n"
        )
    }

    @Test(arguments: [
        (
            "cheap",
            "'--gas' takes a price such as \"0.01 gwei\", or one for each chain such as "
                + "\"chain138=0.01 gwei,alltra=2 gwei\", not 'cheap'"
        ),
        (
            "alltra=1 gwei,",
            "'--gas' takes a price such as \"0.01 gwei\", or one for each chain such as "
                + "\"chain138=0.01 gwei,alltra=2 gwei\", not ''"
        ),
        (
            "altra=1 gwei",
            "'--gas' names 'altra', and the strategy has the chains chain138 (138), alltra (651940)"
        ),
        ("alltra=1 gwei,651940=2 gwei", "'--gas' names 'alltra' twice"),
    ])
    func `a price of gas that can't be is refused`(word: String, complaint: String) throws {
        let program = try Program.run(
            ["import", try table(apart: 0, blocks: 1), demo, path("no.rec"), "--gas", word]
        )
        #expect(program.exitCode == 64)
        #expect(program.complaint == "cantilever: \(complaint)\n")
        #expect(!FileManager.default.fileExists(atPath: path("no.rec")))
    }

    @Test func `where gas has eaten every trade the backtest says so and what to do`() throws {
        let table = try table(apart: 9, blocks: 600)
        let words = ["import", table, demo, path("dear.rec"), "--gas", "20 gwei"]
        #expect(try Program.run(words).exitCode == 0)
        let told = try Program.run(["backtest", path("dear.rec"), "--strategy", demo])
        #expect(told.exitCode == 0, "\(told.complaint)")
        #expect(told.output.contains("\nHint\n"))
        #expect(told.output.contains("usd traded nothing; what stood in the way at "))
        #expect(told.output.contains(" does not hold\n"))
        #expect(
            told.output.contains(
                "try: the table told no price of gas; the bot reckons with chain138 40 gwei, alltra "
                    + "40 gwei: 'cantilever import --gas PRICE' sets another"
            ),
            "\(told.output)"
        )
        let json = try Program.run(
            ["backtest", path("dear.rec"), "--strategy", demo, "--json"]
        )
        let hint = try #require(try Outcome(json.output).hints.first)
        #expect(hint.route == "usd" && hint.trades == "0")
        #expect(hint.check != nil && hint.share.hasSuffix(" %"))
        #expect(hint.advice?.contains("--gas") == true)
    }

    @Test func `where gas is cheap the same table is traded, and there is no hint`() throws {
        let table = try table(apart: 9, blocks: 600)
        #expect(try Program.run(["import", table, demo, path("cheap.rec")]).exitCode == 0)
        let traded = try Program.run(
            ["backtest", path("cheap.rec"), "--strategy", demo, "--json"]
        )
        let outcome = try Outcome(traded.output)
        #expect(outcome.settled > 3, "\(traded.output)")
        #expect(outcome.hints.isEmpty)
    }

    @Test func `prices that were never apart are named as the reason`() throws {
        let table = try table(apart: 4, blocks: 300)
        #expect(try Program.run(["import", table, demo, path("calm.rec")]).exitCode == 0)
        let told = try Program.run(["backtest", path("calm.rec"), "--strategy", demo])
        #expect(
            told.output.contains("deviation to act on: 4 bps >= 6 bps does not hold"),
            "\(told.output)"
        )
        #expect(told.output.contains("try: the strategy's parity.enter lower"))
    }
}
