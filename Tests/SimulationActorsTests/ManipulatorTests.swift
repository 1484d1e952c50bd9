import Numerics
import Simulation
import Testing
import Venues
import Vocabulary

@Suite struct ManipulatorTests {
    static func oneBlock(_ seed: UInt64, every blocks: UInt64 = 1) -> MarketActor {
        let role = OneBlockManipulator(
            chain: LittleMarket.first,
            pools: [0],
            rhythm: .everyBlocks(blocks),
            sizes: 1_000_000_000...500_000_000_000,
            stream: SeededStream(seed: seed)
        )
        return MarketActor("flash", .oneBlock(role), tokens: 4)
    }

    static func holder(_ seed: UInt64, blocks: UInt64, purse: UInt64 = 900_000) -> MarketActor {
        let role = PriceHolder(
            .init(
                chain: LittleMarket.first,
                pools: [0],
                push: BasisPoints(millionths: 50_000_000),
                blocks: blocks,
                attacksPerHour: 60,
                purse: purse * 1_000_000
            ),
            stream: SeededStream(seed: seed)
        )
        return MarketActor("holder", .holder(role), tokens: 4)
    }

    static func role(_ actor: MarketActor) throws -> PriceHolder {
        guard case .holder(let holder) = actor.role else { throw Missing() }
        return holder
    }

    struct Missing: Error {}

    @Test func `a push within one block is gone at its end and costs its fees`() throws {
        var market = try LittleMarket.demo([Self.oneBlock(1)])
        let whole = try #require(BasisPoints(1))
        for number in 1...200 as ClosedRange<UInt64> {
            let before = try market.view.pools[0].market.price()
            var within: Price?
            market.between = { view in within = try? view.pools[0].market.price() }
            market.makeBlock(number, on: LittleMarket.first, at: number * 2_000)
            let after = try market.view.pools[0].market.price()
            #expect(!Deviation(of: before, from: after).isAtLeast(whole))
            let pushed = try #require(within)
            #expect(Deviation(of: before, from: pushed).isAtLeast(BasisPoints(millionths: 1_000)))
            let attack = try #require(market.cast.actors[0].lastAttack)
            #expect(attack.profit.isNegative)
            #expect(attack.stranded.isZero)
        }
        market.expectConservation("one block")
        let books = market.cast.actors[0].books
        #expect(books.deedsDone == 400)
        #expect(books.net(of: 0).isNegative && books.net(of: 1).isNegative)
    }

    @Test func `a push that was refused is not taken back`() throws {
        var market = try LittleMarket.demo([Self.oneBlock(2)])
        market.refuses = { if case .swap = $0 { true } else { false } }
        market.makeBlock(1, on: LittleMarket.first, at: 2_000)
        #expect(market.cast.actors[0].books.deedsRefused == 2)
        #expect(market.cast.actors[0].lastAttack == nil)
        guard case .oneBlock(let flash) = market.cast.actors[0].role else { throw Missing() }
        #expect(flash.position == nil)
        #expect(market.view.pools[0].market == (try LittleMarket.demo([])).view.pools[0].market)
    }

    @Test func `a price is held over the ends of so many blocks and then let go`() throws {
        for blocks in 1...4 as ClosedRange<UInt64> {
            var market = try LittleMarket.demo([Self.holder(3, blocks: blocks)])
            var held: UInt64 = 0
            var attacks = 0
            for number in 1...600 as ClosedRange<UInt64> {
                market.makeBlock(number, on: LittleMarket.first, at: number * 2_000)
                let price = try market.view.pools[0].market.price()
                let deviation = Deviation(
                    of: try #require(Price(numerator: 1, denominator: 1)),
                    from: price
                )
                if deviation.isAtLeast(try #require(BasisPoints(40))) {
                    held += 1
                } else if held > 0 {
                    #expect(held == blocks)
                    held = 0
                    attacks += 1
                    let attack = try #require(market.cast.actors[0].lastAttack)
                    #expect(attack.profit.isNegative, "alone, it only pays fees")
                    #expect(attack.stranded.isZero)
                }
            }
            #expect(attacks > 8)
            market.expectConservation("held for \(blocks)")
        }
    }

    @Test func `it buys back what others take and its profit is its books, to the unit`() throws {
        var market = try LittleMarket.demo([Self.holder(4, blocks: 3)])
        // Somebody trades against the deviation at the end of every second block, as a bot would.
        var turn = 0
        market.between = { view in
            turn += 1
            guard turn.isMultiple(of: 2), let price = try? view.pools[0].market.price(),
                let one = Price(numerator: 1, denominator: 1), price != one
            else { return }
            _ = try? view.pools[0].market.sell(
                20_000 * LittleMarket.unit,
                of: price > one ? .base : .quote
            )
        }
        var profit = [Int256.zero, Int256.zero]
        var attacks: UInt64 = 0
        var topUps = 0
        for number in 1...2_000 as ClosedRange<UInt64> {
            market.makeBlock(number, on: LittleMarket.first, at: number * 2_000)
            let holder = try Self.role(market.cast.actors[0])
            if case .waiting = holder.phase, holder.attacks > attacks,
                let result = holder.last
            {
                attacks = holder.attacks
                profit[result.side == .base ? 0 : 1] += result.profit
            }
        }
        let swaps = market.done.count { if case .swap = $0.cue.deed.action { true } else { false } }
        topUps = swaps - Int(attacks)
        #expect(attacks > 20)
        #expect(topUps > 10)
        let books = market.cast.actors[0].books
        let holder = try Self.role(market.cast.actors[0])
        #expect(holder.position == nil)
        #expect(books.net(of: 0) == profit[0])
        #expect(books.net(of: 1) == profit[1])
    }

    @Test func `a refused way back is tried again in every block`() throws {
        var market = try LittleMarket.demo([Self.holder(5, blocks: 2)])
        market.refuses = { if case .swapBack = $0 { true } else { false } }
        market.run(blocks: 1...300)
        guard case .leaving(let position) = try Self.role(market.cast.actors[0]).phase else {
            Issue.record("not leaving")
            return
        }
        #expect(!position.held.isZero)
        #expect(market.cast.actors[0].books.deedsRefused > 5)
        market.refuses = { _ in false }
        market.run(blocks: 301...301)
        #expect(try Self.role(market.cast.actors[0]).position == nil)
        market.expectConservation("left late")
    }

    @Test func `a purse is the most an attack gives`() throws {
        var market = try LittleMarket.demo([Self.holder(6, blocks: 3, purse: 1_000)])
        market.between = { view in
            _ = try? view.pools[0].market.sell(500 * LittleMarket.unit, of: .base)
            _ = try? view.pools[0].market.sell(500 * LittleMarket.unit, of: .quote)
        }
        market.run(blocks: 1...2_000)
        let attack = try #require(market.cast.actors[0].lastAttack)
        #expect(attack.given <= 1_010 * LittleMarket.unit)
        #expect(attack.given > 900 * LittleMarket.unit)
    }

    @Test func `pushes enclose the block, and each other`() throws {
        let actors = [Self.oneBlock(7), Self.oneBlock(8)] + FlowTests.demo(seed: 9).actors
        var market = try LittleMarket.demo(actors)
        for number in 1...400 as ClosedRange<UInt64> {
            let from = market.done.count
            market.makeBlock(number, on: LittleMarket.first, at: number * 2_000)
            let turns = market.done[from...].map(\.cue.deed.turn)
            #expect(turns == turns.sorted())
            let flash = market.done[from...].filter { $0.cue.actor < 2 }.map(\.cue.actor)
            #expect(flash == [0, 1, 1, 0])
        }
        market.expectConservation("nested")
    }
}
