import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

/// A fleet with one route whose first chain has an aggregator, and answers for its reads.
struct PlanFixture {
    let fleet: Fleet
    let chain: ChainID
    let block: Block
    var ticks: [(pool: Address, knowledge: TickKnowledge)]

    static func address(_ number: UInt64) -> Address { Address(word: UInt256(number)) ?? .zero }

    init(
        kind: DODOPool.Kind = .dsp,
        pools: [PoolDescription.Kind] = [],
        multicall: Bool = true,
        ticks: [(pool: Address, knowledge: TickKnowledge)]
    ) throws {
        let first = try #require(ChainID(138))
        let second = try #require(ChainID(10))
        func token(_ chain: ChainID, _ number: UInt64) throws -> Token {
            try #require(
                Token(
                    chain: chain,
                    address: Self.address(number),
                    symbol: "T\(number)",
                    decimals: 6
                )
            )
        }
        func place(_ chain: ChainID, _ kinds: [PoolDescription.Kind]) throws -> Route.Place {
            let (base, quote) = (try token(chain, 1), try token(chain, 2))
            let pools = try kinds.enumerated().map { index, kind in
                let pool = PoolDescription(
                    key: ContractKey(chain: chain, address: Self.address(100 + UInt64(index))),
                    name: "pool \(index)",
                    base: base,
                    quote: quote,
                    kind: kind
                )
                return try #require(pool)
            }
            return try #require(Route.Place(base: base, quote: quote, pools: pools))
        }
        let home = try place(first, [.dodo(kind, .current)] + pools)
        let away = try place(second, [.uniswapV2(.original)])
        func lane(_ source: Token, _ destination: Token) throws -> Lane {
            let lane = Lane(
                source: source,
                destination: destination,
                entry: Self.address(0xE0),
                exit: Self.address(0xE1),
                fee: BasisPoints(millionths: 0)
            )
            return try #require(lane)
        }
        let route = try Route(
            name: "route",
            first: home,
            second: away,
            lanes: Route.Lanes(
                baseOut: try lane(home.base, away.base),
                baseBack: try lane(away.base, home.base),
                quoteOut: try lane(home.quote, away.quote),
                quoteBack: try lane(away.quote, home.quote)
            )
        )
        let feed = Feed(
            key: ContractKey(chain: first, address: Self.address(0xFE)),
            decimals: 8,
            oldest: Interval(milliseconds: 60_000)
        )
        let tokens = [home.base, home.quote, away.base, away.quote]
        fleet = try Fleet(
            numeraire: "USD",
            chains: [
                Chain(
                    id: first,
                    name: "home",
                    blockInterval: Interval(milliseconds: 2_000),
                    finality: .depth(1),
                    executor: Self.address(0xEC),
                    account: Self.address(0xAC),
                    multicall: multicall ? Self.address(0xCA) : nil,
                    nativePrice: .feeds([feed]),
                    pausable: [Self.address(1)]
                ),
                Chain(
                    id: second,
                    name: "away",
                    blockInterval: Interval(milliseconds: 2_000),
                    finality: .depth(1),
                    nativePrice: .fixed(nil)
                ),
            ],
            prices: tokens.map { TokenPrice(token: $0.key, source: .fixed(nil)) },
            routes: [route]
        )
        chain = first
        block = Block(
            number: 77,
            hash: BlockHash(Keccak256.hash("77")),
            parent: BlockHash(Keccak256.hash("76")),
            time: Instant(milliseconds: 154_000)
        )
        self.ticks = ticks
    }

    var plan: SnapshotPlan? { SnapshotPlan(fleet, chain: chain, ticks: ticks) }

    /// What a call answers, by its target and its signature's name.
    typealias Answers = (_ target: Address, _ function: String, _ argument: UInt256) -> [UInt256]?

    /// The recorded functions this fixture knows by their selectors.
    private static let functions = [
        "getPMMStateForCall()", "getUserFeeRate(address)", "getReserves()", "slot0()",
        "liquidity()", "fee()", "tickSpacing()", "tickBitmap(int16)", "ticks(int24)",
        "balances(uint256)", "A()", "A_precise()", "admin_fee()", "offpeg_fee_multiplier()",
        "stored_rates()", "balanceOf(address)", "latestRoundData()", "paused()",
        "getBlockNumber()", "getLastBlockHash()", "getCurrentBlockTimestamp()",
        "getEthBalance(address)",
    ]

    /// Answers every call of the plan; `nil` reverts.
    func answer(_ plan: SnapshotPlan, _ answers: Answers) -> [CallAnswer] {
        plan.calls.map { call in
            let name = Self.functions.first { text in
                (try? ABISignature(text))?.selector == Array(call.data.prefix(4))
            }
            let argument = UInt256(bigEndian: call.data.dropFirst(4)) ?? .zero
            guard let name, let words = answers(call.target, name, argument) else {
                return .unknown(.reverted)
            }
            return words.isEmpty ? .unknown(.empty) : .returned(ABIWords(words))
        }
    }

    /// A chain on which everything is as it should be.
    func sound(_ target: Address, _ function: String, _ argument: UInt256) -> [UInt256]? {
        switch function {
        case "getBlockNumber()": [UInt256(block.number)]
        case "getLastBlockHash()": [UInt256(bigEndian: block.parent.digest.bytes) ?? .zero]
        case "getCurrentBlockTimestamp()": [UInt256(block.time.milliseconds / 1_000)]
        case "getEthBalance(address)": [5_000]
        case "getPMMStateForCall()":
            [1_000_000_000_000_000_000, 500_000_000_000_000, 1_000, 1_000, 1_000, 1_000, 0]
        case "getUserFeeRate(address)": [300_000_000_000_000, 0]
        case "getReserves()": [1_000, 2_000, 0]
        case "balanceOf(address)": [argument]
        case "latestRoundData()": [9, 250_000_000_000, 0, 150, 9]
        case "paused()": [0]
        default: nil
        }
    }

    /// The pool that these answers to a DODO pool's views make.
    func dodo(_ state: [UInt256], _ fees: [UInt256]) -> Reading<Venue> {
        guard let plan else { return .unknown(.unasked) }
        let answers = answer(plan) { target, function, argument in
            switch function {
            case "getPMMStateForCall()": state
            case "getUserFeeRate(address)": fees
            default: sound(target, function, argument)
            }
        }
        let snapshot = try? plan.snapshot(answers, at: block).snapshot
        return snapshot?.pool(Self.address(100)) ?? .unknown(.unasked)
    }
}
