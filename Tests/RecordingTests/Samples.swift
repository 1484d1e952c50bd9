import Hashing
import Numerics
import Recording
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// Streams of sightings for the tests, drawn from a seed.
struct Samples {
    let fleet: Fleet
    private let chains: [ChainID]

    static func hash(_ text: String) -> BlockHash { BlockHash(Keccak256.hash(text)) }

    init() throws {
        chains = try [138, 651_940].map { try #require(ChainID($0)) }
        fleet = try Fleet(
            numeraire: "USD",
            chains: chains.map { id in
                Chain(
                    id: id,
                    name: "chain \(id)",
                    blockInterval: Interval(milliseconds: 2_000),
                    finality: .depth(2),
                    nativePrice: .fixed(nil)
                )
            },
            prices: [],
            routes: []
        )
    }

    var header: RecordingHeader {
        RecordingHeader(name: "sample", origin: .simulated, fleet: fleet)
    }

    /// Pools of every kind, one of them unknown; two of each other list.
    func first(_ place: Int, seen: UInt64 = 1_750_000_000_400) throws -> Sighting {
        let address = { (number: UInt64) in Address(word: UInt256(number)) ?? .zero }
        let venues = try Self.venues()
        let round = OracleRound(answer: 99_990_000, updated: Instant(milliseconds: 5_000))
        let snapshot = Snapshot(
            chain: chains[place],
            block: Block(
                number: 1_000,
                hash: Self.hash("first \(place)"),
                parent: Self.hash("none \(place)"),
                time: Instant(milliseconds: 1_750_000_000_000),
                baseFee: place == 0 ? nil : Wei(1_000_000_007)
            ),
            pools: venues.enumerated().map { index, venue in
                PoolSight(pool: address(UInt64(index)), state: .known(venue))
            } + [PoolSight(pool: address(50), state: .unknown(.reverted))],
            balances: [
                BalanceSight(token: address(1), amount: .known(5_000_000)),
                BalanceSight(token: address(2), amount: .known(.zero)),
            ],
            gasMoney: .known(Wei(1_000_000_000_000_000_000)),
            vaults: [
                VaultSight(
                    token: address(1),
                    exit: address(9),
                    available: .known(9_000_000_000),
                    pending: .unknown(.unasked),
                    isPaused: .known(false)
                )
            ],
            oracles: [
                OracleSight(feed: address(3), round: .known(try #require(round)))
            ],
            pauses: [PauseSight(contract: address(4), isPaused: .known(false))]
        )
        return Sighting(
            seen: Instant(milliseconds: seen),
            snapshot: try #require(snapshot),
            suggestedGas: .known(Wei(1_500_000_000))
        )
    }

    static func venues() throws -> [Venue] {
        let ticks = [(-60, 1_000), (60, -1_000)].map { index, net in
            UniswapV3Pool.Tick(index: Int32(index), liquidityNet: Int256(Int64(net)))
        }
        return [
            .dodo(
                try DODOPool(
                    kind: .dsp,
                    revision: .current,
                    guidePrice: 1_000_000_000_000_000_000,
                    slippage: 500_000_000_000_000,
                    baseReserve: 900_000_000_000,
                    quoteReserve: 1_100_000_000_000,
                    baseTarget: 1_000_000_000_000,
                    quoteTarget: 1_000_000_000_000,
                    regime: .aboveOne,
                    lpFeeRate: 300_000_000_000_000,
                    maintainerFeeRate: 1
                )
            ),
            .uniswapV2(
                try UniswapV2Pair(
                    reserve0: 5_000_000_000,
                    reserve1: 7_000_000_000,
                    fee: .original
                )
            ),
            .uniswapV3(
                try UniswapV3Pool(
                    root: 79_228_162_514_264_337_593_543_950_336,
                    tick: 0,
                    liquidity: 1_000,
                    fee: 3_000,
                    tickSpacing: 60,
                    protocolShares: (4, 5),
                    ticks: ticks,
                    knownWords: -1...0,
                    feeGrowth: (3, .max),
                    protocolFees: (5, 6)
                )
            ),
            .stableSwap(
                try StableSwapPool(
                    rules: .nextGeneration,
                    balances: [1_000_000, 2_000_000],
                    rates: [.one << 99, .one << 98],
                    amplification: 20_000,
                    fee: 4_000_000,
                    administratorShare: 5_000_000_000,
                    offPegMultiplier: 20_000_000_000,
                    base: 1,
                    quote: 0
                )
            ),
        ]
    }
}

/// A sighting whose parts can be changed.
struct Draft {
    var seen: UInt64
    var number: UInt64
    var hash: BlockHash
    var parent: BlockHash
    var time: UInt64
    var baseFee: Wei?
    var pools: [PoolSight]
    var balances: [BalanceSight]
    var gasMoney: Reading<Wei>
    var vaults: [VaultSight]
    var oracles: [OracleSight]
    var pauses: [PauseSight]
    var suggestedGas: Reading<Wei>
    let chain: ChainID

    init(_ sighting: Sighting) {
        let (block, snapshot) = (sighting.block, sighting.snapshot)
        seen = sighting.seen.milliseconds
        number = block.number
        hash = block.hash
        parent = block.parent
        time = block.time.milliseconds
        baseFee = block.baseFee
        pools = snapshot.pools
        balances = snapshot.balances
        gasMoney = snapshot.gasMoney
        vaults = snapshot.vaults
        oracles = snapshot.oracles
        pauses = snapshot.pauses
        suggestedGas = sighting.suggestedGas
        chain = sighting.chain
    }

    /// The next block, in which nothing has happened.
    mutating func advance() {
        (number, time, seen) = (number + 1, time + 2_000, seen + 2_000)
        (parent, hash) = (hash, Samples.hash("\(chain) \(number)"))
    }

    var sighting: Sighting {
        get throws {
            let snapshot = Snapshot(
                chain: chain,
                block: Block(
                    number: number,
                    hash: hash,
                    parent: parent,
                    time: Instant(milliseconds: time),
                    baseFee: baseFee
                ),
                pools: pools,
                balances: balances,
                gasMoney: gasMoney,
                vaults: vaults,
                oracles: oracles,
                pauses: pauses
            )
            return Sighting(
                seen: Instant(milliseconds: seen),
                snapshot: try #require(snapshot),
                suggestedGas: suggestedGas
            )
        }
    }
}
