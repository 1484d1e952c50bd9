import Numerics
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// A whole configuration comes back from its bytes, every parameter of it.
@Suite struct FleetCanonicalTests {
    private func token(_ chain: UInt64, _ number: UInt64) throws -> Token {
        let token = Token(
            chain: try #require(ChainID(chain)),
            address: Address(word: UInt256(number)) ?? .zero,
            symbol: "T\(number)",
            decimals: 6
        )
        return try #require(token)
    }

    private func pool(
        _ chain: UInt64,
        _ number: UInt64,
        _ kind: PoolDescription.Kind
    ) throws -> PoolDescription {
        let pool = PoolDescription(
            key: ContractKey(
                chain: try #require(ChainID(chain)),
                address: Address(word: UInt256(number)) ?? .zero
            ),
            name: "pool \(number)",
            base: try token(chain, 1),
            quote: try token(chain, 2),
            kind: kind
        )
        return try #require(pool)
    }

    private func place(_ chain: UInt64) throws -> Route.Place {
        let stable = PoolDescription.StableSwap(
            generation: .classic,
            decimals: [6, 6, 18],
            base: 2,
            quote: 0
        )
        let place = Route.Place(
            base: try token(chain, 1),
            quote: try token(chain, 2),
            pools: [
                try pool(chain, 11, .dodo(.dpp, .beforeJanuary2024)),
                try pool(chain, 12, .uniswapV2(.original)),
                try pool(chain, 13, .uniswapV3(wordsEachSide: 3)),
                try pool(chain, 14, .stableSwap(stable)),
            ]
        )
        return try #require(place)
    }

    private func lane(_ source: Token, _ destination: Token) throws -> Lane {
        let lane = Lane(
            source: source,
            destination: destination,
            entry: .zero,
            exit: .zero,
            release: .mint,
            fee: BasisPoints(millionths: 1),
            least: 5,
            most: 7
        )
        return try #require(lane)
    }

    private func fleet(_ parameters: RouteParameters) throws -> Fleet {
        let (first, second) = (try place(138), try place(10))
        let route = try Route(
            name: "route",
            first: first,
            second: second,
            lanes: Route.Lanes(
                baseOut: try lane(first.base, second.base),
                baseBack: try lane(second.base, first.base),
                quoteOut: try lane(first.quote, second.quote),
                quoteBack: try lane(second.quote, first.quote)
            ),
            parameters: parameters
        )
        let feed = Feed(
            key: first.base.key,
            decimals: 8,
            oldest: Interval(milliseconds: 60_000)
        )
        let one = try #require(Price(numerator: 1, denominator: 1))
        let rules: [Chain.Finality] = [
            .sealed(.qbft, validators: [first.base.address]),
            .depthByWorth([Chain.WorthDepth(upTo: Worth(5), blocks: 3)]),
        ]
        let chains = zip([first, second], rules).map { place, rule in
            Chain(
                id: place.chain,
                name: "chain",
                blockInterval: Interval(milliseconds: 2_000),
                finality: rule,
                executor: place.base.address,
                account: nil,
                multicall: place.quote.address,
                nativePrice: .feeds([feed]),
                pausable: [place.base.address]
            )
        }
        let tokens = [first.base, first.quote, second.base, second.quote]
        let anchors: [Stabiliser.Anchor] = [
            .fixed(one), .prices, .gold(base: first.pools[0], quote: first.pools[1]),
        ]
        return try Fleet(
            numeraire: "USD",
            chains: chains,
            prices: tokens.map { TokenPrice(token: $0.key, source: .fixed(one)) },
            routes: [route],
            stabilisers: anchors.enumerated().map { index, anchor in
                Stabiliser(name: "peg \(index)", place: first, anchor: anchor)
            }
        )
    }

    @Test func `a fleet comes back from its bytes`() throws {
        let fleet = try fleet(RouteParameters())
        #expect(try Fleet(canonicalBytes: fleet.canonicalBytes) == fleet)
    }

    @Test func `every parameter is in the bytes`() throws {
        var changed = RouteParameters()
        changed.mission = .parity(Mission.Subsidy(perDay: Worth(7)))
        changed.parity.aim = BasisPoints(millionths: 1)
        changed.confirmation.averageBlocks = 9
        changed.freshness.widestSkew = Interval(milliseconds: 1)
        changed.size.blocksBetween = 9
        changed.safety.holdingTime = Interval(milliseconds: 1)
        changed.reserve.shortestRunway = Interval(milliseconds: 1)
        changed.bridge.pause = Interval(milliseconds: 1)
        changed.oracle.calm = BasisPoints(millionths: 1)
        changed.gas.bridgeSend = 1
        let fleet = try fleet(changed)
        let read = try Fleet(canonicalBytes: fleet.canonicalBytes)
        #expect(read == fleet)
        #expect(read.routes[0].parameters == changed)
    }

    @Test func `bytes of a route that contradicts itself are refused`() throws {
        let bytes = try fleet(RouteParameters()).canonicalBytes
        var refused = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            guard let other = try? Fleet(canonicalBytes: changed) else {
                refused += 1
                continue
            }
            #expect(other.canonicalBytes == changed, "byte \(index)")
        }
        #expect(refused > 100)
    }
}
