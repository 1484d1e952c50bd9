import Bot
import Execution
import Foundation
import Ledger
import Numerics
import Routes
import Simulation
import TestSupport
import Testing
import Vocabulary

@testable import Journal

struct BotJournalTests {
    private func program(
        _ build: String = "test",
        rules: UInt64 = Rules.version
    ) throws -> WritingProgram {
        try #require(WritingProgram(build: build, rules: rules))
    }

    private func journal(
        _ scratch: Scratch,
        segment: UInt64 = 10_000,
        rules: UInt64 = Rules.version
    ) throws -> BotJournal {
        try BotJournal(
            path: scratch.journal,
            ballast: 0,
            segment: segment,
            program: program(rules: rules)
        )
    }

    /// What a bot writes while it proves its lanes.
    private static let written: [Entry] = {
        guard var world = SimulatedDemo().world() else { return [] }
        _ = world.run(for: Interval(milliseconds: 300_000))
        return world.journal
    }()

    /// Steps of a real run, and the bot after each of them.
    private func steps(_ count: Int) throws -> [(entries: [Entry], bot: Bot)] {
        var bot = Bot()
        var steps: [(entries: [Entry], bot: Bot)] = []
        try #require(Self.written.count >= count)
        for entry in Self.written.prefix(count) {
            bot = try Bot(state: bot.state, entries: [entry])
            steps.append(([entry], bot))
        }
        return steps
    }

    @Test func `what was written is what a new process has`() throws {
        let steps = try steps(150)
        for segment in [10_000, 1, 7, 40] as [UInt64] {
            let scratch = try Scratch()
            do {
                var journal = try journal(scratch, segment: segment)
                for step in steps {
                    #expect(try journal.write(step.entries, of: step.bot) == .written)
                }
            }
            let journal = try journal(scratch, segment: segment)
            #expect(try journal.recovered().state == steps.last?.bot.state)
            // Whatever is behind the newest state fits a segment.
            let behind = try journal.past().entries.count
            #expect(segment == 10_000 ? behind == 150 : behind <= segment)
            _ = try JournalReader(path: scratch.journal).verify()
        }
    }

    @Test func `a new journal gives a new bot and names its program`() throws {
        let scratch = try Scratch()
        let journal = try journal(scratch)
        #expect(try journal.recovered().state == Bot().state)
        #expect(try journal.past().program == program())
        let head = journal.head
        #expect(head.index == 1)
    }

    @Test func `a journal of newer rules is refused and left alone`() throws {
        let scratch = try Scratch()
        do { _ = try journal(scratch, rules: Rules.version + 1) }
        #expect(
            throws: BotJournalFailure.newerRules(
                written: Rules.version + 1,
                known: Rules.version
            )
        ) {
            _ = try journal(scratch)
        }
        #expect(try JournalReader(path: scratch.journal).verify().index == 1)
    }

    @Test func `whole entries that are not the bot's are named`() throws {
        let scratch = try Scratch()
        do { _ = try journal(scratch) }
        do {
            var journal = try Journal(path: scratch.journal, ballast: 0)
            try journal.append([Scratch.entry(1)])
        }
        let error = #expect(throws: BotJournalFailure.self) { _ = try journal(scratch) }
        guard case .entry(index: 2, kind: "note", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a whole state that no entries make is named`() throws {
        let scratch = try Scratch()
        do {
            var journal = try Journal(path: scratch.journal, ballast: 0)
            try journal.append([Scratch.entry(1)])
            try journal.seal(step: 1, state: [1, 2, 3])
        }
        let error = #expect(throws: BotJournalFailure.self) { _ = try journal(scratch) }
        guard case .state(index: 2, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `on a full disk the step is written into the ballast, and the caller is told`()
        throws
    {
        let steps = try steps(150)
        let life = try Life(seed: 11)
        let path = life.scratch.journal
        var journal = try BotJournal(
            taking: Journal(path: path, ballast: 4_000_000, system: life.disk.name),
            segment: 20,
            program: program(),
            wantsBallast: true
        )
        let wasShort = journal.isShort
        #expect(!wasShort)
        life.disk.limit(life.disk.used + 60_000)
        var outcomes: [BotJournal.Outcome] = []
        for step in steps { outcomes.append(try journal.write(step.entries, of: step.bot)) }
        let first = try #require(outcomes.firstIndex(of: .short))
        #expect(first > 0)
        #expect(outcomes[first...].allSatisfy { $0 == .short })
        let isShort = journal.isShort
        #expect(isShort)
        #expect(try journal.recovered().state == steps.last?.bot.state)
    }

    @Test func `a disk that is full to the last byte is an error and nothing is half written`()
        throws
    {
        let steps = try steps(150)
        let life = try Life(seed: 12)
        let path = life.scratch.journal
        var journal = try BotJournal(
            taking: Journal(path: path, ballast: 0, system: life.disk.name),
            segment: 1_000,
            program: program(),
            wantsBallast: false
        )
        life.disk.limit(life.disk.used + 60_000)
        var written = 0
        for step in steps {
            do throws(BotJournalFailure) {
                try journal.write(step.entries, of: step.bot)
                written += 1
            } catch {
                #expect(error == .journal(.full(path: path)))
                break
            }
        }
        #expect((1..<150).contains(written))
        #expect(try journal.recovered().state == steps[written - 1].bot.state)
    }
}
