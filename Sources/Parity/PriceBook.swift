import Numerics
public import Routes
import Venues
public import Vocabulary

/// What tokens and coins are worth now, each with what became of its sources.
public struct PriceBook: Equatable, Sendable {
    public let tokens: [Entry]
    public let natives: [NativeEntry]

    /// One token's price and its sources.
    public struct Entry: Equatable, Sendable {
        public let token: Token
        public let oracle: OraclePrice

        /// For the scene: in the numéraire's units for one base unit.
        public var reference: ReferencePrice {
            switch oracle.price {
            case .known(let whole): ReferencePrice(token: token, whole: whole)
            case .unknown(let reason):
                ReferencePrice(token: token.key, price: .unknown(reason))
            }
        }
    }

    /// One chain's coin; a price of `nil` is a coin that is worth nothing.
    public struct NativeEntry: Equatable, Sendable {
        public let chain: ChainID
        public let price: Reading<Price?>
        public let sources: [OraclePrice.Source]
    }

    public func native(of chain: ChainID) -> Reading<Price?> {
        natives.first { $0.chain == chain }?.price ?? .unknown(.unasked)
    }
}

extension Fleet {
    /// The book of every moment, where no price comes from a feed; `nil` where one does.
    public func fixedPriceBook(
        parameters: OracleParameters = OracleParameters()
    ) -> PriceBook? {
        let sources = prices.map(\.source) + chains.map(\.nativePrice)
        let hasFeeds = sources.contains { if case .feeds = $0 { true } else { false } }
        return hasFeeds ? nil : priceBook([], parameters: parameters, now: .start)
    }

    /// Every token of the fleet's routes and every chain's coin, by their feeds and pegs.
    ///
    /// `volatility` is what a token's price has moved by lately: the more, the younger its feeds must be.
    public func priceBook(
        _ snapshots: [Snapshot],
        parameters: OracleParameters = OracleParameters(),
        volatility: (ContractKey) -> BasisPoints = { _ in BasisPoints(millionths: 0) },
        now: Instant
    ) -> PriceBook {
        let places = routes.flatMap { [$0.first, $0.second] } + stabilisers.map(\.place)
        var tokens: [Token] = []
        for token in places.flatMap({ [$0.base, $0.quote] }) where !tokens.contains(token) {
            tokens.append(token)
        }
        let entries = tokens.map { token in
            let answers = answers(price(of: token.key), snapshots, now: now)
            return PriceBook.Entry(
                token: token,
                oracle: parameters.combine(answers, volatility: volatility(token.key))
            )
        }
        let natives = chains.map { chain -> PriceBook.NativeEntry in
            if case .fixed(nil) = chain.nativePrice {
                return PriceBook.NativeEntry(chain: chain.id, price: .known(nil), sources: [])
            }
            let combined = parameters.combine(
                answers(chain.nativePrice, snapshots, now: now),
                volatility: BasisPoints(millionths: 0)
            )
            // Numéraire and coin have eighteen decimals both: the whole's price is the unit's.
            let price: Reading<Price?> =
                switch combined.price {
                case .known(let price): .known(price)
                case .unknown(let reason): .unknown(reason)
                }
            return PriceBook.NativeEntry(
                chain: chain.id,
                price: price,
                sources: combined.sources
            )
        }
        return PriceBook(tokens: entries, natives: natives)
    }

    private func answers(
        _ source: PriceSource?,
        _ snapshots: [Snapshot],
        now: Instant
    ) -> [PriceAnswer] {
        switch source {
        case nil: return []
        case .fixed(let price):
            let reading: Reading<Price> = price.map { .known($0) } ?? .unknown(.contradictory)
            return [PriceAnswer(source: "peg", price: reading)]
        case .feeds(let feeds):
            return feeds.map { feed in
                let snapshot = snapshots.first { $0.chain == feed.key.chain }
                let isPaused = snapshot?.isPaused(feed.key.address) == .known(true)
                return PriceAnswer(
                    source: feed.key.description,
                    feed: feed,
                    round: snapshot?.oracle(feed.key.address) ?? .unknown(.unasked),
                    isPaused: isPaused,
                    now: now
                )
            }
        }
    }
}

extension Stabiliser {
    /// What the pool is held at: quote for one whole base.
    ///
    /// Of gold's two prices the selling one: they differ in the last digits alone.
    public func anchorPrice(_ scene: Scene) -> Reading<Price> {
        switch anchor {
        case .fixed(let price): return .known(price)
        case .prices:
            return Self.ratio(
                scene.price(of: place.base.key),
                scene.price(of: place.quote.key),
                place
            )
        case .gold(let base, let quote):
            let (base, quote) = (
                Self.inGold(place.base, base, scene), Self.inGold(place.quote, quote, scene)
            )
            switch (base, quote) {
            case (.known(let base), .known(let quote)):
                let triangle = Triangulation(base: base, quote: quote)
                return triangle.map { .known($0.selling) } ?? .unknown(.contradictory)
            case (.unknown(let reason), _), (.known, .unknown(let reason)):
                return .unknown(reason)
            }
        }
    }

    /// Both prices are the numéraire's units for a base unit; the anchor is of whole tokens.
    private static func ratio(
        _ base: Reading<Price>,
        _ quote: Reading<Price>,
        _ place: Route.Place
    ) -> Reading<Price> {
        switch (base, quote) {
        case (.unknown(let reason), _), (.known, .unknown(let reason)): return .unknown(reason)
        case (.known(let base), .known(let quote)):
            return place.fairPrice(base: base, quote: quote).map { .known($0) }
                ?? .unknown(.contradictory)
        }
    }

    /// The gold that one whole token is worth, by the pool that anchors it.
    private static func inGold(
        _ token: Token,
        _ pool: PoolDescription,
        _ scene: Scene
    ) -> Reading<Price> {
        guard
            let chain = scene.place(of: pool.key.chain),
            let state = scene.chains[chain].state(of: pool.key.address)
        else { return .unknown(.unasked) }
        guard case .known(let venue) = state else { return .unknown(state.unknown ?? .unasked) }
        let isInverted = pool.base.key != token.key
        let gold = isInverted ? pool.base : pool.quote
        guard
            isInverted ? pool.quote.key == token.key : true,
            let market = try? Market(
                venue,
                isInverted: isInverted,
                baseDecimals: token.decimals,
                quoteDecimals: gold.decimals
            ),
            let price = try? market.price()
        else { return .unknown(.contradictory) }
        return .known(price)
    }
}
