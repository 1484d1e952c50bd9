import Numerics
import Routes
import Simulation
import Testing
import Venues
import Vocabulary
import Watch

@testable import Bot

/// How an endpoint that was caught in a lie comes back, in a world where the others are honest.
struct ParoleTests {
    /// A world in which the first endpoint of each chain has hidden logs, until it was caught somewhere.
    private func caught() throws -> (world: SimulatedWorld, chain: ChainID) {
        var demo = SimulatedDemo()
        demo.endpointsEach = 3
        var world = try SettlingTests.proved(demo)
        for chain in world.endpoints.indices { world.endpoints[chain][0].hidesLogs = true }
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: 20_000_000_000,
                least: .zero
            ),
            on: try PainScene.away()
        )
        var caught: ChainID?
        for _ in 0..<300 where caught == nil {
            _ = world.run(for: PainScene.seconds(1))
            caught = world.endpoints.indices.lazy.map { world.bot.desks[$0].chain.id }
                .first { world.bot.liars(on: $0) == [0] }
        }
        for chain in world.endpoints.indices { world.endpoints[chain][0].hidesLogs = false }
        return (world, try #require(caught))
    }

    @Test func `who has lied is asked beside the others after an hour, and makes amends`()
        throws
    {
        var (world, chain) = try caught()
        let index = try #require(world.bot.desk(chain))
        func score(_ world: SimulatedWorld) throws -> EndpointScore {
            try #require(world.bot.score(of: 0, on: chain))
        }
        _ = world.run(for: PainScene.seconds(3_500))
        #expect(try score(world).amends == 0 && score(world).lies > 0)
        _ = world.run(for: PainScene.seconds(320))
        // About a hundred blocks later: it has said the same of nearly each, and is still nobody's witness.
        let amends = try score(world).amends
        #expect((50...256).contains(amends), "\(amends)")
        #expect(world.bot.liars(on: chain) == [0])
        #expect(world.bot.desks[index].seen?.quorum.asks(0) == false)
        _ = world.run(for: PainScene.seconds(500))
        #expect(world.bot.liars(on: chain) == [])
        _ = world.run(for: PainScene.seconds(10))
        #expect(world.bot.desks[index].seen?.quorum.asks(0) == true)
    }

    @Test func `what it says on parole changes nothing but what is thought of it`() throws {
        var (world, chain) = try caught()
        let index = try #require(world.bot.desk(chain))
        _ = world.run(for: PainScene.seconds(3_700))
        var bot = world.bot
        let seen = try #require(bot.desks[index].seen)
        let before = bot.state
        bot.step.begin(at: world.now)
        let other = Sight(
            header: seen.sight.header,
            answers: seen.sight.answers,
            gasMoney: seen.sight.gasMoney,
            counter: .known(99),
            suggestedGas: seen.sight.suggestedGas,
            logs: seen.sight.logs,
            transactions: []
        )
        let lies = try #require(bot.score(of: 0, on: chain)).lies
        bot.judge(other, seen.request, of: seen.block.hash, from: 0, at: index)
        #expect(bot.score(of: 0, on: chain)?.lies == lies + 1)
        #expect(bot.desks[index].agreed?.digest == seen.digest && bot.state == before)
        // Of a block that is not the newest any more nobody can tell.
        bot.judge(other, seen.request, of: seen.block.parent, from: 0, at: index)
        #expect(bot.score(of: 0, on: chain)?.lies == lies + 1)
    }
}
