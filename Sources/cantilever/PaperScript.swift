import Bot
import Execution
import Parity
import Simulation
import Vocabulary

/// What is made to happen in the built-in demo, so that whoever watches for a minute has seen it: a leg that
/// fails, and a crash between the journal and the wire.
///
/// Everything else is left to the market.
struct PaperScript {
    private var acts: [Act]

    private struct Act {
        /// Counted from the opening.
        let after: Interval
        let deed: Deed
    }

    private enum Deed {
        case failedLeg
        case crash
    }

    static let none = PaperScript(acts: [])

    static let demo = PaperScript(acts: [
        Act(after: Interval(milliseconds: 300_000), deed: .failedLeg),
        Act(after: Interval(milliseconds: 900_000), deed: .crash),
    ])

    /// Does what is due, as soon as there is a trade to do it to; answers what to tell.
    mutating func play(in world: inout SimulatedWorld, since opening: Instant) -> String? {
        guard let act = acts.first, world.now >= opening.advanced(by: act.after) else {
            return nil
        }
        switch act.deed {
        case .failedLeg:
            guard let leg = Self.waitingLeg(in: world) else { return nil }
            world.act(.revertNext(leg.account.account), on: leg.account.chain, .beforeTransactions)
            acts.removeFirst()
            return
                "On purpose: the leg of trade \(leg.saga) on \(leg.chainName) reverts in its block."
        case .crash:
            world.crashOnPlan = true
            acts.removeFirst()
            return
                "On purpose: the bot will die between its journal and the wire of its next trade."
        }
    }

    /// A leg that waits for a block, alone among its account's transactions, while the other one is filled or
    /// waits as well: so that what is left of the trade is a naked leg.
    private static func waitingLeg(
        in world: SimulatedWorld
    ) -> (account: AccountKey, saga: UInt64, chainName: String)? {
        for saga in world.bot.sagas {
            guard case .trading(let sell, let buy) = saga.state else { continue }
            for (leg, plan) in [(buy, saga.plan.buy), (sell, saga.plan.sell)]
            where leg.outcome == nil {
                let account = leg.account
                guard world.waitingTransactions(of: account.account, on: account.chain) == 1
                else { continue }
                return (account, saga.number, plan.chainName)
            }
        }
        return nil
    }
}
