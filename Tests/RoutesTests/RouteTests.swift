import Numerics
import Routes
import Testing
import Venues
import Vocabulary

/// What makes a route, and what does not.
@Suite struct RouteTests {
    private func token(_ chain: UInt64, _ number: UInt64, decimals: UInt8 = 6) throws -> Token {
        let token = Token(
            chain: try #require(ChainID(chain)),
            address: Address(word: UInt256(number)) ?? .zero,
            symbol: "T\(number)",
            decimals: decimals
        )
        return try #require(token)
    }

    private func place(
        _ chain: UInt64,
        fee: UniswapV2Pair.Fee = .original
    ) throws -> Route.Place {
        let (base, quote) = (try token(chain, 1), try token(chain, 2))
        let pool = PoolDescription(
            key: ContractKey(chain: base.chain, address: Address(word: 9) ?? .zero),
            name: "pool",
            base: quote,
            quote: base,
            kind: .uniswapV2(fee)
        )
        let known = try #require(pool)
        return try #require(Route.Place(base: base, quote: quote, pools: [known]))
    }

    private func lane(_ source: Token, _ destination: Token) throws -> Lane {
        let lane = Lane(
            source: source,
            destination: destination,
            entry: .zero,
            exit: .zero,
            fee: BasisPoints(millionths: 10_000_000)
        )
        return try #require(lane)
    }

    private func lanes(_ first: Route.Place, _ second: Route.Place) throws -> Route.Lanes {
        Route.Lanes(
            baseOut: try lane(first.base, second.base),
            baseBack: try lane(second.base, first.base),
            quoteOut: try lane(first.quote, second.quote),
            quoteBack: try lane(second.quote, first.quote)
        )
    }

    @Test func `the shipped defaults contradict nothing, and are DOMAIN's`() throws {
        let parameters = RouteParameters()
        #expect(parameters.fault == nil)
        #expect(parameters.parity.target == (try BasisPoints("15 bps")))
        #expect(parameters.parity.enter == (try BasisPoints("6 bps")))
        #expect(parameters.parity.toxic == (try BasisPoints("200 bps")))
        #expect(parameters.safety.tolerance == (try BasisPoints("5 bps")))
        #expect(parameters.reserve.factor == 5)
        #expect(parameters.confirmation.blocks == 3)
        #expect(parameters.safety.gasCeiling == (try Wei("200 gwei")))
    }

    @Test func `parameters that contradict themselves make no route`() throws {
        let (first, second) = (try place(1), try place(2))
        let lanes = try lanes(first, second)
        let spoils: [((inout RouteParameters) -> Void, ParameterFault)] = [
            ({ $0.parity.aim = BasisPoints(millionths: 7_000_000) }, .parityOutOfOrder),
            ({ $0.parity.enter = $0.parity.target }, .parityOutOfOrder),
            ({ $0.parity.enter = BasisPoints(millionths: 0) }, .parityOutOfOrder),
            ({ $0.reserve.factor = 2 }, .reserveFactor(2, atLeast: 3)),
            ({ $0.confirmation.blocks = 0 }, .confirmation(0, atMost: 64)),
            ({ $0.size.least = Worth(20_000) }, .sizeOutOfOrder),
            ({ $0.oracle.quorum = 0 }, .quorumOfNone),
            ({ $0.safety.gasBufferInHundredths = 99 }, .gasBufferBelowOne),
        ]
        for (spoil, fault) in spoils {
            var parameters = RouteParameters()
            spoil(&parameters)
            #expect(throws: RouteFault.parameters(fault)) {
                _ = try Route(
                    name: "route",
                    first: first,
                    second: second,
                    lanes: lanes,
                    parameters: parameters
                )
            }
        }
    }

    @Test func `ends on one chain and lanes elsewhere make no route`() throws {
        let (first, second) = (try place(1), try place(2))
        let lanes = try lanes(first, second)
        #expect(throws: RouteFault.oneChain(first.chain)) {
            _ = try Route(name: "route", first: first, second: first, lanes: lanes)
        }
        #expect(throws: RouteFault.laneElsewhere(lanes.baseOut.key)) {
            _ = try Route(name: "route", first: second, second: first, lanes: lanes)
        }
        #expect(throws: RouteFault.nameless) {
            _ = try Route(name: "", first: first, second: second, lanes: lanes)
        }
    }

    @Test func `what crosses a bridge loses its fee, rounded up, and what decimals can't carry`()
        throws
    {
        let coarse = try lane(try token(1, 1, decimals: 8), try token(2, 1, decimals: 6))
        // Ten basis points of 1,001 are 1.001: two are kept, and 99 of what is left can not cross.
        #expect(coarse.delivered(of: 1_001) == 9)
        let fine = try lane(try token(1, 1, decimals: 6), try token(2, 1, decimals: 8))
        #expect(fine.delivered(of: 1_000) == 99_900)
        #expect(fine.delivered(of: 1) == 0)
    }

    @Test func `a fleet names what it lacks`() throws {
        let (first, second) = (try place(1), try place(2))
        let route = try Route(
            name: "route",
            first: first,
            second: second,
            lanes: try lanes(first, second)
        )
        func chain(_ id: UInt64) throws -> Chain {
            Chain(
                id: try #require(ChainID(id)),
                name: "\(id)",
                blockInterval: Interval(milliseconds: 2_000),
                finality: .depth(1),
                nativePrice: .fixed(nil)
            )
        }
        func fleet(_ chains: [UInt64], _ routes: [Route]) throws -> Fleet {
            try Fleet(
                numeraire: "USD",
                chains: try chains.map(chain),
                prices: [first.base, first.quote, second.base].map {
                    TokenPrice(token: $0.key, source: .fixed(nil))
                },
                routes: routes
            )
        }
        #expect(throws: FleetFault.chainTwice(first.chain)) { _ = try fleet([1, 1], []) }
        #expect(throws: FleetFault.unknownChain(second.chain)) { _ = try fleet([1], [route]) }
        #expect(throws: FleetFault.nameTwice("route")) { _ = try fleet([1, 2], [route, route]) }
        let other = try Route(
            name: "other",
            first: try place(1, fee: UniswapV2Pair.Fee(keeping: 9_975, of: 10_000)),
            second: second,
            lanes: try lanes(first, second)
        )
        let pool = first.pools[0].key
        #expect(throws: FleetFault.poolDescribedTwice(pool)) {
            _ = try fleet([1, 2], [route, other])
        }
        #expect(throws: FleetFault.unpriced(second.quote.key)) { _ = try fleet([1, 2], [route]) }
    }
}

@Suite struct GasTableTests {
    @Test func `figures beyond all numbers are the largest, and never a trap`() {
        var table = GasTable()
        let pair = PoolDescription.Kind.uniswapV2(.original)
        #expect(table.limit(swapsIn: [pair, pair], bufferInHundredths: 120) == 300_000)
        #expect(table.addition(of: pair, bufferInHundredths: 120) == 108_000)
        table.overhead = .max
        #expect(table.limit(swapsIn: [pair], bufferInHundredths: 100) == .max)
        table.overhead = .max / 2
        #expect(table.limit(swapsIn: [], bufferInHundredths: 1_000) == .max)
    }
}
