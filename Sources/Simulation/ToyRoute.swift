import Numerics
public import Routes
public import Venues
public import Vocabulary

/// The toy's two ends as a route: made-up tokens, one pool each, a bridge that is never used.
public enum ToyRoute {
    /// `nil` when the two chains are one.
    public static func make(
        _ first: ChainID,
        _ second: ChainID,
        fee: UniswapV2Pair.Fee,
        parameters: RouteParameters
    ) -> Route? {
        guard
            let home = place(first, fee: fee), let away = place(second, fee: fee),
            let baseOut = lane(home.base, away.base), let baseBack = lane(away.base, home.base),
            let quoteOut = lane(home.quote, away.quote),
            let quoteBack = lane(away.quote, home.quote)
        else { return nil }
        return try? Route(
            name: "toy",
            first: home,
            second: away,
            lanes: Route.Lanes(
                baseOut: baseOut,
                baseBack: baseBack,
                quoteOut: quoteOut,
                quoteBack: quoteBack
            ),
            parameters: parameters
        )
    }

    private static func place(_ chain: ChainID, fee: UniswapV2Pair.Fee) -> Route.Place? {
        guard
            let base = token(chain, 1, "BASE"), let quote = token(chain, 2, "QUOTE"),
            let address = Address(word: 3),
            let pool = PoolDescription(
                key: ContractKey(chain: chain, address: address),
                name: "pool on \(chain)",
                base: base,
                quote: quote,
                kind: .uniswapV2(fee)
            )
        else { return nil }
        return Route.Place(base: base, quote: quote, pools: [pool])
    }

    private static func token(_ chain: ChainID, _ number: UInt256, _ symbol: String) -> Token? {
        Address(word: number).flatMap {
            Token(chain: chain, address: $0, symbol: symbol, decimals: 6)
        }
    }

    private static func lane(_ source: Token, _ destination: Token) -> Lane? {
        Lane(
            source: source,
            destination: destination,
            entry: .zero,
            exit: .zero,
            fee: BasisPoints(millionths: 0)
        )
    }
}
