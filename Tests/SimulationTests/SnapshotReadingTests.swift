import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// What a snapshot reads of a virtual chain is what is there.
@Suite struct SnapshotReadingTests {
    private func snapshot(
        _ chain: VirtualChain,
        _ ticks: [(pool: Address, knowledge: TickKnowledge)]
    ) throws -> SnapshotAnswer {
        let plan = try #require(
            SnapshotPlan(try FleetFixture.fleet(), chain: chain.rules.id, ticks: ticks)
        )
        let answers = try chain.answers(to: plan.calls)
        return try plan.snapshot(answers, at: chain.head)
    }

    /// A V3 pool is read as far as its ticks were asked for, and without its books of fees.
    private func readable(_ pool: UniswapV3Pool, as read: UniswapV3Pool) throws -> UniswapV3Pool {
        try UniswapV3Pool(
            root: pool.root,
            tick: pool.tick,
            liquidity: pool.liquidity,
            fee: pool.fee,
            tickSpacing: pool.tickSpacing,
            ticks: pool.ticks,
            knownWords: read.knownWords
        )
    }

    @Test(arguments: [0, 3] as [UInt64])
    func `every pool is read as it is`(trades: UInt64) throws {
        var chain = try ChainFixture.chain()
        var ticks: [(pool: Address, knowledge: TickKnowledge)] = []
        for round in 0..<4 as Range<UInt64> {
            for pool in ChainFixture.pools where round < trades {
                chain.act(
                    .swap(
                        trader: ChainFixture.trader,
                        pool: pool,
                        selling: round == 1 ? .quote : .base,
                        amount: 5_000_000_000,
                        least: .zero
                    )
                )
            }
            chain.step()
            ticks = try snapshot(chain, ticks).ticks
        }
        let snapshot = try snapshot(chain, ticks).snapshot
        for address in ChainFixture.pools {
            let truth = try #require(chain.pool(address))
            let read = try #require(snapshot.pool(address).value, "\(address)")
            switch (truth, read) {
            case (.uniswapV3(let truth), .uniswapV3(let read)):
                #expect(try readable(truth, as: read) == read)
                #expect(truth.ticks.count == 4)
            case (.dodo(let truth), .dodo(let read)):
                // The view answers adjusted targets.
                let targets = try truth.adjustedTargets()
                #expect(read.baseTarget == targets.base)
                #expect(read.quoteTarget == targets.quote)
                #expect(read.baseReserve == truth.baseReserve)
                #expect(read.quoteReserve == truth.quoteReserve)
                #expect(read.regime == truth.regime)
            default: #expect(truth == read)
            }
            for side in Side.allCases {
                let amount: UInt256 = 123_456_789
                #expect(
                    try truth.quote(selling: amount, of: side)
                        == read.quote(selling: amount, of: side)
                )
            }
        }
        #expect(
            snapshot.balance(of: ChainFixture.base)
                == .known(10 * ChainFixture.million)
        )
        #expect(snapshot.gasMoney == .known(Wei(1_000_000_000_000_000_000)))
        let vault = snapshot.vault(of: ChainFixture.quote, at: ChainFixture.bridge)
        #expect(vault?.available == .known(100 * ChainFixture.million))
        #expect(vault?.isPaused == .known(false))
        #expect(snapshot.oracle(ChainFixture.feed).value?.answer == 100_000_000)
        #expect(snapshot.isPaused(ChainFixture.executor) == .known(false))
        #expect(snapshot.isPaused(ChainFixture.base) == .known(false))
    }

    @Test func `the aggregated bytes say what the short way says`() throws {
        var chain = try ChainFixture.chain()
        chain.step()
        let fleet = try FleetFixture.fleet()
        var plan = try #require(SnapshotPlan(fleet, chain: chain.rules.id))
        for _ in 0..<3 {
            let ticks = try plan.snapshot(try chain.answers(to: plan.calls), at: chain.head).ticks
            plan = try #require(SnapshotPlan(fleet, chain: chain.rules.id, ticks: ticks))
        }
        let result = try chain.call(to: ChainFixture.aggregator, data: plan.aggregate)
        guard case .returned(let bytes) = result else {
            Issue.record("\(result)")
            return
        }
        let json = try JSONFragment(checking: Array("\"\(Hexadecimal.text(of: bytes))\"".utf8))
        let answers = CallAnswer.aggregated(.result(json), count: plan.calls.count)
        let long = try plan.snapshot(answers, at: chain.head).snapshot
        let short = try plan.snapshot(try chain.answers(to: plan.calls), at: chain.head).snapshot
        #expect(long == short)
        #expect(long.pools.allSatisfy { $0.state.value != nil })
    }

    @Test func `each call alone returns its contract's bytes`() throws {
        let chain = try ChainFixture.chain()
        let plan = try #require(SnapshotPlan(try FleetFixture.fleet(), chain: chain.rules.id))
        for (call, answer) in zip(plan.calls, try chain.answers(to: plan.calls)) {
            let result = try chain.call(to: call.target, data: call.data)
            guard case .returned(let bytes) = result, case .returned(let words) = answer else {
                Issue.record("\(call) \(result)")
                continue
            }
            #expect(bytes.count == 32 * words.count)
        }
        // No code, no such function, and bytes that are no call.
        #expect(try chain.call(to: ChainFixture.address(999), data: [1, 2, 3, 4]) == .returned([]))
        #expect(try chain.call(to: ChainFixture.base, data: [1, 2, 3, 4]) == .reverted([]))
        #expect(try chain.call(to: ChainFixture.aggregator, data: [0x82]) == .reverted([]))
    }

    @Test func `a block that is gone is unknown, one too old is pruned`() throws {
        var chain = try ChainFixture.chain()
        for _ in 0..<70 { chain.step() }
        let old = try chain.block(.number(69)).hash
        chain.act(.fund(ChainFixture.trader, Wei(1)))
        chain.step()
        #expect(
            try chain.balance(of: ChainFixture.trader, at: .hash(old)).value
                == 1_000_000_000_000_000_000
        )
        #expect(
            try chain.balance(of: ChainFixture.trader).value == 1_000_000_000_000_000_001
        )
        #expect(throws: ReadFailure.pruned) {
            try chain.balance(of: ChainFixture.trader, at: .number(6))
        }
        _ = try chain.balance(of: ChainFixture.trader, at: .number(7))
        let gone = chain.head.hash
        let isDone = chain.reorganise(depth: 1)
        #expect(isDone)
        #expect(throws: ReadFailure.unknownBlock) { try chain.header(.hash(gone)) }
        #expect(throws: ReadFailure.unknownBlock) { try chain.header(.number(71)) }
        #expect(ReadFailure.unknownBlock.failure(from: .besu) == nil)
        #expect(ReadFailure.unknownBlock.failure(from: .geth)?.message == "header not found")
    }
}
