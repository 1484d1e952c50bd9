import Ledger
import Simulation
import TestSupport
import Testing
import Vocabulary

@testable import Bot

struct StateTests {
    private func reread(_ entries: some Sequence<Entry>) throws -> [Entry] {
        try entries.map { try Entry(EntryRecord($0)) }
    }

    /// What prints alike is alike: a field that has no place in the bytes would be missed there. The books'
    /// tables print in no order, and have their own tests.
    private func text(_ bot: Bot) -> String {
        var memory = bot.memory
        memory.books = Books()
        return "\(memory)"
    }

    /// At any point of any history: the entries read back make the bot that runs, and so do a state and the
    /// entries behind it.
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `what is read back is what runs`(seed: UInt64) throws {
        var run = try RandomRun(seed: seed)
        var folded = try Bot(state: nil, entries: reread(run.world.journal))
        var (state, count) = (run.world.bot.state, run.world.journal.count)
        #expect(folded.state == state)
        for round in 0..<12 {
            let entries = try run.go()
            folded = try Bot(state: folded.state, entries: reread(entries))
            let running = run.world.bot.state
            // The state of the bot that is dead is what it was when it died.
            #expect(folded.state == running, "seed \(seed), round \(round)")
            let behind = try reread(run.world.journal.dropFirst(count))
            let later = try Bot(state: state, entries: behind)
            #expect(later.state == running)
            let isAlike = text(later) == text(run.world.bot)
            #expect(isAlike, "seed \(seed), round \(round)")
            if round % 5 == 4 { (state, count) = (running, run.world.journal.count) }
        }
        let whole = try Bot(state: nil, entries: reread(run.world.journal))
        #expect(whole.state == run.world.bot.state)
        #expect(try Bot(state: whole.state, entries: []).stateView == run.world.bot.stateView)
    }

    @Test func `bytes that no fold made are refused as a state`() throws {
        let run = try RandomRun(seed: 3)
        let state = run.world.bot.state
        var chance = Chance(seed: 9)
        for _ in 0..<200 {
            var bytes = state
            let place = Int.random(in: bytes.indices, using: &chance)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            guard let bot = try? Bot(state: bytes, entries: []) else { continue }
            #expect(bot.state == bytes)
        }
        for cut in [0, 1, state.count / 2, state.count - 1] {
            #expect(throws: CanonicalError.self) {
                _ = try Bot(state: Array(state.prefix(cut)), entries: [])
            }
        }
        #expect(throws: CanonicalError.self) { _ = try Bot(state: state + [0], entries: []) }
    }
}
