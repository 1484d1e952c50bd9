import Numerics
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// A fleet that knows the fixture's chains.
enum FleetFixture {
    static let kinds: [PoolDescription.Kind] = [
        .dodo(.dsp, .current), .uniswapV2(.original), .uniswapV3(wordsEachSide: 1),
        .stableSwap(
            PoolDescription.StableSwap(
                generation: .nextGeneration,
                decimals: [6, 6],
                base: 0,
                quote: 1
            )
        ),
    ]

    static func token(_ chain: ChainID, _ address: Address) throws -> Token {
        try #require(Token(chain: chain, address: address, symbol: "T", decimals: 6))
    }

    static func place(_ chain: ChainID) throws -> Route.Place {
        let base = try token(chain, ChainFixture.base)
        let quote = try token(chain, ChainFixture.quote)
        let pools = try zip(ChainFixture.pools, kinds).map { address, kind in
            try #require(
                PoolDescription(
                    key: ContractKey(chain: chain, address: address),
                    name: "pool \(address)",
                    base: base,
                    quote: quote,
                    kind: kind
                )
            )
        }
        return try #require(Route.Place(base: base, quote: quote, pools: pools))
    }

    static func lane(_ source: Token, _ destination: Token) throws -> Lane {
        try #require(
            Lane(
                source: source,
                destination: destination,
                entry: ChainFixture.bridge,
                exit: ChainFixture.bridge,
                fee: BasisPoints(millionths: 10_000_000),
                least: 1_000_000
            )
        )
    }

    static func lanes() throws -> Route.Lanes {
        let (home, away) = (try chains().home, try chains().away)
        let first = try place(home)
        let second = try place(away)
        return Route.Lanes(
            baseOut: try lane(first.base, second.base),
            baseBack: try lane(second.base, first.base),
            quoteOut: try lane(first.quote, second.quote),
            quoteBack: try lane(second.quote, first.quote)
        )
    }

    static func chains() throws -> (home: ChainID, away: ChainID) {
        (try #require(ChainID(ChainFixture.home)), try #require(ChainID(ChainFixture.away)))
    }

    static func fleet() throws -> Fleet {
        let (home, away) = try chains()
        let (first, second) = (try place(home), try place(away))
        let route = try Route(name: "route", first: first, second: second, lanes: try lanes())
        let feed = Feed(
            key: ContractKey(chain: home, address: ChainFixture.feed),
            decimals: 8,
            oldest: Interval(milliseconds: 60_000)
        )
        func chain(_ id: ChainID, _ price: PriceSource) -> Chain {
            Chain(
                id: id,
                name: "\(id)",
                blockInterval: Interval(milliseconds: 2_000),
                finality: .depth(1),
                executor: ChainFixture.executor,
                account: ChainFixture.operatorAccount,
                multicall: ChainFixture.aggregator,
                nativePrice: price,
                pausable: [ChainFixture.base]
            )
        }
        let tokens = [first.base, first.quote, second.base, second.quote]
        return try Fleet(
            numeraire: "USD",
            chains: [chain(home, .feeds([feed])), chain(away, .fixed(nil))],
            prices: tokens.map { TokenPrice(token: $0.key, source: .fixed(nil)) },
            routes: [route]
        )
    }
}
