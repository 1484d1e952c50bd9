import Parity
import Routes
import Simulation
import Testing
import Vocabulary

@testable import Alerts
@testable import Bot

/// A pool of the only route is in quarantine: blocks are agreed on all the same, and nothing can be said of them.
enum BlindScene {
    /// A world that has looked at everything, and its bot with the first chain's pool in quarantine.
    static func blinded() throws -> (bot: Bot, now: Instant, names: [String]) {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: Interval(milliseconds: 60_000))
        var bot = world.bot
        bot.desks[0].inspection.quarantine = [(SimulatedDemo.pool(0), "pool x pays another sum")]
        return (bot, world.now, bot.settings?.fleet.chains.map(\.name) ?? [])
    }

    static func broken(_ mistake: AlertMistake) throws -> [String] {
        let (bot, now, _) = try blinded()
        var survey = Survey(since: .start)
        survey.mistake = mistake
        let sight = survey.look(at: bot, endpoints: { _ in [] }, now: now)
        // Both chains' blocks are agreed on, so that only the judgement is missing.
        let areSeen = bot.settings?.fleet.chains.allSatisfy { bot.agreedBlock(of: $0.id) != nil }
        return areSeen == true && sight.assessed.allSatisfy { $0 == nil } ? [] : ["blind"]
    }
}
