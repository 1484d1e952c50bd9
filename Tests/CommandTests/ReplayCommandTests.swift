import Bot
import Foundation
import Journal
import Parity
import Simulation
import TestSupport
import Testing
import Vocabulary

@Suite struct ReplayCommandTests {
    /// A market's journal, in which one recorded verdict is spoilt.
    private final class Place {
        let folder = NSTemporaryDirectory() + "replay-" + UUID().uuidString
        var journal: String { folder + "/bot.journal" }
        private(set) var spoilt: UInt64?
        private(set) var verdicts: UInt64 = 0

        init(rules: UInt64 = Rules.version, spoiling: Bool) throws {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            var world = try #require(SimulatedDemo().world())
            _ = world.run(for: Interval(milliseconds: 600_000))
            let program = try #require(WritingProgram(build: "1.2.3", rules: rules))
            var journal = try BotJournal(path: journal, ballast: 0, program: program)
            for (number, entry) in world.journal.enumerated() {
                var entry = entry
                if case .judged(let judgement) = entry.fact {
                    verdicts += 1
                    if spoiling, spoilt == nil {
                        // Behind the program's own entry.
                        spoilt = UInt64(number) + 2
                        var standing = judgement.standing
                        standing.isHalted = !standing.isHalted
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

        deinit { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test func `every verdict comes out as it was recorded`() throws {
        let place = try Place(spoiling: false)
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
        let place = try Place(spoiling: true)
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

    @Test func `what other rules recorded may differ, and is said to be theirs`() throws {
        let place = try Place(rules: 0, spoiling: true)
        let program = try Program.run(["replay", place.journal])
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.contains(", recorded by rules 0\n"))
        #expect(
            program.output.contains("rules 0: \(place.verdicts) (this program has rules ")
        )
    }

    @Test func `a journal that is not there, and none at all, is refused`() throws {
        #expect(try Program.run(["replay"]).exitCode == 64)
        #expect(try Program.run(["replay", "/nowhere/bot.journal"]).exitCode == 66)
    }
}
