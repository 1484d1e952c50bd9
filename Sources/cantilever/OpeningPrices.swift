import Numerics
import Parity
import Routes
import Vocabulary

/// What everything is counted by on paper: what the file says, and where a price comes from feeds what they told
/// when the chains were first seen. It stays so for the whole session, so that a price that moves is no profit.
enum OpeningPrices {
    /// The same fleet with these prices fixed; those that no feed told stay as they are.
    static func fleet(_ fleet: Fleet, _ openings: [Sighting]) -> Fleet {
        guard fleet.fixedPriceBook() == nil else { return fleet }
        let book = fleet.priceBook(
            openings.map(\.snapshot),
            parameters: fleet.routes.first?.parameters.oracle ?? OracleParameters(),
            now: openings.map(\.seen).max() ?? .start
        )
        let prices = fleet.prices.map { price in
            let told = book.tokens.first { $0.token.key == price.token }?.oracle.price.value
            return told.map { TokenPrice(token: price.token, source: .fixed($0)) } ?? price
        }
        let chains = fleet.chains.map { chain in
            chain.priced(by: book.native(of: chain.id).value.map { .fixed($0) })
        }
        let fixed = try? Fleet(
            numeraire: fleet.numeraire,
            chains: chains,
            prices: prices,
            routes: fleet.routes,
            stabilisers: fleet.stabilisers,
            bridges: fleet.bridges
        )
        return fixed ?? fleet
    }
}

extension Chain {
    fileprivate func priced(by source: PriceSource?) -> Chain {
        Chain(
            id: id,
            name: name,
            blockInterval: blockInterval,
            finality: finality,
            executor: executor,
            account: account,
            multicall: multicall,
            nativePrice: source ?? nativePrice,
            pausable: pausable
        )
    }
}
