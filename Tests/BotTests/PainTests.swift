import Execution
import Numerics
import Parity
import Risk
import Simulation
import Testing
import Venues
import Vocabulary

@testable import Bot

/// One leg trades, the other does not: how others lost money between two markets.
struct PainTests {
    /// How the second leg dies, again and again.
    enum Death: CaseIterable {
        case reverted
        case forgotten
        case outbid
    }

    private static func kill(_ death: Death, _ world: inout SimulatedWorld) throws {
        let away = try PainScene.away()
        switch death {
        case .reverted:
            world.act(.revertNext(SimulatedDemo.operatorAccount), on: away, .beforeTransactions)
        case .forgotten:
            for _ in 0..<10 {
                _ = world.run(for: Interval(milliseconds: 190))
                let hashes = world.bot.nonceLanes.filter { $0.key.chain == away }
                    .flatMap(\.slots).flatMap(\.payloads).map(\.hash)
                for hash in hashes { world.change(away) { _ = $0.evict(hash) } }
            }
        case .outbid:
            guard !world.bot.sagas.filter(\.isTrading).isEmpty else { return }
            world.change(away) { $0.setBaseFee(Wei(1_000_000_000_000)) }
        }
    }

    @Test func `a sale whose purchase died is bought back, and people are told`() throws {
        var world = try SigningTests.asked(signing: 1_500)
        let before = PainScene.held(SimulatedDemo.baseToken, world)
        world.act(
            .revertNext(SimulatedDemo.operatorAccount),
            on: try PainScene.away(),
            .beforeTransactions
        )
        let happened = world.run(for: PainScene.seconds(40))
        let after = PainScene.held(SimulatedDemo.baseToken, world)
        let size = try #require(PainScene.plans(world).last).plan.sell.amountIn
        #expect(PainScene.apart(before, after) <= size / 100)
        #expect(PainScene.alerts(happened).contains { $0.key == "unwound usd" })
        let isTold = SigningTests.journalled(happened).contains { entry in
            if case .closed(let trade) = entry.fact, case .unwound = trade.ending {
                true
            } else {
                false
            }
        }
        #expect(isTold)
    }

    @Test(arguments: Death.allCases)
    func `a leg that fails again and again never turns the inventory into one token`(
        death: Death
    ) throws {
        var world = try SigningTests.proved()
        let base = PainScene.held(SimulatedDemo.baseToken, world)
        let quote = PainScene.held(SimulatedDemo.quoteToken, world)
        let begun = PainScene.plans(world).count
        for round in 0..<600 {
            if round % 30 == 0 { try SigningTests.disturb(&world, whole: 5_000) }
            try Self.kill(death, &world)
            _ = world.run(for: PainScene.seconds(2))
        }
        let moved = max(
            PainScene.apart(base, PainScene.held(SimulatedDemo.baseToken, world)),
            PainScene.apart(quote, PainScene.held(SimulatedDemo.quoteToken, world))
        )
        // One trade's worth of the million there is.
        #expect(moved <= UInt256(10_000_000_000))
        #expect((1...10).contains(PainScene.plans(world).count - begun))
    }

    @Test func `a restart repeats no leg, and what it finds naked is mended once`() throws {
        var world = try SigningTests.asked(signing: 1_500)
        let begun = PainScene.plans(world).count
        world.act(
            .revertNext(SimulatedDemo.operatorAccount),
            on: try PainScene.away(),
            .beforeTransactions
        )
        for _ in 0..<8 {
            _ = world.run(for: PainScene.seconds(3))
            world.crash()
        }
        _ = world.run(for: PainScene.seconds(60))
        let saga = try #require(PainScene.plans(world).dropFirst(begun).first).saga
        var (begins, attempts, ends) = (0, 0, 0)
        for entry in world.journal {
            switch entry.fact {
            case .planned(let trade) where trade.saga == saga: begins += 1
            case .attempted(saga, _, _, _): attempts += 1
            case .closed(let trade) where trade.saga == saga:
                ends += 1
                if case .unwound = trade.ending { continue }
                Issue.record("\(trade.ending)")
            default: break
            }
        }
        #expect([begins, attempts, ends] == [1, 1, 1])
        PainScene.checkBooks(world)
    }

    @Test func `the legs of a trade are on two chains, and every fill is in the books`() throws {
        var world = try SigningTests.proved()
        for round in 0..<6 {
            world.act(
                .swap(
                    trader: SimulatedDemo.traderAccount,
                    pool: SimulatedDemo.pool(0),
                    selling: round % 3 == 0 ? .quote : .base,
                    amount: 8_000_000_000,
                    least: .zero
                ),
                on: round % 2 == 0 ? try PainScene.away() : try PainScene.home()
            )
            _ = world.run(for: PainScene.seconds(60))
        }
        let plans = PainScene.plans(world)
        #expect(plans.count >= 4)
        for trade in plans {
            #expect(trade.plan.sell.chain != trade.plan.buy.chain)
            #expect(Set(trade.legs.map(\.signed.account.chain)).count == trade.legs.count)
        }
        #expect(world.bot.sagas.filter(\.isTrading).isEmpty)
        PainScene.checkBooks(world)
    }

    @Test func `a leg that is mined though its cancel was sent is a fill, and has its other leg`()
        throws
    {
        var world = try SigningTests.proved()
        let chains = [try PainScene.home(), try PainScene.away()]
        try SigningTests.disturb(&world)
        _ = SigningTests.run(&world) { bot in !bot.memory.sagas.isEmpty }
        // No block takes the leg until its cancel is out.
        for chain in chains { world.change(chain) { $0.halt() } }
        _ = world.run(for: PainScene.seconds(1))
        let halt = try Halt(.global, by: "Ada", reason: "", since: world.now)
        world.command(.halt(halt, now: true))
        _ = SigningTests.run(&world) { bot in
            bot.memory.lanes.flatMap(\.slots).contains { $0.payloads.count > 1 }
        }
        _ = world.run(for: PainScene.seconds(1))
        var raced = 0
        for chain in chains {
            raced += world.change(chain) {
                $0.preferReplaced(of: SimulatedDemo.operatorAccount) ? 1 : 0
            }
            world.change(chain) { $0.resume() }
        }
        #expect(raced > 0)
        world.command(.resume(.global, by: "Ada"))
        _ = world.run(for: PainScene.seconds(300))
        let ending = try #require(UnwindingTests.endings(world.journal).last).ending
        switch ending {
        case .settled, .unwound: break
        case .nothingFilled, .parked: Issue.record("\(ending)")
        }
        #expect(world.bot.sagas.filter(\.isTrading).isEmpty)
        PainScene.checkBooks(world)
    }
}
