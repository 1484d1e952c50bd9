import Numerics
import Simulation
import Testing
import Venues
import Vocabulary

@Suite struct OthersTests {
    static func rival(threshold: UInt64, most: UInt64 = 1_000_000) throws -> MarketActor {
        let role = RivalArbitrageur(
            pairings: [.init(0, 1)],
            threshold: try #require(BasisPoints(threshold)),
            fixedCost: 1_000_000,
            most: most * 1_000_000,
            pause: Interval(milliseconds: 4_000)
        )
        return MarketActor("rival", .rival(role), tokens: 4)
    }

    /// Two pools, the second's base dearer.
    static func apart(_ actors: [MarketActor]) throws -> LittleMarket {
        LittleMarket(
            [
                try LittleMarket.pool(
                    LittleMarket.pair(1_000_000, 1_000_000),
                    on: LittleMarket.first
                ),
                try LittleMarket.pool(
                    LittleMarket.pair(1_000_000, 1_050_000),
                    on: LittleMarket.second
                ),
            ],
            actors
        )
    }

    @Test func `a rival closes a deviation with the size that leaves it most`() throws {
        var market = try Self.apart([Self.rival(threshold: 100)])
        let pair = MarketPair(
            buyingFrom: market.view.pools[0].market,
            sellingTo: market.view.pools[1].market
        )
        let best = try #require(pair.bestSize(fixedCost: LittleMarket.unit))
        market.makeBlock(1, on: LittleMarket.first, at: 2_000)
        let books = market.cast.actors[0].books
        #expect(books.net(of: 1) == .zero - Int256(best.purchase.sold))
        #expect(books.net(of: 0) == Int256(best.purchase.received))
        #expect(books.net(of: 2) == .zero - Int256(best.sale.sold))
        #expect(books.net(of: 3) == Int256(best.sale.received))
        market.expectConservation("rival")
        // What is left is worth nothing to it.
        market.run(blocks: 5...20)
        #expect(market.cast.actors[0].books == books)
    }

    @Test func `a rival leaves alone what is below its threshold`() throws {
        var market = try Self.apart([Self.rival(threshold: 600)])
        market.run(blocks: 1...5)
        #expect(market.done.isEmpty)
    }

    @Test func `a rival takes no more than it may, and rests between trades`() throws {
        var market = try Self.apart([Self.rival(threshold: 100, most: 1_000)])
        market.run(blocks: 1...9)
        let sales = market.done.compactMap { block, cue, _ -> (UInt64, UInt256)? in
            guard case .swap(1, .base, let amount) = cue.deed.action else { return nil }
            return (block.number, amount)
        }
        #expect(sales.map(\.0) == [1, 3, 5, 7, 9])
        #expect(sales.allSatisfy { $0.1 == 1_000 * LittleMarket.unit })
    }

    @Test func `liquidity comes and goes in proportion and never for a profit`() throws {
        let venues = [
            try LittleMarket.stable(), try LittleMarket.pair(1_234_567, 7_654_321),
        ]
        for venue in venues {
            let role = LiquidityProvider(
                pool: 0,
                changesPerHour: 600,
                shares: 1...100_000,
                most: 500_000,
                stream: SeededStream(seed: 1)
            )
            var market = LittleMarket(
                [try LittleMarket.pool(venue, on: LittleMarket.first)],
                [MarketActor("provider", .provider(role), tokens: 4)]
            )
            let price = try market.view.pools[0].market.price()
            var most = PoolShare.none
            for number in 1...600 as ClosedRange<UInt64> {
                market.makeBlock(number, on: LittleMarket.first, at: number * 2_000)
                guard case .provider(let provider) = market.cast.actors[0].role else { return }
                most = max(most, provider.claim)
                #expect(provider.claim <= PoolShare(perMillion: 500_000))
                let now = try market.view.pools[0].market.price()
                #expect(!Deviation(of: price, from: now).isAtLeast(BasisPoints(millionths: 1_000)))
                if provider.claim == .none {
                    let books = market.cast.actors[0].books
                    #expect(books.net(of: 0) <= .zero)
                    #expect(books.net(of: 1) <= .zero)
                }
                market.expectConservation("block \(number)")
            }
            #expect(most > PoolShare(perMillion: 100_000))
            #expect(market.done.count > 150)
        }
    }

    @Test func `a whole share taken out gives back all but the rounding`() throws {
        let venue = try LittleMarket.stable()
        let share = PoolShare(perMillion: 250_000)
        let grown = try #require(venue.growing(by: share))
        #expect(grown.base == 250_000 * LittleMarket.unit)
        // A quarter more of the old pool is a fifth of the new one.
        let shrunk = try #require(grown.venue.shrinking(by: PoolShare(perMillion: 200_000)))
        #expect(shrunk.venue == venue)
        #expect(shrunk.base == grown.base)
        #expect(venue.shrinking(by: PoolShare(perMillion: 1_000_000)) == nil)
    }

    @Test func `an oracle drifts, trembles, jumps and stays within its range`() throws {
        let start: UInt256 = 1_000_000_000_000_000_000
        let manner = OracleWalk.Manner(
            every: Interval(milliseconds: 60_000),
            tremble: BasisPoints(millionths: 2_000_000),
            pull: 10_000,
            jumpsPerHour: 1,
            jump: BasisPoints(millionths: 100_000_000)...BasisPoints(millionths: 300_000_000)
        )
        let role = try #require(
            OracleWalk(
                chain: LittleMarket.first,
                feed: 0,
                start: start,
                manner: manner,
                stream: SeededStream(seed: 2)
            )
        )
        var market = try LittleMarket.demo([MarketActor("oracle", .oracle(role), tokens: 4)])
        var values: [UInt256] = []
        for number in 1...43_200 as ClosedRange<UInt64> {
            market.makeBlock(number, on: LittleMarket.first, at: number * 2_000)
        }
        for (_, cue, _) in market.done {
            if case .setOracle(0, let value) = cue.deed.action { values.append(value) }
        }
        // One write a minute, and the jumps in between.
        #expect((1_440...1_500).contains(values.count))
        guard case .oracle(let walk) = market.cast.actors[0].role else { return }
        #expect((8...44).contains(walk.jumps))
        #expect(walk.value == values.last)
        var large = 0
        for (before, after) in zip(values, values.dropFirst()) {
            let gap = max(before, after) - min(before, after)
            if gap * 10_000 > before * 50 { large += 1 }
        }
        #expect(large == Int(walk.jumps))
        #expect(market.cast.actors[0].books.deedsDone == UInt64(values.count))
    }

    @Test func `an oracle that only drifts goes by its drift, and stops at its bounds`() throws {
        for isDown in [false, true] {
            let manner = OracleWalk.Manner(
                every: Interval(milliseconds: 2_000),
                tremble: BasisPoints(millionths: 0),
                drift: BasisPoints(millionths: 100_000_000),
                driftsDown: isDown
            )
            let role = try #require(
                OracleWalk(
                    chain: LittleMarket.first,
                    feed: 0,
                    start: 1_000_000,
                    manner: manner,
                    stream: SeededStream(seed: 3)
                )
            )
            var market = try LittleMarket.demo([MarketActor("oracle", .oracle(role), tokens: 4)])
            market.makeBlock(1, on: LittleMarket.first, at: 2_000)
            #expect(market.oracles[0] == (isDown ? 990_000 : 1_010_000))
            market.run(blocks: 2...600)
            #expect(market.oracles[0] == (isDown ? 100_000 : 10_000_000))
        }
    }

    @Test func `everybody together loses and makes no unit`() throws {
        let demo = FlowTests.demo(seed: 4)
        var market = try LittleMarket.demo(demo.actors + demo.troublemakers)
        market.run(blocks: 1...5_400)
        market.expectConservation("three hours of everybody")
        for actor in market.cast.actors { #expect(actor.books.deedsDone > 0, "\(actor.name)") }
        let names = Set(market.cast.actors.map(\.name))
        #expect(names.count == market.cast.actors.count)
    }

    @Test func `an empty seat does nothing`() throws {
        var market = try LittleMarket.demo([MarketActor("nobody", .absent, tokens: 4)])
        market.run(blocks: 1...10)
        #expect(market.done.isEmpty)
    }
}
