import Numerics
import Simulation
import Testing
import Venues
import Vocabulary

/// Two chains of blocks and pools in which nothing goes wrong: it carries out every deed at once.
struct LittleMarket {
    static let unit: UInt256 = 1_000_000
    static let first = chain(138)
    static let second = chain(651_940)

    var view: MarketView
    var cast: Cast
    /// What the pools of each token held in the beginning.
    let endowment: [UInt256]
    var oracles: [UInt256] = [0]
    /// Of every token, what is on a bridge.
    var bridged: [UInt256]
    /// What was done, in order.
    var done: [(block: BlockMark, cue: Cast.Cue, outcome: DeedOutcome)] = []
    var refuses: (ActorAction) -> Bool = { _ in false }
    /// Carried out between the body of a block and its closing.
    var between: ((inout MarketView) -> Void)?

    static func chain(_ value: UInt64) -> ChainID {
        guard let chain = ChainID(value) else { preconditionFailure("chains are not zero") }
        return chain
    }

    /// The pools of the shipped demo: a million of each token, six decimals, 3 bps.
    static func stable(fee: UInt256 = 300_000_000_000_000) throws -> Venue {
        .dodo(
            try DODOPool(
                kind: .dsp,
                revision: .current,
                guidePrice: 1_000_000_000_000_000_000,
                slippage: 50_000_000_000_000_000,
                baseReserve: 1_000_000 * unit,
                quoteReserve: 1_000_000 * unit,
                baseTarget: 1_000_000 * unit,
                quoteTarget: 1_000_000 * unit,
                regime: .one,
                lpFeeRate: fee,
                maintainerFeeRate: 0
            )
        )
    }

    static func pair(_ base: UInt256, _ quote: UInt256) throws -> Venue {
        .uniswapV2(
            try UniswapV2Pair(reserve0: base * unit, reserve1: quote * unit, fee: .original)
        )
    }

    static func pool(
        _ venue: Venue,
        on chain: ChainID,
        isInverted: Bool = false
    ) throws -> MarketView.Pool {
        let offset = chain == first ? 0 : 2
        return MarketView.Pool(
            market: try Market(
                venue,
                isInverted: isInverted,
                baseDecimals: 6,
                quoteDecimals: 6
            ),
            chain: chain,
            base: offset,
            quote: offset + 1
        )
    }

    /// Tokens 0 and 1 are on the first chain, 2 and 3 on the second.
    init(_ pools: [MarketView.Pool], _ actors: [MarketActor]) {
        view = MarketView(pools: pools)
        cast = Cast(actors)
        endowment = Self.holdings(view)
        bridged = Array(repeating: .zero, count: 4)
    }

    static func demo(_ actors: [MarketActor]) throws -> LittleMarket {
        LittleMarket(
            [try pool(stable(), on: first), try pool(stable(), on: second)],
            actors
        )
    }

    static func holdings(_ view: MarketView) -> [UInt256] {
        var held = Array(repeating: UInt256.zero, count: 4)
        for pool in view.pools {
            let reserves: (UInt256, UInt256)
            switch pool.market.venue {
            case .dodo(let dodo): reserves = (dodo.baseReserve, dodo.quoteReserve)
            case .uniswapV2(let pair): reserves = (pair.reserve0, pair.reserve1)
            case .stableSwap(let coins): reserves = (coins.balances[0], coins.balances[1])
            case .uniswapV3: reserves = (0, 0)
            }
            held[pool.token(pool.market.isInverted ? .quote : .base)] += reserves.0
            held[pool.token(pool.market.isInverted ? .base : .quote)] += reserves.1
        }
        return held
    }

    /// Every unit is in a pool, in somebody's books or on a bridge.
    func expectConservation(_ place: Comment) {
        let held = Self.holdings(view)
        for token in endowment.indices {
            let nets = cast.actors.reduce(Int256.zero) { $0 + $1.books.net(of: token) }
            let sum = Int256(held[token]) + nets + Int256(bridged[token])
            #expect(sum == Int256(endowment[token]), place)
        }
    }

    mutating func makeBlock(_ number: UInt64, on chain: ChainID, at milliseconds: UInt64) {
        let block = BlockMark(chain: chain, number: number)
        let now = Instant(milliseconds: milliseconds)
        let cues = cast.act(at: now, block: block, view: view)
        var isClosing = false
        for cue in cues {
            if cue.deed.turn == .closing, !isClosing {
                isClosing = true
                between?(&view)
            }
            let outcome = carryOut(cue)
            cast.settle(cue, outcome, in: view)
            done.append((block, cue, outcome))
        }
        if !isClosing { between?(&view) }
    }

    /// Blocks of both chains in turn, one of each every two seconds.
    mutating func run(blocks: ClosedRange<UInt64>) {
        for number in blocks {
            makeBlock(number, on: Self.first, at: number * 2_000)
            makeBlock(number, on: Self.second, at: number * 2_000 + 700)
        }
    }

    mutating func carryOut(_ cue: Cast.Cue) -> DeedOutcome {
        if refuses(cue.deed.action) { return .refused }
        switch cue.deed.action {
        case .swap(let pool, let side, _), .swapBack(let pool, let side):
            guard let amount = cast.amountToSell(in: cue),
                let quote = try? view.pools[pool].market.sell(amount, of: side)
            else { return .refused }
            return .swapped(quote)
        case .addLiquidity(let pool, let share):
            return change(pool, view.pools[pool].market.venue.growing(by: share)) {
                .provided(base: $0, quote: $1)
            }
        case .removeLiquidity(let pool, let share):
            return change(pool, view.pools[pool].market.venue.shrinking(by: share)) {
                .withdrawn(base: $0, quote: $1)
            }
        case .setOracle(let feed, let value):
            oracles[feed] = value
            return .done
        case .bridge(let token, let amount):
            bridged[token] += amount
            return .sent(amount)
        }
    }

    private mutating func change(
        _ pool: Int,
        _ change: LiquidityChange?,
        _ outcome: (UInt256, UInt256) -> DeedOutcome
    ) -> DeedOutcome {
        guard let change else { return .refused }
        view.pools[pool].market.venue = change.venue
        return view.pools[pool].market.isInverted
            ? outcome(change.quote, change.base) : outcome(change.base, change.quote)
    }
}
