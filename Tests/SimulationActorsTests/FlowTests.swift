import Numerics
import Simulation
import Testing
import Venues
import Vocabulary

@Suite struct FlowTests {
    static let day: UInt64 = 43_200

    static func demo(seed: UInt64, scale: UInt64 = 1) -> DemoCast {
        var demo = DemoCast(
            first: .init(chain: LittleMarket.first, pools: [0]),
            second: .init(chain: LittleMarket.second, pools: [1]),
            tokens: 4,
            seed: seed
        )
        demo.scale = scale
        return demo
    }

    /// What an actor asked for on a chain, by side, in whole tokens.
    static func asked(
        _ market: LittleMarket,
        actor: Int,
        on chain: ChainID
    ) -> [(block: UInt64, side: Side, amount: UInt256)] {
        market.done.compactMap { block, cue, _ in
            guard cue.actor == actor, block.chain == chain,
                case .swap(_, let side, let amount) = cue.deed.action
            else { return nil }
            return (block.number, side, amount)
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `retail trades at its rate, on both sides and within its sizes`(seed: UInt64) throws {
        var market = try LittleMarket.demo(Self.demo(seed: seed).actors)
        market.run(blocks: 1...Self.day / 4)
        for (actor, chain) in [(0, LittleMarket.first), (1, LittleMarket.second)] {
            let trades = Self.asked(market, actor: actor, on: chain)
            // 1,080 in six hours.
            #expect(abs(trades.count - 1_080) < 4 * 33)
            let sales = trades.count { $0.side == .base }
            #expect(abs(2 * sales - trades.count) < 4 * 33)
            #expect(trades.allSatisfy { $0.amount <= 5_200 * LittleMarket.unit })
            #expect(trades.contains { $0.amount > 1_000 * LittleMarket.unit })
        }
        market.expectConservation("retail and macro, seed \(seed)")
    }

    @Test(arguments: [1, 5] as [UInt64])
    func `macro flow has its volume and turns about every half hour`(scale: UInt64) throws {
        var market = try LittleMarket.demo([
            try #require(Self.demo(seed: 3, scale: scale).actors.last)
        ])
        market.run(blocks: 1...Self.day / 4)
        for chain in [LittleMarket.first, LittleMarket.second] {
            let trades = Self.asked(market, actor: 0, on: chain)
            let volume = trades.reduce(UInt256.zero) { $0 + $1.amount } / LittleMarket.unit
            let expected = Int(50_000 * 6 * scale)
            // 1,200 or 6,000 exponential trades: four deviations are 16 and 7 per cent.
            let spread = expected * (scale == 1 ? 17 : 8) / 100
            #expect(abs(Int(volume) - expected) < spread, "\(volume) at \(scale)")
            #expect(trades.allSatisfy { $0.amount <= 2_100 * LittleMarket.unit })
        }
        guard case .macro(let flow) = market.cast.actors[0].role else {
            Issue.record("another role")
            return
        }
        #expect((10...14).contains(flow.turns))
    }

    @Test func `macro flow goes one way at a time and against itself on the other chain`() throws {
        var market = try LittleMarket.demo([try #require(Self.demo(seed: 4).actors.last)])
        market.run(blocks: 1...Self.day / 4)
        let here = Self.asked(market, actor: 0, on: LittleMarket.first)
        let there = Self.asked(market, actor: 0, on: LittleMarket.second)
        let turnsHere = zip(here, here.dropFirst()).count { $0.side != $1.side }
        let turnsThere = zip(there, there.dropFirst()).count { $0.side != $1.side }
        #expect(turnsHere == turnsThere)
        #expect(turnsHere > 8)
        let stretches = zip(here, here.dropFirst()).filter { $0.side != $1.side }.map { $1.block }
        for (begin, end) in zip(stretches, stretches.dropFirst()) {
            let minutes = (end - begin) / 30
            #expect((23...37).contains(minutes), "a stretch of \(minutes) minutes")
            let side = try #require(here.first { $0.block >= begin }?.side)
            let against = there.filter { $0.block > begin + 60 && $0.block < end - 60 }
            #expect(against.allSatisfy { $0.side == side.other })
        }
    }

    @Test func `a flow that never turns does not`() throws {
        var demo = Self.demo(seed: 5)
        demo.turning = .never
        var market = try LittleMarket.demo([try #require(demo.actors.last)])
        market.run(blocks: 1...5_000)
        let trades = Self.asked(market, actor: 0, on: LittleMarket.first)
        #expect(trades.count > 400)
        #expect(trades.allSatisfy { $0.side == .base })
    }

    @Test func `a flow without memory turns as often on average`() throws {
        var demo = Self.demo(seed: 6)
        demo.turning = .memoryless(Interval(milliseconds: 60_000))
        var market = try LittleMarket.demo([try #require(demo.actors.last)])
        market.run(blocks: 1...Self.day / 4)
        guard case .macro(let flow) = market.cast.actors[0].role else {
            Issue.record("another role")
            return
        }
        // 360 in six hours.
        #expect(abs(Int(flow.turns) - 360) < 4 * 19)
    }

    @Test func `a seed is a run, and another seed another`() throws {
        func cues(_ seed: UInt64) throws -> [Cast.Cue] {
            var market = try LittleMarket.demo(Self.demo(seed: seed).actors)
            market.run(blocks: 1...1_000)
            return market.done.map(\.cue)
        }
        #expect(try cues(7) == cues(7))
        #expect(try cues(7) != cues(8))
    }

    @Test func `one actor more changes nothing that the others do in its absence from their pools`()
        throws
    {
        let retail = try #require(Self.demo(seed: 9).actors.first)
        var alone = try LittleMarket.demo([retail])
        alone.run(blocks: 1...1_000)
        var crowded = try LittleMarket.demo(Self.demo(seed: 9).actors)
        crowded.run(blocks: 1...1_000)
        let before = Self.asked(alone, actor: 0, on: LittleMarket.first)
        let after = Self.asked(crowded, actor: 0, on: LittleMarket.first)
        #expect(before.count > 50)
        #expect(before.map(\.block) == after.map(\.block))
        #expect(before.map(\.side) == after.map(\.side))
    }

    @Test func `sizes are of base whatever is sold, at whatever price`() throws {
        let sizes = try #require(ParetoSizes(least: 9_000_000, most: 9_000_000, tailThousandths: 1))
        let flow = RetailFlow(
            chain: LittleMarket.first,
            pools: [0],
            tradesPerHour: 3_600,
            sizes: sizes,
            stream: SeededStream(seed: 10)
        )
        // One base is worth about four quote; the pool's own base is the market's quote.
        let pool = try LittleMarket.pool(
            LittleMarket.pair(4_000_000, 1_000_000),
            on: LittleMarket.first,
            isInverted: true
        )
        var market = LittleMarket([pool], [MarketActor("one", .retail(flow), tokens: 4)])
        market.run(blocks: 1...60)
        let trades = Self.asked(market, actor: 0, on: LittleMarket.first)
        #expect(trades.count > 50)
        for trade in trades {
            let whole = trade.amount / LittleMarket.unit
            #expect(trade.side == .base ? whole == 9 : (35...36).contains(whole))
        }
        market.expectConservation("an inverted pool")
    }

    @Test func `other people's transfers are in their books and on the bridge`() throws {
        let sizes = try #require(
            ParetoSizes(least: 1_000_000, most: 9_000_000_000, tailThousandths: 1_200)
        )
        let crowd = BridgeCrowd(
            chain: LittleMarket.second,
            token: 3,
            decimals: 6,
            transfersPerHour: 60,
            sizes: sizes,
            stream: SeededStream(seed: 11)
        )
        var market = try LittleMarket.demo([MarketActor("crowd", .bridge(crowd), tokens: 4)])
        market.run(blocks: 1...18_000)
        #expect((480...720).contains(market.done.count))
        #expect(market.done.allSatisfy { $0.block.chain == LittleMarket.second })
        #expect(!market.bridged[3].isZero)
        market.expectConservation("sent")
        let sent = market.bridged[3]
        market.bridged[3] = 0
        market.cast.credit(sent, of: 1, to: 0)
        #expect(market.cast.actors[0].books.net(of: 1) == Int256(sent))
        #expect(market.cast.actors[0].books.net(of: 3) == .zero - Int256(sent))
    }
}
