import Risk
import Simulation
import Testing
import Vocabulary
import Watch

@testable import Alerts
@testable import Bot

/// Whether whoever watches over the process may be told that it works.
@Suite struct AccountTests {
    private final class Watching {
        var lookout: Lookout
        init(_ start: Instant) { lookout = Lookout(since: start) }

        func look(_ bot: Bot, _ now: Instant) -> Lookout.Outcome {
            lookout.look(at: bot, endpoints: { _ in [] }, now: now)
        }
    }

    @Test func `a bot that has no settings yet has done nothing`() {
        #expect(!Watching(.start).look(Bot(), .start).isAccounted)
    }

    @Test func `what is not judged is accounted for once it was told why`() throws {
        let (bot, now, names) = try BlindScene.blinded()
        let outcome = Watching(.start).look(bot, now)
        #expect(outcome.isAccounted)
        #expect(outcome.notices.contains { $0.key.kind == .pricesUnknown })
        // The same a day later: both chains stand, which is told at once.
        let later = now.advanced(by: Interval(milliseconds: 86_400_000))
        let stale = Watching(.start).look(bot, later)
        #expect(stale.isAccounted)
        #expect(
            names.allSatisfy { name in
                stale.notices.contains { $0.key == AlertKey(.chainStale, name) }
            }
        )
    }

    @Test func `what nobody was told of is a gap, and who has just begun to look has none`() throws
    {
        let (bot, now, names) = try BlindScene.blinded()
        var survey = Survey(since: .start)
        let sight = survey.look(at: bot, endpoints: { _ in [] }, now: now)
        var board = AlertBoard()
        #expect(sight.gaps.count == 1)
        #expect(!sight.gaps.contains { $0.reasons.contains { board.isTold($0) } })
        _ = board.look(sight.findings, at: now)
        #expect(sight.gaps.allSatisfy { $0.reasons.contains { board.isTold($0) } })
        #expect(sight.gaps[0].reasons.contains(AlertKey(.chainStale, names[0])))
        var fresh = Survey(since: now)
        #expect(fresh.look(at: bot, endpoints: { _ in [] }, now: now).gaps.isEmpty)
    }
}

/// A pool in quarantine is a state: it is told as long as it stands, and never lifted without a word.
@Suite struct QuarantineTests {
    private static let key = "pool-quarantined 138 \(SimulatedDemo.pool(0))"

    @Test func `it stands until somebody has looked anew, and then it is told as over`() throws {
        var (bot, now, _) = try BlindScene.blinded()
        var lookout = Lookout(since: .start)
        var told: [String] = []
        func look(_ bot: Bot, _ seconds: UInt64) {
            for _ in 0..<seconds {
                now = now.advanced(by: Interval(milliseconds: 1_000))
                told += lookout.look(at: bot, endpoints: { _ in [] }, now: now).notices
                    .filter { $0.key.kind == .poolQuarantined }
                    .map { "\($0.key) \($0.occasion.rawValue)" }
            }
        }
        look(bot, 400)
        #expect(told == [Self.key + " raised", Self.key + " repeated"])
        // Somebody resumes, or has the file read again: nobody knows until it was looked at.
        bot.desks[0].inspection.quarantine = []
        bot.desks[0].inspection.hasPassed = false
        look(bot, 200)
        #expect(told.count == 2, "\(told)")
        bot.desks[0].inspection.hasPassed = true
        look(bot, 200)
        #expect(told.last == Self.key + " recovered", "\(told)")
        #expect(told.count == 3)
    }

    @Test func `the bot's own word of it is not told beside it`() {
        #expect(AlertKey(Alert(.critical, "pool 138 0x01", "")) == nil)
    }
}

/// An endpoint that has lied: how far it has come stands in the text.
@Suite struct LiarTests {
    @Test func `the text says when it is asked again, and then how far it has come`() throws {
        var demo = SimulatedDemo()
        demo.endpointsEach = 3
        var world = try #require(demo.world())
        _ = world.run(for: Interval(milliseconds: 30_000))
        var bot = world.bot
        let chain = bot.desks[0].chain
        func finding(at now: Instant) -> AlertFinding? {
            Survey.liars(on: chain, ["a/1", "a/2", "a/3"], bot, now).first
        }
        #expect(finding(at: world.now) == nil)
        bot.desks[0].watch.hear(2, agrees: false, block: 1, at: .start)
        bot.desks[0].watch.hear(2, agrees: false, block: 2, at: .start)
        let shunned = try #require(finding(at: .start))
        #expect(shunned.key == AlertKey(.lyingEndpoint, "a/3"))
        guard case .trouble(.critical, let first) = shunned.state else { throw Other() }
        #expect(first.contains("2 times; it is not asked before 1970-01-01T01:00:00"), "\(first)")
        let later = Instant(milliseconds: 3_600_000)
        for block in 3..<15 as Range<UInt64> {
            bot.desks[0].watch.hear(2, agrees: true, block: block, at: later)
        }
        guard case .trouble(_, let second)? = finding(at: later)?.state else { throw Other() }
        #expect(second.contains("of 12 blocks, and 256 make it good"), "\(second)")
        for block in 15..<300 as Range<UInt64> {
            bot.desks[0].watch.hear(2, agrees: true, block: block, at: later)
        }
        #expect(finding(at: later) == nil)
    }

    private struct Other: Error {}
}
