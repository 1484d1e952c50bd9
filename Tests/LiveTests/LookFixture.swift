import Contracts
import Ethereum
import Hashing
import Live
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

/// A fleet with one pool or many on chain 138, and a node that serves it.
struct LookFixture {
    let chain: Chain
    let plan: SnapshotPlan
    let question: LogQuestion

    static let number: UInt64 = 5_000

    static func address(_ number: UInt64) -> Address { Address(word: UInt256(number)) ?? .zero }

    init(pools: Int = 1, hasMulticall: Bool = true) throws {
        let first = try #require(ChainID(138))
        let second = try #require(ChainID(651_940))
        func token(_ chain: ChainID, _ number: UInt64) throws -> Token {
            let token = Token(
                chain: chain,
                address: Self.address(number),
                symbol: "T\(number)",
                decimals: 6
            )
            return try #require(token)
        }
        func place(_ chain: ChainID, _ pools: Range<Int>) throws -> Route.Place {
            let (base, quote) = (try token(chain, 1), try token(chain, 2))
            let pools = try pools.map { index in
                let pool = PoolDescription(
                    key: ContractKey(chain: chain, address: Self.address(1_000 + UInt64(index))),
                    name: "pool \(index)",
                    base: base,
                    quote: quote,
                    kind: .uniswapV2(.original)
                )
                return try #require(pool)
            }
            return try #require(Route.Place(base: base, quote: quote, pools: pools))
        }
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
        let away = try place(second, 0..<1)
        // A place takes only so many pools.
        let routes = try stride(from: 0, to: pools, by: Route.Place.mostPools).map { start in
            let end = min(pools, start + Route.Place.mostPools)
            let home = try place(first, start..<end)
            return try Route(
                name: "route \(start)",
                first: home,
                second: away,
                lanes: Route.Lanes(
                    baseOut: lane(home.base, away.base),
                    baseBack: lane(away.base, home.base),
                    quoteOut: lane(home.quote, away.quote),
                    quoteBack: lane(away.quote, home.quote)
                )
            )
        }
        let home = routes[0].first
        let tokens = [home.base, home.quote, away.base, away.quote]
        let fleet = try Fleet(
            numeraire: "USD",
            chains: [
                Chain(
                    id: first,
                    name: "home",
                    blockInterval: Interval(milliseconds: 2_000),
                    finality: .depth(1),
                    executor: Self.address(0xEC),
                    account: Self.address(0xAC),
                    multicall: hasMulticall ? Self.address(0xCA) : nil,
                    nativePrice: .fixed(nil)
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
            routes: routes
        )
        chain = try #require(fleet.chain(first))
        plan = try #require(SnapshotPlan(fleet, chain: first))
        question = try #require(
            LogQuestion(addresses: [Self.address(0xE0)], topics: [Keccak256.hash("topic")])
        )
    }

    func look(logs: Bool = true) throws -> ChainLook {
        try #require(ChainLook(plan, of: chain, logs: logs ? question : nil))
    }

    /// The answers of a node on which all is well; the aggregate's first words prove its block.
    var sound: TestNode.Answers {
        let count = plan.calls.count
        let header = TestNode.header(Self.number)
        return { method, parameters in
            switch method {
            case "eth_chainId": .string("0x8a")
            case "eth_getBlockByNumber", "eth_getBlockByHash": TestNode.block(Self.number)
            case "eth_call":
                Self.isAggregate(parameters)
                    ? TestNode.aggregate(Self.words(header, count))
                    : .string("0x" + String(repeating: "0", count: 62) + "2a")
            case "eth_getBalance": .string("0x1388")
            case "eth_getLogs": .array([])
            default: nil
            }
        }
    }

    private static func isAggregate(_ parameters: JSONValue) -> Bool {
        parameters.elements?[0]["data"]?.text?.hasPrefix("0x82ad56cb") ?? false
    }

    /// The block's number, its parent and its time, the gas money, and 42 for everything else.
    static func words(_ header: BlockHeader, _ count: Int) -> [UInt256] {
        let proofs = [
            UInt256(header.number), TestNode.word(header.parentHash.digest),
            UInt256(header.timestamp), 5_000,
        ]
        return proofs + [UInt256](repeating: 42, count: count - 4)
    }

    static func log(block: Digest, address: Address) -> JSONValue {
        func data(_ bytes: [UInt8]) -> JSONValue { .string(Hexadecimal.text(of: bytes)) }
        return .object([
            JSONMember("address", data(address.bytes)),
            JSONMember("topics", .array([data(Keccak256.hash("topic").bytes)])),
            JSONMember("data", .string("0x")),
            JSONMember("blockHash", data(block.bytes)),
            JSONMember("blockNumber", .string("0x1388")),
            JSONMember("transactionHash", data(Keccak256.hash("transaction").bytes)),
            JSONMember("logIndex", .string("0x0")),
            JSONMember("removed", .bool(false)),
        ])
    }
}
