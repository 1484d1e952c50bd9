import Bot
import Execution
import Numerics
import Parity
import Risk
import Simulation
import Venues
import Vocabulary

/// The scripted hour on two virtual chains that `paper --sim` prints.
enum SimulatedShow {
    static func play() throws(Failure) {
        var demo = SimulatedDemo()
        demo.rampTrades = 2
        demo.overdue = seconds(3_600)
        guard let away = ChainID(SimulatedDemo.away), var world = demo.world() else {
            throw Failure(.internal, "the simulated market's numbers are refused")
        }
        Terminal.say(
            """
            Two virtual chains with one stable pool each and a bridge between them. Money, time and
            people are made up; contracts, transactions, nonces and the bot's decisions are exact.

            """
        )
        var narration = SimulatedNarration(start: world.now)
        func tell(_ happened: [SimulatedWorld.Happening]) {
            for line in narration.lines(for: happened) { Terminal.say(line) }
        }
        tell(world.run(for: seconds(900)))
        Terminal.say("\nSomebody sells 6,000 base on \(away): base is cheap there now.")
        push(&world, on: away)
        tell(world.run(for: seconds(60)))
        Terminal.say("\nAgain, and the bot's next transaction on \(away) will revert in its block.")
        push(&world, on: away)
        world.act(.revertNext(SimulatedDemo.operatorAccount), on: away, .beforeTransactions)
        tell(world.run(for: seconds(90)))
        Terminal.say("\nAgain, and the bot dies between its journal and the wire.")
        push(&world, on: away)
        world.crashOnPlan = true
        tell(world.run(for: seconds(120)))
        Terminal.say("\n" + balances(world))
        let endings = narration.endings
        guard endings.contains("settled"), endings.contains("unwound"), narration.hasRestarted
        else { throw Failure(.internal, "the simulated market did not end as its script promises") }
    }

    private static func push(_ world: inout SimulatedWorld, on chain: ChainID) {
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: 6_000_000_000,
                least: .zero
            ),
            on: chain
        )
    }

    private static func balances(_ world: SimulatedWorld) -> String {
        [world.first, world.second].map { chain in
            let held = [SimulatedDemo.baseToken, SimulatedDemo.quoteToken].map { token in
                let units = chain.balance(of: SimulatedDemo.executorContract, in: token) ?? .zero
                return DecimalNumber(digits: units, scale: 6).description
            }
            return "\(chain.rules.id): holds \(held[0]) base and \(held[1]) quote of 250000 each"
        }.joined(separator: "\n")
    }

    private static func seconds(_ count: UInt64) -> Interval {
        Interval(milliseconds: count * 1_000)
    }
}
