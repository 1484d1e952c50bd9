import Bot
import Foundation
import Journal
import Ledger
import Numerics
import Simulation
import TestSupport
import Testing
import Vocabulary

struct CrashedBotTests {
    /// What we hold on both chains, and what the bridge and the pools hold.
    private func balances(_ world: SimulatedWorld) -> [UInt256?] {
        [world.first, world.second].flatMap { chain in
            [SimulatedDemo.baseToken, SimulatedDemo.quoteToken].map { token in
                chain.balance(of: SimulatedDemo.executorContract, in: token)
            }
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `a bot that dies at any effect goes on from its file as if it had lost nothing`(
        seed: UInt64
    ) throws {
        var chance = Chance(seed: seed)
        let scratch = try Scratch()
        let crashes = (0..<6).map { _ in UInt64.random(in: 100...12_000, using: &chance) }.sorted()
        let files = try JournalledWorld(scratch)
        let crashed = try JournalledWorld.play(files.storage, seed: seed, crashes: crashes)
        #expect(files.failures == [])
        #expect(!files.path.hasSuffix("life-0.journal"))
        #expect(files.sealed != nil)
        let trades = crashed.journal.filter { EntryRecord($0).kind == TradeRecord.kind }
        #expect(trades.count >= 2)
        let same = try JournalledWorld.play(.memory, seed: seed, crashes: crashes)
        #expect(crashed.journal.map(\.canonicalBytes) == same.journal.map(\.canonicalBytes))
        #expect(crashed.bot.state == same.bot.state)
        #expect(balances(crashed) == balances(same))
        let calm = try JournalledWorld.play(.memory, seed: seed)
        #expect(balances(crashed) == balances(calm))
        files.close()
        _ = try JournalReader(path: files.path).verify(witness: Journal.witnessPath(files.path))
    }

    @Test func `the same seed makes the same journal to the last byte`() throws {
        let heads = try (0..<2).map { _ in
            let scratch = try Scratch()
            let files = try JournalledWorld(scratch)
            _ = try JournalledWorld.play(files.storage, seed: 21, crashes: [900, 4_000])
            let head = try #require(files.head)
            files.close()
            return head
        }
        #expect(heads[0] == heads[1])
        #expect(heads[0].index > 100)
    }
}
