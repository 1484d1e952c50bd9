import Bot
import Ledger
import Parity
import Routes
import Simulation
import Vocabulary

/// What a view and a balance sheet are made of, whatever market is traded on paper.
protocol PaperScene {
    var fleet: Fleet { get }
    /// The same with the prices that everything is counted by.
    var valued: Fleet { get }
    var bot: Bot { get }
    var tally: PaperTally { get }
    /// When somebody began to look, when counting began, and how far it is.
    var start: Instant { get }
    var opening: Instant { get }
    var now: Instant { get }
    /// Where it is traded, in a few words.
    var setting: String { get }
    /// Where what was gained or lost since the opening came from; `nil` where a price is not fixed.
    var attribution: Attribution? { get }
    /// What only this market has to say at the end.
    var remarks: [(String, String)] { get }
    /// What is wrong with the bot.
    var violations: [String] { get }

    /// Of the chains as they are, whatever the bot knows of them.
    func price(at place: Route.Place) -> Price?
}

extension PaperScene {
    var valued: Fleet { fleet }

    func deviation(of route: Route) -> Deviation? {
        guard let first = price(at: route.first), let second = price(at: route.second) else {
            return nil
        }
        return Deviation(of: first, from: second)
    }
}

extension PaperSession: PaperScene {
    var bot: Bot { world.bot }
    var now: Instant { world.now }
    var setting: String { "two simulated chains" }
    var remarks: [(String, String)] {
        [("crashes survived", "\(tally.restarts) of \(tally.crashes)")]
    }
    /// The auditor of every simulated world finds none, or something is wrong with the bot.
    var violations: [String] { world.violations.map { "\($0)" } }
}
