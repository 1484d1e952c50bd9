import Contracts
import Execution
import Hashing
import Numerics
import Routes
import Simulation
import Testing
import Venues
import Watch
import Vocabulary
import Watch

@testable import Bot

struct WitnessTests {
    private func desk() throws -> (Desk, Desk.Seen) {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: Interval(milliseconds: 21_000))
        let desk = world.bot.desks[0]
        return (desk, try #require(desk.seen))
    }

    @Test func `a log that one endpoint dates back is no part of what was agreed`() throws {
        let (desk, seen) = try desk()
        let past = try #require(desk.watch.headers.blocks.first)
        let log = EventLog(
            address: SimulatedDemo.executorContract,
            topics: [Keccak256.hash([2])],
            data: [],
            place: LogPlace(block: past.hash, index: 0),
            transaction: TransactionHash(Keccak256.hash([1]))
        )
        let forged = Sight(
            header: seen.sight.header,
            answers: seen.sight.answers,
            counter: seen.sight.counter,
            suggestedGas: seen.sight.suggestedGas,
            logs: .known([log]),
            transactions: []
        )
        #expect(desk.digest(forged, seen.snapshot) != desk.digest(seen.sight, seen.snapshot))
    }

    @Test func `one silent endpoint of three holds nothing up`() throws {
        var demo = SimulatedDemo()
        demo.endpointsEach = 3
        var world = try SettlingTests.proved(demo)
        for chain in world.endpoints.indices { world.endpoints[chain][0].isDown = true }
        let away = try #require(ChainID(SimulatedDemo.away))
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: 20_000_000_000,
                least: .zero
            ),
            on: away
        )
        var closed = 0
        for case .journalled(let entry) in world.run(for: Interval(milliseconds: 14_000)) {
            if case .closed = entry.fact { closed += 1 }
        }
        #expect(closed > 0)
    }

    @Test func `a block that one endpoint shows before the others are known is believed with them`()
        throws
    {
        var demo = SimulatedDemo()
        demo.endpointsEach = 3
        var world = try #require(demo.world())
        for chain in world.endpoints.indices {
            for other in 1...2 {
                world.endpoints[chain][other].latency = Interval(milliseconds: 700)
            }
        }
        // Both have answered twice by now, and no second block has come.
        _ = world.run(for: Interval(milliseconds: 1_900))
        for desk in world.bot.desks {
            #expect(world.bot.agreedBlock(of: desk.chain.id) != nil)
            #expect(desk.watch.headers.blocks.count == 1)
        }
    }

    @Test func `an endpoint that is always a block late holds nothing up`() throws {
        var demo = SimulatedDemo()
        demo.endpointsEach = 3
        var world = try SettlingTests.proved(demo)
        for chain in world.endpoints.indices { world.endpoints[chain][0].lag = 1 }
        let away = try #require(ChainID(SimulatedDemo.away))
        world.act(
            .swap(
                trader: SimulatedDemo.traderAccount,
                pool: SimulatedDemo.pool(0),
                selling: .base,
                amount: 20_000_000_000,
                least: .zero
            ),
            on: away
        )
        var closed = 0
        for case .journalled(let entry) in world.run(for: Interval(milliseconds: 14_000)) {
            if case .closed = entry.fact { closed += 1 }
        }
        #expect(closed > 0)
    }

    @Test func `a clock that is set back does not stop the looking`() throws {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: Interval(milliseconds: 20_010))
        var bot = world.bot
        let now = world.now
        _ = bot.handle(Event(at: now.advanced(by: Interval(milliseconds: 5_000)), .woke))
        let early = Instant(milliseconds: now.milliseconds - 3_600_000)
        let effects = bot.handle(Event(at: early, .woke))
        #expect(effects.contains { if case .ask = $0 { true } else { false } })
    }

    @Test func `a stirred chain is looked at out of turn, and nobody is asked twice at once`()
        throws
    {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: Interval(milliseconds: 20_010))
        var bot = world.bot
        let (chain, other) = (bot.desks[0].chain.id, bot.desks[1].chain.id)
        // Long enough for whoever is asked already to be given up.
        let now = world.now.advanced(by: Interval(milliseconds: 60_000))
        bot.questions = []
        func asked(_ effects: [Effect]) -> [ChainID] {
            effects.compactMap { effect in
                if case .ask(_, let endpoint, .look) = effect { endpoint.chain } else { nil }
            }
        }
        let effects = bot.handle(Event(at: now, .stirred(chain)))
        #expect(!asked(effects).isEmpty && !asked(effects).contains(other))
        #expect(asked(bot.handle(Event(at: now, .stirred(chain)))).isEmpty)
        #expect(try asked(bot.handle(Event(at: now, .stirred(#require(ChainID(7)))))).isEmpty)
    }

    @Test func `a silent witness of a stirred chain is not waited for until the next look`() throws
    {
        var demo = SimulatedDemo()
        demo.endpointsEach = 3
        var world = try #require(demo.world())
        _ = world.run(for: Interval(milliseconds: 21_000))
        for chain in world.endpoints.indices {
            world.endpoints[chain][0].latency = Interval(milliseconds: 2_900)
        }
        var steps = 0
        while !world.bot.desks[0].isWaiting, steps < 10_000 {
            _ = world.run(for: Interval(milliseconds: 1))
            steps += 1
        }
        let seen = try #require(world.bot.desks[0].seen)
        let chain = world.bot.desks[0].chain.id
        func asked(after milliseconds: UInt64) -> Bool {
            var bot = world.bot
            let time = seen.since.advanced(by: Interval(milliseconds: milliseconds))
            return bot.handle(Event(at: time, .stirred(chain))).contains { effect in
                guard case .ask(_, let endpoint, .look(let request)) = effect else { return false }
                return endpoint.chain == chain && request.place == .block(seen.block.hash)
            }
        }
        #expect(!asked(after: 149))
        #expect(asked(after: 150))
    }
}
