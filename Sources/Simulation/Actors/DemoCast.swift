internal import Venues
public import Vocabulary

/// The people of the shipped demo: its flows, and on request those who make it hard.
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
