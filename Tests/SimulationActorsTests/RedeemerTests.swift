import Numerics
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary

/// Those who keep a price, and those who no longer pay it.
@Suite struct RedeemerTests {
    private func price(_ tenThousandths: UInt64) throws -> Price {
        try #require(Price(numerator: UInt256(tenThousandths), denominator: 10_000))
    }

    private func redeemer(_ peg: UInt64 = 10_000) throws -> MarketActor {
        let redeemer = Redeemer(
            chain: LittleMarket.first,
            pool: 0,
            price: try price(peg),
            within: BasisPoints(millionths: 3_000_000)
        )
        return MarketActor("issuer", .redeemer(redeemer), tokens: 4)
    }

    private func flow(_ side: Side, limit: UInt64?) -> MarketActor {
        let flow = MacroFlow(
            legs: [MacroFlow.Leg(chain: LittleMarket.first, pools: [0])],
            volume: MacroFlow.Volume(perHour: 250_000, meanTrade: 250),
            turning: .never,
            firstSelling: side,
            limit: limit.map { BasisPoints(millionths: $0 * 1_000_000) },
            stream: SeededStream(seed: 7, stream: 1)
        )
        return MarketActor("flow", .macro(flow), tokens: 4)
    }

    private func gap(_ market: LittleMarket, from peg: UInt64 = 10_000) throws -> Deviation {
        Deviation(of: try price(peg), from: try market.view.pools[0].market.price())
    }

    @Test(arguments: [Side.base, .quote])
    func `an issuer's window holds a pool to its price, whatever is sold`(side: Side) throws {
        var market = try LittleMarket.demo([flow(side, limit: nil), try redeemer()])
        for block in 1...1_800 as ClosedRange<UInt64> {
            market.run(blocks: block...block)
            // What a block's own trades push comes back in the next one.
            #expect(!(try gap(market).isAtLeast(BasisPoints(millionths: 10_000_000))))
        }
        #expect(FlowTests.asked(market, actor: 1, on: LittleMarket.first).count > 50)
        market.expectConservation("redeemer against \(side)")
    }

    @Test func `it comes back all the way and never past the price`() throws {
        for side in [Side.base, .quote] {
            var market = try LittleMarket.demo([try redeemer()])
            _ = try market.view.pools[0].market.sell(50_000 * LittleMarket.unit, of: side)
            let before = try gap(market)
            #expect(before.isAtLeast(BasisPoints(millionths: 40_000_000)))
            market.run(blocks: 1...1)
            let after = try gap(market)
            #expect(!after.isAtLeast(BasisPoints(millionths: 50_000)))
            #expect(after.dear == before.dear || after.dear == .neither)
            market.run(blocks: 2...20)
            #expect(market.done.count == 1, "where nothing is wrong nobody goes")
        }
    }

    @Test func `beyond its limit a flow stays away, and comes back with the price`() throws {
        for side in [Side.base, .quote] {
            var market = try LittleMarket.demo([flow(side, limit: 20)])
            market.run(blocks: 1...3_600)
            let first = try gap(market)
            #expect(first.dear == (side == .quote ? .second : .first))
            #expect(first.isAtLeast(BasisPoints(millionths: 20_000_000)))
            // The last trade went over it, and none behind that.
            #expect(!first.isAtLeast(BasisPoints(millionths: 24_000_000)))
            let count = market.done.count
            _ = try market.view.pools[0].market.sell(50_000 * LittleMarket.unit, of: side.other)
            market.run(blocks: 3_601...3_700)
            #expect(market.done.count > count)
        }
    }
}
