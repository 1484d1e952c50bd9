import Bot
import Execution
import Hashing
import Numerics
import Routes
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary

@testable import Paper

/// What fills on paper tell of themselves, and how far they are from the chain.
@Suite struct FillDistanceTests {
    /// A paper world's fills, as its sightings tell them.
    private struct Fills {
        var run: PaperRun
        var fills: [PaperFill] = []

        init(_ change: (inout PaperPlan) -> Void = { _ in }) throws { run = try PaperRun(change) }

        /// Behind each block of which the bot makes anything so many are seen by nobody.
        mutating func blocks(until count: Int, most: Int = 600, unseen: UInt64 = 0) throws {
            for _ in 0..<most where fills.count < count {
                for chain in 0..<2 {
                    let happened = try run.world.take(try run.market.next(chain))
                    for case .filled(let fill) in happened { fills.append(fill) }
                }
                let told = run.world.run(until: Instant(milliseconds: run.market.now + 900))
                let isTrading = told.contains { if case .journalled = $0 { true } else { false } }
                for chain in 0..<2 where isTrading { run.market.skip(unseen, on: chain) }
            }
        }
    }

    @Test func `a fill tells its block, when it set out, and what the pool alone would pay`() throws
    {
        var fills = try Fills()
        try fills.run.prove()
        try fills.run.market.sell(20_000, of: .quote, on: 0)
        try fills.blocks(until: 2)
        let fill = try #require(fills.fills.first)
        let place = fill.pool.chain.value == PaperMarket.home ? 0 : 1
        let pool = fills.run.market.pools[place]
        #expect(fill.alone == (try pool.quote(selling: fill.sold, of: fill.side).received))
        #expect(fill.received == fill.alone)
        #expect(fill.before + 1 == fill.block.number)
        #expect(fill.earliest == fill.block.number)
        #expect(fill.arrived <= fill.block.time)
        #expect(fill.arrived.milliseconds + 2_000 > fill.block.time.milliseconds)
        let distance = try #require(
            FillDistance(fill, there: fill.received, due: fill.received)
        )
        #expect(distance.whole == .zero && distance.ownImpact == .zero)
    }

    @Test func `a fill behind blocks that nobody saw says from which one on it could be in one`()
        throws
    {
        var fills = try Fills()
        try fills.run.prove()
        try fills.run.market.sell(20_000, of: .quote, on: 0)
        try fills.blocks(until: 8, most: 200, unseen: 3)
        let fill = try #require(fills.fills.first { $0.before + 1 < $0.block.number })
        #expect(fill.before + 4 == fill.block.number)
        #expect(fill.earliest == fill.before + 1)
    }

    @Test func `what the bot did before is its own impact, and nothing else is`() throws {
        var fills = try Fills { $0.impactHalfLife = nil }
        try fills.run.prove()
        for _ in 0..<6 where fills.fills.count < 4 {
            try fills.run.market.sell(20_000, of: .quote, on: 0)
            try fills.blocks(until: fills.fills.count + 2, most: 200)
        }
        let later = fills.fills.filter { $0.alone != $0.received }
        let fill = try #require(later.first)
        let alone = try #require(fill.alone)
        // It has sold the same way before, so that less is paid here.
        #expect(fill.received < alone)
        let distance = try #require(FillDistance(fill, there: alone, due: alone))
        #expect(distance.whole < .zero)
        #expect(distance.ownImpact == distance.whole)
        #expect(distance.lateBlock == .zero && distance.maths == .zero)
    }

    private func fill(received: UInt256, alone: UInt256?) throws -> PaperFill {
        let chain = try #require(ChainID(138))
        let block = Block(
            number: 9,
            hash: BlockHash(Digest(words: 0, 0, 0, 9)),
            parent: BlockHash(Digest(words: 0, 0, 0, 8)),
            time: Instant(milliseconds: 18_000)
        )
        return PaperFill(
            pool: ContractKey(chain: chain, address: .zero),
            plan: Digest(words: 0, 0, 0, 1),
            transaction: TransactionHash(Digest(words: 0, 0, 0, 2)),
            side: .base,
            sold: 1_000,
            received: received,
            block: block,
            before: 8,
            arrived: .start,
            earliest: 9,
            alone: alone
        )
    }

    @Test func `a distance has its parts, which add up to it`() throws {
        // On time 10,000 were due; the block it is in pays 9,990, our maths say 9,991 and it got 9,981.
        let distance = try #require(
            FillDistance(try fill(received: 9_981, alone: 9_991), there: 9_990, due: 10_000)
        )
        #expect(distance.whole == Drift(millionths: -19_000_000))
        #expect(distance.lateBlock == Drift(millionths: -10_000_000))
        #expect(distance.maths == Drift(millionths: 1_000_000))
        #expect(distance.ownImpact == Drift(millionths: -10_000_000))
        #expect(FillDistance(try fill(received: 1, alone: 1), there: 1, due: 0) == nil)
    }

    @Test func `parts add up for every amount, to the last millionth`() throws {
        var chance = Chance(seed: 12)
        for _ in 0..<2_000 {
            func amount() -> UInt256 { UInt256(chance.next() % 1_000_000_000 + 1) }
            let (received, alone, there, due) = (amount(), amount(), amount(), amount())
            let distance = try #require(
                FillDistance(
                    try fill(received: received, alone: alone),
                    there: there,
                    due: due
                )
            )
            let sum =
                distance.ownImpact.millionths + distance.lateBlock.millionths
                + distance.maths.millionths
            #expect(sum == distance.whole.millionths)
            #expect((distance.whole < .zero) == (received < due && distance.whole != .zero))
        }
    }

    @Test func `the median is the middle one, the worst the farthest on either side`() throws {
        var score = FillScore()
        #expect(score.median() == nil && score.worst == nil)
        for received: UInt256 in [9_999, 10_004, 10_001, 9_995, 10_000] {
            score.take(
                try #require(
                    FillDistance(
                        try fill(received: received, alone: 10_000),
                        there: 10_000,
                        due: 10_000
                    )
                )
            )
        }
        #expect(score.compared == 5)
        #expect(score.median() == .zero)
        #expect(score.worst?.whole == Drift(millionths: -5_000_000))
        score.take(.noState)
        score.take(.disputed)
        score.take(.noState)
        #expect(score.incomparable.map(\.reason) == [.noState, .disputed])
        #expect(score.incomparable.map(\.count) == [2, 1])
        #expect(score.compared == 5)
    }

    @Test func `what has no number of this size is the farthest there is`() {
        #expect(Drift(.max, from: .zero, of: 1) == Drift(millionths: .max))
        #expect(Drift(.zero, from: .max, of: 1) == Drift(millionths: -.max))
        #expect(Drift(1, from: 1, of: .zero) == nil)
    }
}
