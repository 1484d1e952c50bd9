import Numerics
import Parity
import Routes
import Testing
import Venues
import Vocabulary

/// From feeds and pegs to what a verdict reckons with.
@Suite struct PriceBookTests {
    private let now = Instant(milliseconds: 1_000_000_000)

    private func feed(_ number: UInt64, on chain: ChainID) -> Feed {
        Feed(
            key: ContractKey(chain: chain, address: Fixture.address(number)),
            decimals: 8,
            oldest: Interval(milliseconds: 60_000)
        )
    }

    private func fleet(_ source: (ChainID) -> PriceSource) throws -> Fleet {
        let fixture = Fixture()
        let route = try fixture.route()
        let chains = [route.first.chain, route.second.chain].map { chain in
            Chain(
                id: chain,
                name: "\(chain)",
                blockInterval: Interval(milliseconds: 2_000),
                finality: .depth(1),
                nativePrice: chain == route.first.chain ? source(chain) : .fixed(nil)
            )
        }
        let tokens = [route.first, route.second].flatMap { [$0.base, $0.quote] }
        return try Fleet(
            numeraire: "USD",
            chains: chains,
            prices: tokens.map { TokenPrice(token: $0.key, source: source(route.first.chain)) },
            routes: [route]
        )
    }

    private func snapshot(_ chain: ChainID, _ rounds: [(UInt64, UInt64, UInt64)]) throws -> Snapshot
    {
        let scene = try Fixture().scene()
        let oracles = try rounds.map { number, answer, age in
            let round = OracleRound(
                answer: UInt256(answer),
                updated: Instant(milliseconds: now.milliseconds - age)
            )
            return OracleSight(
                feed: Fixture.address(number),
                round: .known(try #require(round))
            )
        }
        let snapshot = Snapshot(chain: chain, block: scene.chains[0].block, oracles: oracles)
        return try #require(snapshot)
    }

    @Test func `feeds are combined, a peg is taken as it is, a worthless coin is worth nothing`()
        throws
    {
        let fleet = try fleet { .feeds([feed(1, on: $0), feed(2, on: $0), feed(3, on: $0)]) }
        let seen = try snapshot(
            fleet.chains[0].id,
            [(1, 100_010_000, 1), (2, 100_020_000, 1), (3, 99_990_000, 1)]
        )
        let book = fleet.priceBook([seen], now: now)
        let expected = try #require(Price(numerator: 100_010_000, denominator: 100_000_000))
        #expect(book.tokens.count == 4)
        for entry in book.tokens {
            #expect(entry.oracle.price == .known(expected))
            let unit = Price(numerator: 1_000_100_000_000, denominator: 1)
            #expect(entry.reference.price.value == unit)
        }
        #expect(book.native(of: fleet.chains[0].id) == .known(expected))
        #expect(book.native(of: fleet.chains[1].id) == .known(nil))
    }

    @Test func `stale feeds leave no price, and the name of each stands in the book`() throws {
        let fleet = try fleet { .feeds([feed(1, on: $0)]) }
        let seen = try snapshot(fleet.chains[0].id, [(1, 100_000_000, 60_001)])
        let book = fleet.priceBook([seen], now: now)
        #expect(book.tokens[0].reference.price == .unknown(.stale))
        #expect(book.native(of: fleet.chains[0].id) == .unknown(.stale))
        guard case .stale? = book.tokens[0].oracle.sources.first?.outcome else {
            Issue.record("\(book.tokens[0].oracle.sources)")
            return
        }
        #expect(fleet.priceBook([], now: now).tokens[0].reference.price.value == nil)
    }

    @Test func `a wild market makes the same feed too old`() throws {
        let fleet = try fleet { .feeds([feed(1, on: $0)]) }
        let seen = try snapshot(fleet.chains[0].id, [(1, 100_000_000, 30_000)])
        #expect(fleet.priceBook([seen], now: now).tokens[0].reference.price.value != nil)
        let wild = fleet.priceBook(
            [seen],
            volatility: { _ in BasisPoints(millionths: 40_000_000) },
            now: now
        )
        #expect(wild.tokens[0].reference.price == .unknown(.stale))
    }

    @Test func `an anchor is a peg, both prices, or gold's triangle`() throws {
        let fixture = Fixture()
        let place = try fixture.place(fixture.first)
        let scene = try fixture.scene()
        let two = try #require(Price(numerator: 2, denominator: 1))
        let one = try #require(Price(numerator: 1, denominator: 1))
        let peg = Stabiliser(name: "peg", place: place, anchor: .fixed(two))
        #expect(peg.anchorPrice(scene) == .known(two))
        let prices = Stabiliser(name: "prices", place: place, anchor: .prices)
        #expect(prices.anchorPrice(scene) == .known(one))
        // One balanced pool stands in for both gold pools: every price in it is one.
        let pool = try fixture.pool(fixture.first, fixture.first.pool)
        let gold = Stabiliser(name: "gold", place: place, anchor: .gold(base: pool, quote: pool))
        guard case .known(let triangle) = gold.anchorPrice(scene) else {
            Issue.record("\(gold.anchorPrice(scene))")
            return
        }
        #expect(triangle <= one)
        #expect(Deviation(of: one, from: triangle).share == BasisPoints(millionths: 0))
        var unknown = fixture
        unknown.first.state = .unknown(.disputed)
        #expect(gold.anchorPrice(try unknown.scene()) == .unknown(.disputed))
    }
}
