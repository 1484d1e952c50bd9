internal import Venues
public import Vocabulary

/// The people of the shipped demo: its flows, and those who make it hard.
public struct DemoCast: Sendable {
    /// One of the route's two chains, and its pools by their numbers.
    public struct Place: Sendable {
        public let chain: ChainID
        public let pools: [Int]

        public init(chain: ChainID, pools: [Int]) {
            self.chain = chain
            self.pools = pools
        }
    }

    public var first: Place
    public var second: Place
    /// How many tokens the world has.
    public var tokens: Int
    public var seed: UInt64
    /// Multiplies the macro flow: 1, or 5 for the stress row.
    public var scale: UInt64 = 1
    public var turning = MacroFlow.Turning.about(Interval(milliseconds: 1_800_000))

    public init(first: Place, second: Place, tokens: Int, seed: UInt64) {
        self.first = first
        self.second = second
        self.tokens = tokens
        self.seed = seed
    }

    /// Retail on both chains, 180 trades an hour each, of 20 to 5,000 with a heavy tail; macro flow of
    /// 50,000 an hour on each chain, in opposite directions.
    public var actors: [MarketActor] {
        let crowds = [first, second].enumerated().compactMap { index, place in
            retail(place, stream: UInt64(index))
        }
        let macro = MacroFlow(
            legs: [first, second].map { MacroFlow.Leg(chain: $0.chain, pools: $0.pools) },
            volume: .projected(scale: scale),
            turning: turning,
            firstSelling: .base,
            stream: SeededStream(seed: seed, stream: 2)
        )
        return crowds + [MarketActor("macro flow", .macro(macro), tokens: tokens)]
    }

    /// Those who make it hard: on each chain somebody who pushes prices within a block, twenty times an
    /// hour, somebody who holds one for three blocks, twice an hour, and a provider of liquidity; and
    /// between the chains a rival. Oracles and the bridge's other users belong to a world's own
    /// numbers, and are not among them.
    public var troublemakers: [MarketActor] {
        let local = [first, second].enumerated().flatMap { index, place in
            [
                MarketActor(
                    "flash loans on \(place.chain)",
                    .oneBlock(flash(place, stream: 10 + UInt64(index))),
                    tokens: tokens
                ),
                MarketActor(
                    "manipulator on \(place.chain)",
                    .holder(holder(place, stream: 20 + UInt64(index))),
                    tokens: tokens
                ),
            ] + place.pools.prefix(1).map { provider(of: $0, stream: 30 + UInt64(index)) }
        }
        let pairings = zip(first.pools, second.pools).map { RivalArbitrageur.Pairing($0, $1) }
        let rival = RivalArbitrageur(
            pairings: pairings,
            threshold: BasisPoints(millionths: 40_000_000),
            fixedCost: 1_000_000,
            most: 5_000_000_000,
            pause: .minutes(1)
        )
        return local + [MarketActor("rival", .rival(rival), tokens: tokens)]
    }

    private func flash(_ place: Place, stream: UInt64) -> OneBlockManipulator {
        OneBlockManipulator(
            chain: place.chain,
            pools: place.pools,
            rhythm: .perHour(20),
            sizes: 10_000_000_000...900_000_000_000,
            stream: SeededStream(seed: seed, stream: stream)
        )
    }

    private func holder(_ place: Place, stream: UInt64) -> PriceHolder {
        PriceHolder(
            PriceHolder.Plan(
                chain: place.chain,
                pools: place.pools,
                push: BasisPoints(millionths: 50_000_000),
                blocks: 3,
                attacksPerHour: 2,
                purse: 500_000_000_000
            ),
            stream: SeededStream(seed: seed, stream: stream)
        )
    }

    private func provider(of pool: Int, stream: UInt64) -> MarketActor {
        let provider = LiquidityProvider(
            pool: pool,
            changesPerHour: 2,
            shares: 10_000...50_000,
            most: 300_000,
            stream: SeededStream(seed: seed, stream: stream)
        )
        return MarketActor("liquidity of pool \(pool)", .provider(provider), tokens: tokens)
    }

    private func retail(_ place: Place, stream: UInt64) -> MarketActor? {
        let sizes = ParetoSizes(least: 20_000_000, most: 5_000_000_000, tailThousandths: 1_250)
        guard let sizes else { return nil }
        let flow = RetailFlow(
            chain: place.chain,
            pools: place.pools,
            tradesPerHour: 180,
            sizes: sizes,
            stream: SeededStream(seed: seed, stream: stream)
        )
        return MarketActor("retail on \(place.chain)", .retail(flow), tokens: tokens)
    }
}
