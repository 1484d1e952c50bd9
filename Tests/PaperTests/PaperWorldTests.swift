import Bot
import Execution
import Ledger
import Numerics
import Paper
import Parity
import Risk
import Routes
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary

/// Trading on prices that somebody has seen.
@Suite struct PaperWorldTests {
    @Test func `a fill is what the pool outside would have paid to the last unit`() throws {
        var run = try PaperRun()
        try run.prove()
        try run.market.sell(20_000, of: .quote, on: 0)
        #expect(
            try run.blocks(until: {
                if case .landed(_, _, _, let what) = $0 { what.isFill } else { false }
            })
        )
        let plan = try #require(run.plans.first?.plan)
        let first = try #require(run.landings.first { $0.2.isFill })
        guard case .traded(.filled(let fill)) = first.2.deed else { return }
        let isSell = first.0.chain == plan.sell.chain
        let leg = isSell ? plan.sell : plan.buy
        let place = leg.chain.value == PaperMarket.home ? 0 : 1
        let quote = try run.market.pools[place].quote(
            selling: leg.amountIn,
            of: isSell ? .base : .quote
        )
        #expect(fill.sold == leg.amountIn)
        #expect(fill.received == quote.received)
        #expect(fill.received >= leg.minimumOut)
    }

    @Test func `books and virtual balances are equal once nothing is under way`() throws {
        var run = try PaperRun()
        var chance = Chance(seed: 5)
        for block in 0..<2_400 {
            try run.market.trade(&chance, at: block)
            try run.block()
        }
        for _ in 0..<600 where !(run.world.bot.sagas.isEmpty && run.isIdle) { try run.block() }
        #expect(run.score.routes[0].settled > 10)
        #expect(run.isIdle)
        let books = run.world.bot.books
        let route = run.world.settings.fleet.routes[0]
        for token in [route.first.base, route.first.quote, route.second.base, route.second.quote] {
            let asset = Asset.token(token.key)
            let told = books.balance(of: Account(asset, .crossChain))
            let held = try #require(run.world.holding(of: token.key))
            #expect(told == Int256(magnitude: held, isNegative: false))
        }
        for chain in run.world.settings.fleet.chains {
            let told = books.accounts.filter { $0.asset == .native(chain.id) && $0.kind.isOnHand }
                .reduce(Int256.zero) { $0 &+ books.balance(of: $1) }
            let left = try #require(run.world.coins(on: chain.id))
            #expect(told == Int256(magnitude: left.value, isNegative: false))
        }
    }

    @Test func `the same sightings make the same entries to the last byte`() throws {
        func record(_ seed: UInt64) throws -> [EntryRecord] {
            var run = try PaperRun { $0.seed = seed }
            var chance = Chance(seed: 9)
            for block in 0..<500 {
                try run.market.trade(&chance, at: block)
                try run.block()
            }
            return run.entries.map { EntryRecord($0) }
        }
        let first = try record(1)
        #expect(first == (try record(1)))
        #expect(first != (try record(2)))
        #expect(first.contains { $0.kind == TradeRecord.kind })
    }

    @Test func `a minimum that is not met reverts and its gas is gone`() throws {
        var run = try PaperRun()
        try run.prove()
        try run.market.sell(20_000, of: .base, on: 1)
        #expect(try run.blocks(until: { if case .planned = $0 { true } else { false } }))
        let before = try #require(run.coins(on: 1))
        let held = run.holdings
        // Everybody runs the other way before the bot's block is made.
        try run.market.sell(60_000, of: .quote, on: 1)
        try run.market.sell(60_000, of: .base, on: 0)
        #expect(
            try run.blocks(
                until: { if case .landed(_, _, _, let what) = $0 { what.isRevert } else { false } },
                most: 30
            )
        )
        let after = try #require(run.coins(on: 1))
        #expect(after < before)
        #expect(run.holdings == held)
    }

    @Test func `the bot's own trade moves the price against it until it is forgotten`() throws {
        var run = try PaperRun { $0.impactHalfLife = Interval(milliseconds: 20_000) }
        try run.prove()
        try run.market.sell(20_000, of: .quote, on: 0)
        let route = run.world.settings.fleet.routes[0]
        try run.block()
        let wide = try #require(run.world.deviation(of: route))
        #expect(
            try run.blocks(until: {
                if case .landed(_, _, _, let what) = $0 { what.isFill } else { false }
            })
        )
        // The block behind the fill shows the outside again, and on it what the bot has done.
        try run.block()
        let narrow = try #require(run.world.deviation(of: route))
        #expect(!narrow.isAtLeast(wide.share))
        // The outside has not moved: the bot stands still and its trade fades.
        let halt = try Halt(.global, by: "a test", reason: "stand still", since: run.world.now)
        run.world.command(.halt(halt, now: false))
        try run.blocks(2_000)
        let later = try #require(run.world.deviation(of: route))
        #expect(later == wide)
    }

    @Test func `a block that was sealed before a transaction arrived does not hold it`() throws {
        func landing(sending: UInt64, blocks: UInt64) throws -> (planned: UInt64, landed: UInt64) {
            var run = try PaperRun {
                $0.delays.sending = Interval(milliseconds: sending)
                $0.delays.blocks = blocks
            }
            try run.prove()
            try run.market.sell(20_000, of: .quote, on: 0)
            #expect(try run.blocks(until: { if case .planned = $0 { true } else { false } }))
            let planned = try #require(run.head(of: 0))
            for _ in 0..<20
            where run.landings.isEmpty || !run.landings.contains(where: { $0.2.isTrade }) {
                try run.block()
            }
            let landed = try #require(run.landings.first { $0.2.isTrade })
            let base = landed.0.chain.value == PaperMarket.home ? 0 : Int64(5_000_000 - 9_000)
            return (planned, UInt64(Int64(landed.1.block) + base))
        }
        let usual = try landing(sending: 100, blocks: 1)
        let late = try landing(sending: 1_800, blocks: 1)
        let third = try landing(sending: 100, blocks: 3)
        #expect(late.landed - late.planned == usual.landed - usual.planned + 1)
        #expect(third.landed - third.planned == usual.landed - usual.planned + 2)
    }

    @Test func `a pool that nobody could read is no reason to trade`() throws {
        var run = try PaperRun()
        try run.prove()
        try run.market.sell(20_000, of: .quote, on: 0)
        let before = run.score.routes[0].blind
        for _ in 0..<50 {
            try run.take(run.market.next(0))
            try run.take(run.market.next(1, reads: false))
        }
        #expect(run.plans.isEmpty)
        #expect(run.score.routes[0].blind - before == 99)
        #expect(try run.blocks(until: { if case .planned = $0 { true } else { false } }))
    }

    @Test func `what was not looked at is named before anything is traded`() throws {
        var run = try PaperRun()
        let sighting = try run.market.next(0)
        let empty = try #require(Snapshot(chain: sighting.chain, block: sighting.block))
        let key = ContractKey(chain: sighting.chain, address: PaperMarket.pool)
        #expect(throws: PaperFault.poolNotSeen(key, block: 5_000_001)) {
            try run.take(Sighting(seen: sighting.seen, snapshot: empty))
        }
    }

    @Test func `blocks that nobody saw are no reason to stop`() throws {
        var run = try PaperRun()
        try run.prove()
        for count in [1, 5, 200, 300, 2_000] as [UInt64] {
            run.market.skip(count, on: 0)
            run.market.now += 2_000 * count
            run.market.skip(count, on: 1)
            try run.blocks(20)
        }
        try run.market.sell(20_000, of: .quote, on: 0)
        #expect(try run.blocks(until: { if case .closed = $0 { true } else { false } }))
        run.market.skip(2_000_000, on: 0)
        #expect(throws: PaperFault.self) { try run.blocks(1) }
    }

    @Test func `a block that was seen before is no news`() throws {
        var run = try PaperRun()
        try run.blocks(3)
        let again = try run.market.next(0)
        try run.take(again)
        let steps = run.world.steps
        try run.take(again)
        #expect(run.world.ignored == 1)
        #expect(run.world.steps <= steps + 6)
    }
}

extension PaperRun {
    func coins(on place: Int) -> Wei? {
        world.coins(on: world.settings.fleet.chains[place].id)
    }

    func head(of place: Int) -> UInt64? {
        world.head(of: world.settings.fleet.chains[place].id)?.number
    }

    var holdings: [UInt256?] {
        world.settings.fleet.prices.map { world.holding(of: $0.token) }
    }

    /// Nothing is signed or on its way.
    var isIdle: Bool {
        world.bot.nonceLanes.allSatisfy { $0.slots.isEmpty } && world.bot.sagas.isEmpty
            && world.bot.bridgeGates.allSatisfy { $0.open.isEmpty }
    }
}

extension Landing {
    var isFill: Bool { if case .traded(.filled) = deed { true } else { false } }
    var isRevert: Bool { if case .traded(.reverted) = deed { true } else { false } }
    var isTrade: Bool { if case .traded = deed { true } else { false } }
}
