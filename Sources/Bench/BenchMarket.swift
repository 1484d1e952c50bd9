import Contracts
import Ethereum
import Hashing
import Numerics
import Parity
import Routes
import Venues
import Vocabulary

/// Two chains with as many stable pairs as are asked for, one route each, and what a node answers.
struct BenchMarket {
    let fleet: Fleet
    let answer: [UInt8]
    private let plan: SnapshotPlan
    private let block: Block
    private var standing = Standing()

    var routes: [Route] { fleet.routes }

    init(pairs: Int) {
        let (first, second) = (Self.chain(138), Self.chain(651_940))
        let routes = (0..<pairs).map { Self.route(UInt64($0), first, second) }
        let places = routes.flatMap { [$0.first, $0.second] }
        let tokens = places.flatMap { [$0.base, $0.quote] }
        guard
            let one = Price(numerator: 1, denominator: 1),
            let fleet = try? Fleet(
                numeraire: "USD",
                chains: [first, second],
                prices: tokens.map { TokenPrice(token: $0.key, source: .fixed(one)) },
                routes: routes
            ),
            let plan = SnapshotPlan(fleet, chain: first.id)
        else { preconditionFailure("the market is refused") }
        self.fleet = fleet
        self.plan = plan
        block = Block(
            number: 1_000,
            hash: BlockHash(Keccak256.hash("1000")),
            parent: BlockHash(Keccak256.hash("999")),
            time: Instant(milliseconds: 2_000_000)
        )
        answer = Self.answer(to: plan, block)
        for block in 0..<UInt64(5) {
            standing.run.observe(.first, .whole, at: block, of: .first)
            standing.run.observe(.first, .whole, at: block, of: .second)
        }
    }

    func decide(_ scene: Scene) -> Assessment { routes[0].assess(scene, standing) }

    func look(_ scene: Scene) {
        consume(routes[0].glance(scene)?.side(enter: routes[0].parameters.parity.enter))
    }

    func look(_ scene: Scene, _ routes: [Route]) {
        for route in routes {
            consume(route.glance(scene)?.side(enter: route.parameters.parity.enter))
        }
    }

    /// Everything a route remembers, filled to its bounds.
    static func full() -> (Standing, TimeWeightedAverage, TimeWeightedAverage) {
        var standing = Standing()
        var average = TimeWeightedAverage(blocks: ConfirmationParameters.mostBlocks)
        guard let price = Price(numerator: 1, denominator: 1) else {
            preconditionFailure("one is no price")
        }
        for block in 0..<UInt64(ConfirmationParameters.mostBlocks) * 2 {
            standing.run.observe(.first, .whole, at: block, of: .first)
            standing.run.observe(.first, .whole, at: block, of: .second)
            average.observe(price, block: block, time: Instant(milliseconds: block))
        }
        return (standing, average, average)
    }

    /// The values themselves, and their bounded lists.
    static func routeBytes() -> Int {
        let blocks = Int(ConfirmationParameters.mostBlocks)
        let run = MemoryLayout<Standing>.stride + 2 * blocks * MemoryLayout<BasisPoints>.stride
        let observation = 2 * MemoryLayout<UInt64>.stride + MemoryLayout<UInt256>.stride
        let average = MemoryLayout<TimeWeightedAverage>.stride + (blocks + 2) * observation
        return run + 2 * average
    }

    /// Both chains; with a push the first route's pool on the second chain is cheap.
    func scene(pushed: Bool) -> Scene {
        let chains = zip(fleet.chains, [routes[0].first, routes[0].second]).map { chain, place in
            let pools = routes.map { route in
                let end = route.first.chain == chain.id ? route.first : route.second
                let isPushed = pushed && route.name == routes[0].name && place == routes[0].second
                return PoolSight(
                    pool: end.pools[0].key.address,
                    state: .known(Self.venue(pushed: isPushed))
                )
            }.sorted { $0.pool < $1.pool }
            let held = routes.flatMap { route in
                let end = route.first.chain == chain.id ? route.first : route.second
                return [end.base.address, end.quote.address]
            }.sorted().map { BalanceSight(token: $0, amount: .known(250_000_000_000)) }
            guard
                let snapshot = Snapshot(
                    chain: chain.id,
                    block: block,
                    pools: pools,
                    balances: held,
                    gasMoney: .known(.zero)
                )
            else { preconditionFailure("the snapshot is refused") }
            return Self.sight(snapshot, chain)
        }
        return Scene(
            now: block.time,
            chains: chains,
            lanes: routes.flatMap { $0.lanes.all }.map { lane in
                LaneScene(
                    lane: lane.key,
                    isOpen: true,
                    required: .zero,
                    held: .known(.max)
                )
            },
            prices: fleet.prices.map { price in
                ReferencePrice(token: price.token, price: .known(Self.unitPrice))
            }
        )
    }

    /// The first chain read from a node's bytes, the second as it was.
    func scene(reading answer: [UInt8], beside scene: Scene) -> Scene {
        guard
            let outcome = try? JSONRPCAnswer.single(answer, id: 1),
            let read = try? plan.snapshot(
                CallAnswer.aggregated(outcome, count: plan.calls.count),
                at: block
            )
        else { preconditionFailure("the answer is not read") }
        return Scene(
            now: scene.now,
            chains: [Self.sight(read.snapshot, fleet.chains[0]), scene.chains[1]],
            lanes: scene.lanes,
            prices: scene.prices
        )
    }

    private static func sight(_ snapshot: Snapshot, _ chain: Chain) -> ChainScene {
        ChainScene(snapshot, of: chain, gasPrice: .known(.zero), nativePrice: .known(nil))
    }

    private static var unitPrice: Price {
        guard let price = Price(numerator: 1_000_000_000_000, denominator: 1) else {
            preconditionFailure("a price is refused")
        }
        return price
    }

    private static func address(_ number: UInt64) -> Address {
        Address(word: UInt256(number)) ?? .zero
    }

    private static func chain(_ id: UInt64) -> Chain {
        guard let chainID = ChainID(id) else { preconditionFailure("no chain") }
        return Chain(
            id: chainID,
            name: "chain \(id)",
            blockInterval: Interval(milliseconds: 2_000),
            finality: .depth(1),
            executor: address(0xEC),
            account: address(0xAC),
            multicall: address(0xCA),
            nativePrice: .fixed(nil)
        )
    }

    private static func route(_ number: UInt64, _ first: Chain, _ second: Chain) -> Route {
        func token(_ chain: Chain, _ address: UInt64, _ symbol: String) -> Token? {
            Token(chain: chain.id, address: Self.address(address), symbol: symbol, decimals: 6)
        }
        func place(_ chain: Chain) -> Route.Place? {
            guard
                let base = token(chain, 0x1000 + 2 * number, "B\(number)"),
                let quote = token(chain, 0x1001 + 2 * number, "Q\(number)"),
                let pool = PoolDescription(
                    key: ContractKey(chain: chain.id, address: address(0x2000 + number)),
                    name: "pool \(number)",
                    base: base,
                    quote: quote,
                    kind: .dodo(.dsp, .current)
                )
            else { return nil }
            return Route.Place(base: base, quote: quote, pools: [pool])
        }
        func lane(_ source: Token, _ destination: Token) -> Lane? {
            Lane(
                source: source,
                destination: destination,
                entry: .zero,
                exit: .zero,
                fee: BasisPoints(millionths: 2_000_000)
            )
        }
        guard
            let home = place(first), let away = place(second),
            let baseOut = lane(home.base, away.base), let baseBack = lane(away.base, home.base),
            let quoteOut = lane(home.quote, away.quote),
            let quoteBack = lane(away.quote, home.quote),
            let route = try? Route(
                name: "route \(number)",
                first: home,
                second: away,
                lanes: Route.Lanes(
                    baseOut: baseOut,
                    baseBack: baseBack,
                    quoteOut: quoteOut,
                    quoteBack: quoteBack
                )
            )
        else { preconditionFailure("the route is refused") }
        return route
    }

    private static let state: [UInt256] = [
        1_000_000_000_000_000_000, 50_000_000_000_000_000, 1_000_000_000_000, 1_000_000_000_000,
        1_000_000_000_000, 1_000_000_000_000, 0,
    ]

    private static func venue(pushed: Bool) -> Venue {
        var pool = try? DODOPool(
            kind: .dsp,
            revision: .current,
            guidePrice: state[0],
            slippage: state[1],
            baseReserve: state[2],
            quoteReserve: state[3],
            baseTarget: state[4],
            quoteTarget: state[5],
            regime: .one,
            lpFeeRate: 100_000_000_000_000,
            maintainerFeeRate: .zero
        )
        if pushed { _ = try? pool?.sell(20_000_000_000, of: .base) }
        guard let pool else { preconditionFailure("the pool is refused") }
        return .dodo(pool)
    }

    /// What an aggregator returns for the plan's calls.
    private static func answer(to plan: SnapshotPlan, _ block: Block) -> [UInt8] {
        let parent = UInt256(bigEndian: block.parent.digest.bytes) ?? .zero
        let selectors = [
            "getBlockNumber()", "getLastBlockHash()", "getCurrentBlockTimestamp()",
            "getPMMStateForCall()", "getUserFeeRate(address)",
        ].map { (try? ABISignature($0))?.selector ?? [] }
        let results = plan.calls.map { call -> ABIValue in
            let words: [UInt256] =
                switch selectors.firstIndex(of: Array(call.data.prefix(4))) {
                case 0: [UInt256(block.number)]
                case 1: [parent]
                case 2: [UInt256(block.time.milliseconds / 1_000)]
                case 3: state
                case 4: [100_000_000_000_000, 0]
                default: [250_000_000_000]
                }
            return .list([.bool(true), .bytes(words.flatMap { $0.bigEndianBytes })])
        }
        guard
            let data = try? ABIEncoder.encode(
                [.list(results)],
                as: [.array(.tuple([.bool, .bytes]))]
            )
        else { preconditionFailure("the results are not encoded") }
        let text = Hexadecimal.text(of: data)
        return Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"\(text)\"}".utf8)
    }
}
