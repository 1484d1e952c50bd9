import Configuration
import Contracts
import Ethereum
import Hashing
import Live
import Numerics
import Routes
import Testing
import Venues
import Vocabulary

@testable import Paper
@testable import cantilever

// What nodes have to say of a fill that is behind blocks nobody saw.

extension LivePaperTests {
    /// A meter, and somebody who asks a node beside it.
    final class Bench {
        let fleet: Fleet
        let meter: FillMeter
        private let loop: EventLoop
        private let reader: ChainReader

        init(_ devnet: Devnet, wordsEachSide: Int = 1) throws {
            let text = try DevnetStrategy(
                devnet: devnet,
                hasAllKinds: true,
                wordsEachSide: wordsEachSide
            ).text()
            let strategy = try #require(Strategy.review(Array(text.utf8)).strategy)
            let chains = try StrategyEndpoints.resolve(strategy)
            fleet = strategy.fleet
            loop = try CheckCommand.loop()
            meter = try FillMeter(fleet, chains, over: loop.http)
            reader = try ChainReader(
                chains[0].chain,
                endpoints: chains[0].endpoints,
                over: loop.http
            )
        }

        private func next() throws -> FinishedTransfer {
            guard case .finished(let finished)? = loop.next(within: Interval(milliseconds: 60_000))
            else { throw Devnet.Broken(what: "no answer") }
            return finished
        }

        private func ask(_ query: ChainQuery) throws -> ChainAnswer {
            _ = try reader.ask([query], of: 0)
            while true {
                guard let read = reader.take(try next()) else { continue }
                guard case .answers(let outcomes) = read.outcome,
                    case .answered(let answer)? = outcomes.first
                else { throw Devnet.Broken(what: "\(read.outcome)") }
                return answer
            }
        }

        func block(_ number: UInt64) throws -> Block {
            guard case .header(let sight) = try ask(.header(.number(number))) else {
                throw Devnet.Broken(what: "no block \(number)")
            }
            return sight.block
        }

        /// A contract's own word at a block.
        func word(of pool: Address, _ data: [UInt8], at block: Block) throws -> UInt256 {
            let query = ChainQuery.call(to: pool, data: data, sender: nil, at: .hash(block.hash))
            guard case .returned(let bytes) = try ask(query) else {
                throw Devnet.Broken(what: "no word")
            }
            return try #require(UInt256(bigEndian: bytes.prefix(32)))
        }

        /// A pool as it is read at a block, by as many looks as that takes.
        func venue(_ pool: PoolDescription, at block: Block) throws -> Reading<Venue> {
            let chain = try #require(fleet.chain(pool.key.chain))
            var ticks: [(pool: Address, knowledge: TickKnowledge)] = []
            for _ in 0..<2 { ticks = try look(chain, ticks, at: block).ticks }
            return try look(chain, ticks, at: block).snapshot.pool(pool.key.address)
        }

        private func look(
            _ chain: Chain,
            _ ticks: [(pool: Address, knowledge: TickKnowledge)],
            at block: Block
        ) throws -> LookAnswer {
            let plan = try #require(SnapshotPlan(fleet, chain: chain.id, ticks: ticks))
            let look = try #require(ChainLook(plan, of: chain))
            _ = try reader.look(look, at: .hash(block.hash), of: 0)
            while true {
                guard let read = reader.take(try next()) else { continue }
                guard case .seen(let seen) = read.outcome else {
                    throw Devnet.Broken(what: "\(read.outcome)")
                }
                return seen
            }
        }

        func outcome(of fill: PaperFill) throws -> FillMeter.Outcome {
            meter.compare(fill)
            while meter.pending > 0 { meter.take(try next()) }
            return try #require(meter.takeEnded().first).outcome
        }

        func pool(_ name: String) throws -> PoolDescription {
            let pools = fleet.routes.flatMap(\.first.pools)
            return try #require(pools.first { $0.name == name })
        }
    }

    private static let sold = UInt256(1_000_000_000)

    /// Of a fill in the last of three blocks that could be in the second: what the pool gives in each of the two.
    private func fill(
        _ bench: Bench,
        _ name: String,
        changing change: (Int) throws -> Void,
        paying word: (Int, PoolDescription, Block) throws -> UInt256
    ) throws -> (fill: PaperFill, there: UInt256, due: UInt256) {
        var blocks: [Block] = []
        for step in 0..<3 {
            try change(step)
            blocks.append(try bench.block(try devnet.mineHome()))
        }
        let pool = try bench.pool(name)
        let (due, there) = (try word(1, pool, blocks[1]), try word(2, pool, blocks[2]))
        let fill = PaperFill(
            pool: pool.key,
            plan: Digest(words: 0, 0, 0, 1),
            transaction: TransactionHash(Digest(words: 0, 0, 0, 2)),
            side: .base,
            sold: Self.sold,
            received: there - 1_000,
            block: blocks[2],
            before: blocks[0].number,
            arrived: .start,
            earliest: blocks[0].number + 1,
            alone: there
        )
        return (fill, there, due)
    }

    private func isAsExpected(
        _ bench: Bench,
        _ made: (fill: PaperFill, there: UInt256, due: UInt256)
    ) throws {
        let outcome = try bench.outcome(of: made.fill)
        guard case .compared(let distance) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let expected = try #require(FillDistance(made.fill, there: made.there, due: made.due))
        #expect(expected.lateBlock != .zero)
        // A pool's view may round otherwise than its trade by a unit of a thousand million.
        #expect(abs(distance.lateBlock.millionths - expected.lateBlock.millionths) <= 20)
        #expect(abs(distance.ownImpact.millionths - expected.ownImpact.millionths) <= 20)
    }

    private func call(_ signature: String, _ values: [ABIValue]) throws -> [UInt8] {
        try ABISignature(signature).encodeCall(values)
    }

    @Test
    func
        `of a pool that says itself what it pays, and of one that is read, the late block is told`()
        throws
    {
        try stop()
        let bench = try Bench(devnet)
        for (name, key, query) in [
            (
                "home-0", "pmm",
                try call("querySellBase(address,uint256)", [.address(.zero), .unsigned(Self.sold)])
            ),
            (
                "home-stable", "stable",
                try call(
                    "get_dy(int128,int128,uint256)",
                    [.signed(0), .signed(1), .unsigned(Self.sold)]
                )
            ),
        ] {
            var pushed = 0
            defer { _ = try? push(-pushed, key) }
            let made = try fill(bench, name) { step in
                guard step > 0 else { return }
                try devnet.order(#"{"do":"push","chain":138,"bps":3,"pool":"\#(key)"}"#)
                pushed += 3
            } paying: { _, pool, block in
                try bench.word(of: pool.key.address, query, at: block)
            }
            try isAsExpected(bench, made)
        }
    }

    @Test func `of a V3 pool every look at a late block learns what the next one asks for`() throws
    {
        try stop()
        let bench = try Bench(devnet)
        let liquidity = UInt256(200_000_000) * 1_000_000
        // A price of one, less a little more in every block.
        let roots = (0..<3).map { (UInt256.one << 96) + (UInt256.one << 80) * UInt256($0) }
        defer { try? restore(root: roots[0], liquidity) }
        let made = try fill(bench, "home-v3") { step in
            try restore(root: roots[step], liquidity)
        } paying: { step, _, _ in
            let pool = try UniswapV3Pool(
                root: roots[step],
                tick: 0,
                liquidity: liquidity,
                fee: 100,
                tickSpacing: 1,
                protocolShares: (0, 0),
                ticks: Self.ticks(liquidity),
                knownWords: -1...1
            )
            return try pool.quote(selling: Self.sold, of: .base).received
        }
        try isAsExpected(bench, made)
        // The same where nobody has the state any more, and where one alone has it.
        try devnet.fault("138", #""pruned":true"#)
        guard case .refused(.noState) = try bench.outcome(of: made.fill) else {
            Issue.record("a state that nobody has was read")
            return
        }
        try devnet.order(#"{"do":"fault","endpoint":"138/2","clear":true}"#)
        guard case .refused(.alone) = try bench.outcome(of: made.fill) else {
            Issue.record("one endpoint was believed alone")
            return
        }
    }

    private static func ticks(_ liquidity: UInt256) -> [UniswapV3Pool.Tick] {
        [(-100, false), (100, true)].compactMap { index, isNegative in
            Int256(magnitude: liquidity, isNegative: isNegative).map {
                UniswapV3Pool.Tick(index: index, liquidityNet: $0)
            }
        }
    }

    /// Another state of the devnet's V3 pool, as of the next block.
    private func restore(root: UInt256, _ liquidity: UInt256) throws {
        try devnet.restore(
            root: root,
            tick: 0,
            liquidity: liquidity,
            fee: 100,
            spacing: 1,
            shares: 0,
            ticks: Self.ticks(liquidity)
        )
    }

    /// Blocks on command from here on.
    func stop() throws {
        for chain in [138, 651_940] {
            try devnet.order(#"{"do":"interval","chain":\#(chain),"seconds":0}"#)
        }
    }

    private func push(_ bps: Int, _ pool: String) throws {
        try devnet.order(#"{"do":"push","chain":138,"bps":\#(bps),"pool":"\#(pool)","mine":true}"#)
    }
}
