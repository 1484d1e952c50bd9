import Hashing
import Numerics
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// Snapshots and every kind of pool come back from their bytes.
@Suite struct SnapshotCanonicalTests {
    static func venues() throws -> [Venue] {
        let tick = UniswapV3Pool.Tick(index: -60, liquidityNet: Int256(1_000))
        let other = UniswapV3Pool.Tick(index: 60, liquidityNet: Int256(-1_000))
        return [
            .dodo(
                try DODOPool(
                    kind: .dsp,
                    revision: .beforeJanuary2024,
                    guidePrice: 1_000_000_000_000_000_000,
                    slippage: 500_000_000_000_000,
                    baseReserve: 900_000,
                    quoteReserve: 1_100_000,
                    baseTarget: 1_000_000,
                    quoteTarget: 1_000_000,
                    regime: .aboveOne,
                    lpFeeRate: 300_000_000_000_000,
                    maintainerFeeRate: 1
                )
            ),
            .uniswapV2(try UniswapV2Pair(reserve0: 5, reserve1: 7, fee: .original)),
            .uniswapV3(
                try UniswapV3Pool(
                    root: 79_228_162_514_264_337_593_543_950_336,
                    tick: 0,
                    liquidity: 1_000,
                    fee: 3_000,
                    tickSpacing: 60,
                    protocolShares: (4, 5),
                    ticks: [tick, other],
                    knownWords: -1...0,
                    feeGrowth: (3, 4),
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

    private func snapshot() throws -> Snapshot {
        let chain = try #require(ChainID(138))
        let address = { (number: UInt64) in Address(word: UInt256(number)) ?? .zero }
        let pools = try Self.venues().enumerated().map { index, venue in
            PoolSight(pool: address(UInt64(index)), state: .known(venue))
        }
        let round = OracleRound(answer: 100_000_000, updated: Instant(milliseconds: 5))
        let snapshot = Snapshot(
            chain: chain,
            block: Block(
                number: 7,
                hash: BlockHash(Keccak256.hash("7")),
                parent: BlockHash(Keccak256.hash("6")),
                time: Instant(milliseconds: 14_000),
                baseFee: Wei(7)
            ),
            pools: pools + [PoolSight(pool: address(99), state: .unknown(.reverted))],
            balances: [BalanceSight(token: address(1), amount: .known(5))],
            gasMoney: .known(Wei(.max)),
            vaults: [
                VaultSight(
                    token: address(1),
                    exit: address(2),
                    available: .known(9),
                    pending: .unknown(.disputed),
                    isPaused: .known(false)
                )
            ],
            oracles: [OracleSight(feed: address(3), round: .known(try #require(round)))],
            pauses: [PauseSight(contract: address(4), isPaused: .unknown(.empty))]
        )
        return try #require(snapshot)
    }

    @Test func `a sighting comes back from its bytes`() throws {
        let sighting = Sighting(
            seen: Instant(milliseconds: 14_321),
            snapshot: try snapshot(),
            suggestedGas: .known(Wei(7))
        )
        let copy = try Sighting(canonicalBytes: sighting.canonicalBytes)
        #expect(copy == sighting)
        #expect(copy.chain.value == 138)
        #expect(copy.block.number == 7)
    }

    @Test func `a snapshot comes back from its bytes`() throws {
        let snapshot = try snapshot()
        #expect(try Snapshot(canonicalBytes: snapshot.canonicalBytes) == snapshot)
        #expect(snapshot.canonicalJSON.contains(#"{"unknown":"reverted"}"#))
    }

    /// One byte changed gives an error or another value whose bytes are those; never a trap.
    @Test func `no change of a byte goes unnoticed`() throws {
        let bytes = try snapshot().canonicalBytes
        var refused = 0
        for index in bytes.indices {
            for change in [1, 0x80] as [UInt8] {
                var changed = bytes
                changed[index] ^= change
                guard let other = try? Snapshot(canonicalBytes: changed) else {
                    refused += 1
                    continue
                }
                #expect(other.canonicalBytes == changed, "byte \(index)")
            }
            #expect(throws: CanonicalError.self) {
                _ = try Snapshot(canonicalBytes: Array(bytes[..<index]))
            }
        }
        #expect(refused > bytes.count / 4)
    }

    @Test func `lists out of order or with doubles are no snapshot`() throws {
        let sight = BalanceSight(token: .zero, amount: .known(1))
        let other = BalanceSight(token: try #require(Address(word: 1)), amount: .known(1))
        let block = try snapshot().block
        let chain = try snapshot().chain
        #expect(Snapshot(chain: chain, block: block, balances: [sight, sight]) == nil)
        #expect(Snapshot(chain: chain, block: block, balances: [other, sight]) == nil)
        let found = try #require(Snapshot(chain: chain, block: block, balances: [sight, other]))
        #expect(found.balance(of: other.token) == .known(1))
        let third = try #require(Address(word: 2))
        #expect(found.balance(of: third) == .unknown(.unasked))
    }
}
