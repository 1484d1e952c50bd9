import Bot
import Foundation
import Journal
import Numerics
import Parity
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary

@Suite struct ReplayCommandTests {
    /// A market's journal, in which one recorded verdict is spoilt.
    private final class Place {
        let folder = NSTemporaryDirectory() + "replay-" + UUID().uuidString
        var journal: String { folder + "/bot.journal" }
        private(set) var spoilt: UInt64?
        private(set) var verdicts: UInt64 = 0

        init(
            rules: UInt64 = Rules.version,
            spoiling: (inout Standing, Assessment) -> Bool = { _, _ in false }
        ) throws {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            var world = try #require(SimulatedDemo().world())
            _ = world.run(for: Interval(milliseconds: 600_000))
            // Somebody's sale, for the bot to trade against.
            world.act(
                .swap(
                    trader: SimulatedDemo.traderAccount,
                    pool: SimulatedDemo.pool(0),
                    selling: .base,
                    amount: 20_000_000_000,
                    least: .zero
                ),
                on: try #require(ChainID(SimulatedDemo.away))
            )
            _ = world.run(for: Interval(milliseconds: 60_000))
            let program = try #require(WritingProgram(build: "1.2.3", rules: rules))
            var journal = try BotJournal(path: journal, ballast: 0, program: program)
            for (number, entry) in world.journal.enumerated() {
                var entry = entry
                if case .judged(let judgement) = entry.fact {
                    verdicts += 1
                    var standing = judgement.standing
                    if spoilt == nil, spoiling(&standing, judgement.assessment) {
                        // Behind the program's own entry.
                        spoilt = UInt64(number) + 2
                        entry = Entry(
                            at: entry.at,
                            .judged(
                                Judgement(
                                    route: judgement.route,
                                    scene: judgement.scene,
                                    standing: standing,
                                    assessment: judgement.assessment
                                )
                            )
                        )
                    }
                }
                try journal.write([entry], of: world.bot)
            }
        }

        /// The first verdict, made for a route that was halted.
        static func halting(_ standing: inout Standing, _ assessment: Assessment) -> Bool {
            standing.isHalted = !standing.isHalted
            return true
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test func `every verdict comes out as it was recorded`() throws {
        let place = try Place()
        let program = try Program.run(["replay", place.folder])
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(place.verdicts > 0)
        let count = place.verdicts
        #expect(
            program.output.contains("verdicts made again  \(count): \(count) equal, 0 differing\n")
        )
        #expect(
            program.output.contains(
                "recorded by          1.2.3, rules \(Rules.version): \(count)\n"
            )
        )
    }

    @Test func `a verdict that comes out otherwise is named with every value that differs`() throws
    {
        let place = try Place(spoiling: Place.halting)
        let program = try Program.run(["replay", place.journal])
        #expect(program.exitCode == 1)
        #expect(program.complaint == "cantilever: 1 of \(place.verdicts) verdicts differ\n")
        let index = try #require(place.spoilt)
        #expect(program.output.contains("\nentry \(index), 2025-06-15T"))
        #expect(program.output.contains("\n  checks[0].passes\n"))
        #expect(program.output.contains("\n    recorded   true\n    made again false\n"))
        let json = try Program.run(["replay", "--json", place.journal])
        #expect(json.exitCode == 1)
        #expect(json.output.contains(#""differing":"1""#))
        #expect(json.output.contains(#""entry":"\#(index)""#))
    }

    /// A dollar more traded that day takes nothing from a trade that is far below the day's limit.
    @Test func `the same verdict by other numbers is another one: equal is equal to the byte`()
        throws
    {
        let place = try Place { standing, assessment in
            guard assessment.plan != nil else { return false }
            standing.volumeToday = standing.volumeToday.adding(Worth(1)) ?? standing.volumeToday
            return true
        }
        let index = try #require(place.spoilt)
        let program = try Program.run(["replay", place.journal])
        #expect(program.exitCode == 1, "\(program.output)")
        #expect(program.complaint == "cantilever: 1 of \(place.verdicts) verdicts differ\n")
        #expect(program.output.contains("\nentry \(index), 2025-06-15T"))
        let places = program.output.split(separator: "\n").filter {
            $0.hasPrefix("  ") && !$0.hasPrefix("    ")
        }
        #expect(!places.isEmpty)
        #expect(places.allSatisfy { $0.hasPrefix("  checks[") }, "\(program.output)")
        #expect(!program.output.contains("verdict.kind"))
    }

    @Test func `an entry of other rules that can't be read is refused by its rules' name`() throws {
        let place = try Place(rules: Rules.version - 1)
        do {
            var journal = try Journal(path: place.journal, ballast: 0)
            let step = try JournalReader(path: place.journal).verify().index
            try journal.append([JournalEntry(step: step, kind: "judged", bytes: [7], view: "{}")])
        }
        let program = try Program.run(["replay", place.journal])
        #expect(program.exitCode == 65, "\(program.output)")
        #expect(
            program.complaint.contains(
                ", a judged written by rules \(Rules.version - 1), can't be read by rules "
                    + "\(Rules.version): replay it with the program that wrote it\n"
            ),
            "\(program.complaint)"
        )
        #expect(program.output.contains("can't be read: a judged of rules \(Rules.version - 1)"))
    }

    /// Their number is raised whenever what is decided changes.
    @Test func `what other rules recorded may differ, and is said to be theirs`() throws {
        let place = try Place(rules: 1, spoiling: Place.halting)
        let program = try Program.run(["replay", place.journal])
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.contains(", recorded by rules 1\n"))
        #expect(
            program.output.contains(
                "rules 1: \(place.verdicts) (this program has rules \(Rules.version))\n"
            )
        )
    }

    @Test func `a journal that is not there, and none at all, is refused`() throws {
        #expect(try Program.run(["replay"]).exitCode == 64)
        #expect(try Program.run(["replay", "/nowhere/bot.journal"]).exitCode == 66)
    }
}
