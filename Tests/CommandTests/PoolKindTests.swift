import Foundation
import Recording
import Routes
import TestSupport
import Testing

/// Every kind of pool is played, recorded, traded backwards and imported, as a person does it.
@Suite struct PoolKindTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        /// What its contract can't tell, by indentation of the file.
        let own: String
        let slippage: String

        var testDescription: String { name }

        /// The demo with both of its pools of this kind.
        func strategy() throws -> String {
            let demo = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "strategies/demo-parity.yaml")
            return try String(contentsOf: demo, encoding: .utf8)
                .replacing("kind: dodo-dsp\n        revision: current\n", with: own)
                .replacing(
                    "slippage: 0.05\n      fee: 3 bps",
                    with: "slippage: \(slippage)\n      fee: 3 bps"
                )
        }
    }

    static let kinds = [
        Kind(
            name: "uniswap-v3",
            own: "kind: uniswap-v3\n        words_each_side: 1\n",
            slippage: "0.05"
        ),
        Kind(
            name: "stableswap",
            own: """
                kind: stableswap
                        generation: next-generation
                        coin_decimals: [6, 6]
                        base_coin: 0
                        quote_coin: 1

                """,
            slippage: "0.05"
        ),
        Kind(
            name: "a classic StableSwap pool with a third coin",
            own: """
                kind: stableswap
                        generation: classic
                        coin_decimals: [18, 6, 6]
                        base_coin: 2
                        quote_coin: 1

                """,
            slippage: "0.05"
        ),
    ]

    private let folder = FileManager.default.temporaryDirectory.appending(path: "kinds-\(UUID())")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
        return path(name)
    }

    @Test(arguments: kinds)
    func `a pool of any kind is traded on paper, recorded, and traded out of the recording`(
        kind: Kind
    ) throws {
        let strategy = try write(try kind.strategy(), "s.yaml")
        let played = try Program.run([
            "paper", "--sim", "--speed", "max", "--minutes", "30", "--record", path("r.rec"),
            strategy,
        ])
        #expect(played.exitCode == 0, "\(played.complaint)")
        #expect(played.output.contains(" settled, result "))
        #expect(!played.output.contains("\n  broken "))
        #expect(!played.output.contains("\n  halted "))
        var reader = try RecordingReader(path: path("r.rec"))
        var known = 0
        while let sighting = try reader.next() {
            known += sighting.snapshot.pools.count { $0.state.value != nil }
        }
        #expect(known > 1_000)
        let traded = try Program.run(["backtest", path("r.rec"), "--strategy", strategy, "--json"])
        #expect(traded.exitCode == 0, "\(traded.complaint)")
        let outcome = try Outcome(traded.output)
        #expect(outcome.settled > 0, "\(traded.output)")
        #expect(outcome.halted.isEmpty)
    }

    @Test(arguments: kinds)
    func `a table of prices is traded with pools of any kind`(kind: Kind) throws {
        let strategy = try write(try kind.strategy(), "s.yaml")
        let table = try write(Table.prices(apart: 12, blocks: 600), "t.csv")
        let imported = try Program.run(["import", table, strategy, path("t.rec")])
        #expect(imported.exitCode == 0, "\(imported.complaint)")
        let traded = try Program.run(["backtest", path("t.rec"), "--strategy", strategy, "--json"])
        #expect(traded.exitCode == 0, "\(traded.complaint)")
        #expect(try Outcome(traded.output).settled > 0, "\(traded.output)")
    }

    @Test func `what a table can't say of a pool is refused with what to do`() throws {
        let narrow = try write(try Self.kinds[0].strategy(), "narrow.yaml")
        let far = try write(
            "time_s,chain,pool,price\n1,chain138,pool138,1.0005\n2,chain138,pool138,1.2\n",
            "far.csv"
        )
        let outside = try Program.run(["import", far, narrow, path("far.rec")])
        #expect(outside.exitCode == 65)
        #expect(
            outside.complaint.hasPrefix(
                "\(far):3:20: expected a price at which 'pool138' has liquidity; a larger 'slippage' "
                    + "in the section 'simulation' spreads it wider; found '1.2'\n"
            )
        )
        let held = try write(
            "time_s,chain,pool,base,quote\n1,chain138,pool138,900000,1100000\n",
            "held.csv"
        )
        let untold = try Program.run(["import", held, narrow, path("held.rec")])
        #expect(untold.exitCode == 65)
        #expect(
            untold.complaint.hasPrefix(
                "\(held):2:12: expected any other pool than a Uniswap V3 one, or a table with the "
                    + "column 'price': what a V3 pool holds does not tell its price; found 'pool138'\n"
            )
        )
        let coins = try write(try Self.kinds[1].strategy(), "coins.yaml")
        let balances = try Program.run(["import", held, coins, path("coins.rec")])
        #expect(balances.exitCode == 0, "\(balances.complaint)")
    }
}

/// What a program reads out of `backtest --json`.
struct Outcome: Decodable {
    struct Row: Decodable {
        let route: String
        /// Integers are text.
        let settled: String
    }

    struct Hint: Decodable {
        struct Check: Decodable {
            let rule: String
        }

        let route: String
        let trades: String
        let rule: String
        let share: String
        let check: Check?
        let changes: [String]
        let leadsToTrade: Bool
        let advice: String?
    }

    let routes: [Row]
    let hints: [Hint]
    let halted: [String]

    init(_ text: String) throws {
        self = try JSONDecoder().decode(Outcome.self, from: Data(text.utf8))
    }

    var settled: UInt64 { routes.reduce(0) { $0 + (UInt64($1.settled) ?? 0) } }
}

/// Tables as somebody exports them.
enum Table {
    /// Both chains every two seconds, the other one dearer by so many basis points half of the time.
    static func prices(apart: Int, blocks: Int) -> String {
        var lines = ["time_s,chain,pool,price"]
        for block in 0..<blocks {
            let time = 1_790_000_000 + 2 * block
            let gap = block / 50 % 2 == 0 ? 0 : apart
            let hundreds = String(10_000 + gap)
            lines.append("\(time),chain138,pool138,1.0000")
            lines.append(
                "\(time),alltra,pool-alltra,\(hundreds.prefix(1)).\(hundreds.dropFirst())"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
