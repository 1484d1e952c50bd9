import Bot
import Foundation
import Journal
import Ledger
import Numerics
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary

/// The command line on what a bot has written while it traded.
@Suite struct BotJournalCommandTests {
    private final class Place {
        let folder = NSTemporaryDirectory() + "bot-" + UUID().uuidString
        var journal: String { folder + "/bot.journal" }
        let entries: [Entry]

        init() throws {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            var world = try #require(SimulatedDemo().world())
            _ = world.run(for: Interval(milliseconds: 600_000))
            world.act(
                .swap(
                    trader: SimulatedDemo.traderAccount,
                    pool: SimulatedDemo.pool(0),
                    selling: .base,
                    amount: 6_000_000_000,
                    least: .zero
                ),
                on: try #require(ChainID(SimulatedDemo.away))
            )
            _ = world.run(for: Interval(milliseconds: 60_000))
            entries = world.journal
            let program = try #require(WritingProgram(build: "1.2.3"))
            var journal = try BotJournal(
                path: journal,
                ballast: 0,
                segment: UInt64(entries.count),
                program: program
            )
            try journal.write(entries, of: world.bot)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }
    }

    private func run(_ words: String..., on place: Place) throws -> Program {
        let program = try Program.run(["journal"] + words + [place.journal])
        #expect(program.exitCode == 0, "\(program.complaint)")
        return program
    }

    @Test func `each of a bot's entries is shown in one line of words`() throws {
        let place = try Place()
        let lines = try run("show", on: place).output.split(separator: "\n")
        // The program before them, the state behind them.
        #expect(lines.count == place.entries.count + 2)
        #expect(lines.first?.hasSuffix("  1.2.3, rules \(Rules.version)") == true)
        #expect(lines.last?.hasSuffix("bytes; opening starts here") == true)
        for (line, entry) in zip(lines.dropFirst(), place.entries) {
            #expect(line.contains("  \(EntryRecord(entry).kind)  "))
            #expect(line.contains("  \(entry.at.milliseconds)  "))
        }
        #expect(lines.contains { $0.contains("  trade 1: settled, ") })
        #expect(lines.contains { $0.contains("  configured  ") && $0.contains("  usd over 138, ") })
        #expect(lines.contains { $0.hasSuffix(" for trade 1") })
    }

    @Test func `books and trades carry the names of the settings unless a file names them`() throws
    {
        let place = try Place()
        let books = try run("export", "--format", "hledger", on: place).output
        #expect(books.contains(" \"CUSDT.138\"\n"))
        #expect(books.contains(" \"USDC.651940\"\n"))
        let trades = try run("export", "--format=trades", on: place).output
        #expect(trades.components(separatedBy: "\r\n").count == 3)
        #expect(trades.contains(",cUSDT,"))
        let tokens = place.folder + "/tokens.json"
        let name = #"""
            [{"chain": 138, "address": "\#(SimulatedDemo.baseToken)", "symbol": "other", "decimals": 6}]
            """#
        try Data(name.utf8).write(to: URL(filePath: tokens))
        let named = try run("export", "--format=trades", "--tokens", tokens, on: place).output
        #expect(named.contains(",other,") && !named.contains(",cUSDT,"))
    }
}
