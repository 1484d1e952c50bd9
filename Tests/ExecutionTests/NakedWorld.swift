import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

@testable import Execution
@testable import Parity

/// A naked leg and the pools around it, with every pool's arithmetic done by hand.
struct NakedWorld {
    /// Pairs of two chains, as numbers alone.
    struct Market {
        let chain: UInt64
        let decimals: UInt8
        let pairs: [Pair]
        /// In wei for a unit of gas; the coin is worth 2,500.
        let gasPrice: UInt64

        var unit: UInt256 { (0..<decimals).reduce(UInt256.one) { power, _ in power * 10 } }
        /// What a base unit is worth in units of 10^-18.
        var worth: UInt256 { 1_000_000_000_000_000_000 / unit }
    }

    struct Pair {
        let address: UInt64
        let base: UInt256
        let quote: UInt256
        let isInverted: Bool

        func paid(selling amount: UInt256, isBase: Bool) -> UInt256 {
            let (into, out) = isBase ? (base, quote) : (quote, base)
            return amount * 997 * out / (into * 1_000 + amount * 997)
        }

        /// The least quote that buys this much base.
        func asked(forBase wanted: UInt256) -> UInt256? {
            guard wanted < base else { return nil }
            var amount = quote * wanted * 1_000 / ((base - wanted) * 997) + 1
            while amount > 1, paid(selling: amount - 1, isBase: false) >= wanted {
                amount = amount - 1
            }
            return amount
        }
    }

    let first: Market
    let second: Market
    let filled: LegSide
    /// In whole tokens, and what the filled leg got or paid in hundredths of a percent of it.
    let size: UInt64
    let share: UInt64
    var worstCase = Worth(10_000)
    var budget = Worth(10_000)
    var wasted: [GasSpent] = []

    init(_ chance: inout Chance) {
        func market(_ chain: UInt64, _ address: UInt64) -> Market {
            let decimals: UInt8 = Bool.random(using: &chance) ? 6 : 18
            let unit = (0..<decimals).reduce(UInt256.one) { power, _ in power * 10 }
            let pairs = (0..<UInt64.random(in: 1...3, using: &chance)).map { index in
                Pair(
                    address: address + index,
                    base: UInt256(UInt64.random(in: 90_000...1_100_000, using: &chance)) * unit,
                    quote: UInt256(UInt64.random(in: 90_000...1_100_000, using: &chance)) * unit,
                    isInverted: Bool.random(using: &chance)
                )
            }
            let gasPrice = UInt64.random(in: 0...40, using: &chance) * 1_000_000_000
            return Market(chain: chain, decimals: decimals, pairs: pairs, gasPrice: gasPrice)
        }
        first = market(138, 0xA0)
        second = market(651_940, 0xD0)
        filled = Bool.random(using: &chance) ? .sell : .buy
        size = .random(in: 50...10_000, using: &chance)
        share = .random(in: 9_950...10_050, using: &chance)
    }

    private static func address(_ number: UInt64) -> Address {
        Address(word: UInt256(number)) ?? .zero
    }

    private func place(_ market: Market) throws -> Route.Place {
        let chain = try #require(ChainID(market.chain))
        let base = try #require(
            Token(chain: chain, address: Self.address(0xB), symbol: "B", decimals: market.decimals)
        )
        let quote = try #require(
            Token(chain: chain, address: Self.address(0xC), symbol: "C", decimals: market.decimals)
        )
        let pools = market.pairs.compactMap { pair in
            PoolDescription(
                key: ContractKey(chain: chain, address: Self.address(pair.address)),
                name: "pair \(pair.address)",
                base: pair.isInverted ? quote : base,
                quote: pair.isInverted ? base : quote,
                kind: .uniswapV2(.original)
            )
        }
        return try #require(Route.Place(base: base, quote: quote, pools: pools))
    }

    private func route() throws -> Route {
        let (left, right) = (try place(first), try place(second))
        func lane(_ from: Token, _ to: Token) throws -> Lane {
            try #require(
                Lane(
                    source: from,
                    destination: to,
                    entry: Self.address(0xE0),
                    exit: Self.address(0xE1),
                    fee: BasisPoints(millionths: 2_000_000)
                )
            )
        }
        return try Route(
            name: "pair",
            first: left,
            second: right,
            lanes: Route.Lanes(
                baseOut: try lane(left.base, right.base),
                baseBack: try lane(right.base, left.base),
                quoteOut: try lane(left.quote, right.quote),
                quoteBack: try lane(right.quote, left.quote)
            ),
            parameters: RouteParameters()
        )
    }

    private func scene(_ market: Market) throws -> ChainScene {
        ChainScene(
            chain: try #require(ChainID(market.chain)),
            name: "chain \(market.chain)",
            blockInterval: Interval(milliseconds: 2_000),
            block: Block(
                number: 1_000,
                hash: BlockHash(Keccak256.hash([])),
                parent: BlockHash(Keccak256.hash([])),
                time: Instant(milliseconds: 1_000_000_000),
                baseFee: nil
            ),
            pools: try market.pairs.map { pair in
                PoolScene(
                    pool: Self.address(pair.address),
                    state: .known(
                        .uniswapV2(
                            try UniswapV2Pair(
                                reserve0: pair.isInverted ? pair.quote : pair.base,
                                reserve1: pair.isInverted ? pair.base : pair.quote,
                                fee: .original
                            )
                        )
                    )
                )
            },
            holdings: [0xB, 0xC].map {
                Holding(token: Self.address($0), amount: .known(1_000_000 * market.unit))
            },
            gasMoney: .known(Wei(1_000_000_000_000_000_000)),
            gasPrice: .known(Wei(UInt256(market.gasPrice))),
            nativePrice: .known(Price(numerator: 2_500, denominator: 1))
        )
    }

    private func leg(_ market: Market, _ place: Route.Place, isSale: Bool) throws -> PlannedLeg {
        let (into, out) = isSale ? (place.base, place.quote) : (place.quote, place.base)
        let trade = PoolTrade(pool: place.pools[0].key, side: .base, sold: 1, received: 1)
        return PlannedLeg(
            chain: place.chain,
            chainName: "chain \(market.chain)",
            tokenIn: into.key,
            unitIn: AmountUnit(into),
            tokenOut: out.key,
            unitOut: AmountUnit(out),
            swaps: [PlannedSwap(trade: trade, minimum: 1)],
            amountIn: 1,
            quotedOut: 1,
            minimumOut: 1,
            deadline: Instant(milliseconds: 1_000_008_000),
            gasLimit: 200_000
        )
    }

    /// Sold on the first chain, bought on the second.
    private func plan(_ route: Route) throws -> Plan {
        Plan(
            route: route.name,
            mission: .profit,
            dear: .first,
            size: 1,
            sizeUnit: AmountUnit(route.first.base),
            sell: try leg(first, route.first, isSale: true),
            buy: try leg(second, route.second, isSale: false),
            order: .together,
            gross: .zero,
            costs: [],
            net: .zero,
            worstCase: WorstCase(bothAtMinimum: .zero, onlySold: worstCase, onlyBought: .zero),
            tolerance: BasisPoints(millionths: 5_000_000),
            shadowPrice: ShadowPrice(share: BasisPoints(millionths: 0), isCredit: false),
            transfers: []
        )
    }

    private var fill: LegFill {
        let market = filled == .sell ? first : second
        let base = UInt256(size) * market.unit + 1
        let quote = base * UInt256(share) / 10_000
        return filled == .sell
            ? LegFill(sold: base, received: quote, gas: .zero)
            : LegFill(sold: quote, received: base, gas: .zero)
    }

    func choice() throws -> Unwinder.Choice {
        let route = try route()
        var prices: [ReferencePrice] = []
        for (market, place) in [(first, route.first), (second, route.second)] {
            let price = try #require(Price(numerator: market.worth, denominator: 1))
            prices.append(ReferencePrice(token: place.base.key, price: .known(price)))
            prices.append(ReferencePrice(token: place.quote.key, price: .known(price)))
        }
        let scene = Scene(
            now: Instant(milliseconds: 1_000_001_000),
            chains: [try scene(first), try scene(second)],
            lanes: [],
            prices: prices
        )
        let naked = Naked(filled: filled, fill, since: Instant(milliseconds: 1_000_000_500))
        return Unwinder(
            naked,
            of: try plan(route),
            on: route,
            in: scene,
            wasted: wasted,
            budget: budget
        ).choice
    }

    /// One pool's outcome by hand: as quoted and at its minimum, in units of 10^-18.
    func outcome(_ pair: Pair, _ market: Market) -> (expected: Int256, worst: Int256)? {
        let own = filled == .sell ? first : second
        let isPurchase = filled == .sell
        let base = isPurchase ? fill.sold : fill.received
        let there: UInt256 =
            market.decimals >= own.decimals
            ? base * (market.unit / own.unit)
            : isPurchase
                ? (base + own.unit / market.unit - 1) / (own.unit / market.unit)
                : base / (own.unit / market.unit)
        let sold: UInt256
        let received: UInt256
        if isPurchase {
            guard let asked = pair.asked(forBase: there) else { return nil }
            (sold, received) = (asked, pair.paid(selling: asked, isBase: false))
        } else {
            (sold, received) = (there, pair.paid(selling: there, isBase: true))
        }
        let gasLimit = GasTable().limit(
            swapsIn: [.uniswapV2(.original)],
            bufferInHundredths: SafetyParameters().gasBufferInHundredths
        )
        let gas = UInt256(gasLimit) * UInt256(market.gasPrice) * 2_500
        let burnt = wasted.reduce(UInt256.zero) { $0 + $1.gas.value * 2_500 }
        let given = received * 5 / 10_000
        func sum(_ received: UInt256) -> Int256? {
            let plus = fill.received * own.worth + received * market.worth
            let minus = fill.sold * own.worth + sold * market.worth + gas + burnt
            return plus >= minus
                ? Int256(magnitude: plus - minus, isNegative: false)
                : Int256(magnitude: minus - plus, isNegative: true)
        }
        guard let expected = sum(received), let worst = sum(received - given) else { return nil }
        return (expected, worst)
    }

    var holding: Int256? {
        let own = filled == .sell ? first : second
        let burnt = wasted.reduce(UInt256.zero) { $0 + $1.gas.value * 2_500 }
        let base = (filled == .sell ? fill.sold : fill.received) * own.worth
        let plus = fill.received * own.worth
        let stress = (base * 30 + 9_999) / 10_000
        let minus = fill.sold * own.worth + stress + burnt
        return plus >= minus
            ? Int256(magnitude: plus - minus, isNegative: false)
            : Int256(magnitude: minus - plus, isNegative: true)
    }
}
