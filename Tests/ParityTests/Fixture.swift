import Hashing
import Numerics
import Parity
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// Two chains, one stable pair on each, as the shipped demo has them; a test spoils one thing.
struct Fixture {
    var first = Side(
        chain: 138,
        name: "Chain 138",
        decimals: 6,
        base: 0xB1,
        quote: 0xC1,
        pool: 0xA1
    )
    var second = Side(
        chain: 651_940,
        name: "Alltra",
        decimals: 6,
        base: 0xB2,
        quote: 0xC2,
        pool: 0xA2
    )
    var parameters = RouteParameters()
    var standing = Standing()
    var fee = BasisPoints(millionths: 2_000_000)
    var now = Instant(milliseconds: 1_000_000_000)
    var reserve: UInt64 = 2_000_000
    var required: UInt64 = 250_000
    var name = "usd"
    /// Every token is worth a third, which no decimals hold.
    var isThird = false
    var isExitPaused = Reading.known(false)
    /// A net outflow that never turns, of 875,000 an hour.
    var isOneWay = false
    /// Numéraire for one whole base token, on both chains.
    var basePrice = Reading.known(UInt64(1))

    /// One chain's end.
    struct Side {
        var chain: UInt64
        var name: String
        var decimals: UInt8
        var base: UInt64
        var quote: UInt64
        var pool: UInt64
        /// Base sold into the pool before the scene: positive makes base cheap here.
        var pushed: Int = 0
        var depth: UInt64 = 1_000_000
        var slippage: UInt64 = 50_000_000_000_000_000
        var fee: UInt64 = 100_000_000_000_000
        var state: Reading<Venue>?
        var more: [(pool: UInt64, venue: Venue)] = []
        var inventory: Reading<UInt256>?
        var lastExecution: UInt64?
        var block: UInt64 = 1_000
        var age: UInt64 = 1_000
        var baseFee: Wei?
        var gasPrice = Reading.known(Wei.zero)
        var pauses: [PauseSight] = []
        var isDisputed = false
        var tokenName = "USDT"

        var unit: UInt256 { (0..<decimals).reduce(UInt256.one) { power, _ in power * 10 } }
    }

    /// A profitable deviation that has been confirmed: base is dear on the first chain.
    init() {
        parameters.parity.enter = BasisPoints(millionths: 4_000_000)
        second.pushed = 20_000
        for block in 0..<UInt64(5) {
            standing.run.observe(.first, .whole, at: 900 + block, of: .first)
            standing.run.observe(.first, .whole, at: 900 + block, of: .second)
        }
    }

    static func address(_ number: UInt64) -> Address {
        Address(word: UInt256(number)) ?? .zero
    }

    func token(_ side: Side, base: Bool) throws -> Token {
        let chain = try #require(ChainID(side.chain))
        let token = Token(
            chain: chain,
            address: Self.address(base ? side.base : side.quote),
            symbol: base ? side.tokenName : "USDC",
            decimals: side.decimals
        )
        return try #require(token)
    }

    func venue(_ side: Side) throws -> Venue {
        var pool = try DODOPool(
            kind: .dsp,
            revision: .current,
            guidePrice: 1_000_000_000_000_000_000,
            slippage: UInt256(side.slippage),
            baseReserve: UInt256(side.depth) * side.unit,
            quoteReserve: UInt256(side.depth) * side.unit,
            baseTarget: UInt256(side.depth) * side.unit,
            quoteTarget: UInt256(side.depth) * side.unit,
            regime: .one,
            lpFeeRate: UInt256(side.fee),
            maintainerFeeRate: .zero
        )
        if side.pushed != 0 {
            _ = try pool.sell(
                UInt256(side.pushed.magnitude) * side.unit,
                of: side.pushed > 0 ? .base : .quote
            )
        }
        return .dodo(pool)
    }

    func pool(_ side: Side, _ number: UInt64) throws -> PoolDescription {
        let description = PoolDescription(
            key: ContractKey(
                chain: try #require(ChainID(side.chain)),
                address: Self.address(number)
            ),
            name: "pool \(String(number, radix: 16))",
            base: try token(side, base: true),
            quote: try token(side, base: false),
            kind: .dodo(.dsp, .current)
        )
        return try #require(description)
    }

    func place(_ side: Side) throws -> Route.Place {
        let pools = [side.pool] + side.more.map(\.pool)
        let place = Route.Place(
            base: try token(side, base: true),
            quote: try token(side, base: false),
            pools: try pools.map { try pool(side, $0) }
        )
        return try #require(place)
    }

    func lane(_ from: Side, _ to: Side, base: Bool) throws -> Lane {
        let lane = Lane(
            source: try token(from, base: base),
            destination: try token(to, base: base),
            entry: Self.address(0xE0),
            exit: Self.address(0xE1),
            fee: fee
        )
        return try #require(lane)
    }

    func route() throws -> Route {
        try Route(
            name: name,
            first: try place(first),
            second: try place(second),
            lanes: Route.Lanes(
                baseOut: try lane(first, second, base: true),
                baseBack: try lane(second, first, base: true),
                quoteOut: try lane(first, second, base: false),
                quoteBack: try lane(second, first, base: false)
            ),
            parameters: parameters
        )
    }

    private func chainScene(_ side: Side) throws -> ChainScene {
        let held = side.inventory ?? .known(250_000 * side.unit)
        let known = Reading.known(try venue(side))
        return ChainScene(
            chain: try #require(ChainID(side.chain)),
            name: side.name,
            blockInterval: Interval(milliseconds: 2_000),
            block: Block(
                number: side.block,
                hash: BlockHash(Digest.zero),
                parent: BlockHash(Digest.zero),
                time: Instant(milliseconds: now.milliseconds - side.age),
                baseFee: side.baseFee
            ),
            isDisputed: side.isDisputed,
            pools: [
                PoolScene(
                    pool: Self.address(side.pool),
                    state: side.state ?? known,
                    lastExecution: side.lastExecution
                )
            ] + side.more.map { PoolScene(pool: Self.address($0.pool), state: .known($0.venue)) },
            holdings: [
                Holding(token: Self.address(side.base), amount: held),
                Holding(token: Self.address(side.quote), amount: held),
            ],
            gasMoney: .known(Wei(1_000_000_000_000_000_000)),
            gasPrice: side.gasPrice,
            nativePrice: .known(Price(numerator: 2_500, denominator: 1)),
            pauses: side.pauses,
            executor: Self.address(0xEC)
        )
    }

    func scene() throws -> Scene {
        var lanes: [LaneScene] = []
        for (from, to) in [(first, second), (second, first)] {
            for base in [true, false] {
                if isOneWay {
                    lanes.append(try oneWay(try lane(from, to, base: base), to))
                    continue
                }
                lanes.append(
                    LaneScene(
                        lane: try lane(from, to, base: base).key,
                        isOpen: true,
                        isPaused: isExitPaused,
                        required: UInt256(required) * to.unit,
                        held: .known(UInt256(reserve) * to.unit)
                    )
                )
            }
        }
        var prices: [ReferencePrice] = []
        for side in [first, second] {
            for base in [true, false] {
                prices.append(try price(of: try token(side, base: base), isBase: base))
            }
        }
        return Scene(
            now: now,
            chains: [try chainScene(first), try chainScene(second)],
            lanes: lanes,
            prices: prices
        )
    }

    private func oneWay(_ lane: Lane, _ to: Side) throws -> LaneScene {
        let rule = ReserveRule(
            peak: 50_000 * to.unit,
            latency: Interval(milliseconds: 60_000),
            factor: 5
        )
        return LaneScene(
            lane: lane.key,
            isOpen: true,
            rule: try #require(rule),
            held: .known(UInt256(reserve) * to.unit),
            claimed: .known(.zero),
            netOutflowPerHour: 875_000 * to.unit,
            isOneWay: true
        )
    }

    private func price(of token: Token, isBase: Bool) throws -> ReferencePrice {
        if isThird { return try Self.third(token) }
        guard case .known(let whole) = isBase ? basePrice : .known(1) else {
            return ReferencePrice(token: token.key, price: .unknown(.contradictory))
        }
        let price = Price(numerator: UInt256(whole), denominator: 1)
        return ReferencePrice(token: token, whole: try #require(price))
    }

    private static func third(_ token: Token) throws -> ReferencePrice {
        ReferencePrice(token: token, whole: try #require(Price(numerator: 1, denominator: 3)))
    }

    func assess() throws -> Assessment {
        try route().assess(try scene(), standing)
    }
}

extension Digest {
    static let zero = Digest(words: 0, 0, 0, 0)
}
