import Bot
import Routes
import Venues
import Vocabulary

// Who trades in the pools besides the bot.

extension Scenery {
    func market() throws(SceneryFault) -> WorldMarket {
        let tokens = settings.fleet.chains.flatMap { self.tokens(of: $0.id) }
        var view: [MarketView.Pool] = []
        for pool in pools { view.append(try shown(pool, tokens)) }
        var actors: [MarketActor] = []
        for (index, pool) in pools.enumerated() {
            guard let crowd = pool.crowd else { continue }
            let flow = RetailFlow(
                chain: pool.description.key.chain,
                pools: [index],
                tradesPerHour: crowd.tradesPerHour,
                sizes: crowd.sizes,
                stream: SeededStream(seed: seed, stream: UInt64(index))
            )
            let name = "retail in \(pool.description.name)"
            actors.append(MarketActor(name, .retail(flow), tokens: tokens.count))
        }
        for (index, tide) in tides.enumerated() {
            var legs: [MacroFlow.Leg] = []
            for key in tide.pools {
                guard let number = pools.firstIndex(where: { $0.description.key == key }) else {
                    throw .unknownPool(key)
                }
                legs.append(MacroFlow.Leg(chain: key.chain, pools: [number]))
            }
            let flow = MacroFlow(
                legs: legs,
                volume: tide.volume,
                turning: tide.turning,
                firstSelling: tide.selling,
                limit: tide.limit,
                stream: SeededStream(seed: seed, stream: 0x71DE_0000 + UInt64(index))
            )
            actors.append(MarketActor(tide.name, .macro(flow), tokens: tokens.count))
        }
        for peg in pegs {
            guard let number = pools.firstIndex(where: { $0.description.key == peg.pool }) else {
                throw .unknownPool(peg.pool)
            }
            let redeemer = Redeemer(
                chain: peg.pool.chain,
                pool: number,
                price: peg.price,
                within: peg.within
            )
            actors.append(MarketActor(peg.name, .redeemer(redeemer), tokens: tokens.count))
        }
        return WorldMarket(
            Cast(actors),
            view: MarketView(pools: view),
            addresses: pools.map(\.description.key.address),
            trader: Self.trader
        )
    }

    private func shown(_ pool: Pool, _ tokens: [Token]) throws(SceneryFault) -> MarketView.Pool {
        let description = pool.description
        let market = try? Market(
            pool.venue,
            isInverted: false,
            baseDecimals: description.base.decimals,
            quoteDecimals: description.quote.decimals
        )
        guard
            let market, let base = tokens.firstIndex(of: description.base),
            let quote = tokens.firstIndex(of: description.quote)
        else { throw .market(description.key) }
        return MarketView.Pool(
            market: market,
            chain: description.key.chain,
            base: base,
            quote: quote
        )
    }
}
