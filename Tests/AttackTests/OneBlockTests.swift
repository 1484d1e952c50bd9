import Bot
import Numerics
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// A push that stands at the end of one block at most is never traded, whatever its size.
struct OneBlockTests {
    /// A world under siege: its pools, the gap that is there besides, and its part of a thousand
    /// manipulations.
    struct Place: CustomTestStringConvertible, Sendable {
        let first: Arena.Pool
        let second: Arena.Pool
        /// Below what the bot acts on.
        let gap: BasisPoints
        let parts: Int

        init(_ first: Arena.Pool, _ second: Arena.Pool, _ gap: UInt64, _ parts: Int) {
            self.first = first
            self.second = second
            self.gap = BasisPoints(millionths: gap)
            self.parts = parts
        }

        var testDescription: String { "\(first) and \(second), \(gap) apart" }
    }

    static let places = [
        Place(.pair, .pair, 0, 250), Place(.pair, .pair, 5_900_000, 250),
        Place(.dodo, .pair, 5_900_000, 100), Place(.pair, .dodo, 0, 60),
        Place(.stable, .pair, 5_900_000, 100), Place(.pair, .stable, 0, 80),
        Place(.stable, .stable, 5_900_000, 40), Place(.dodo, .stable, 5_900_000, 40),
        Place(.dodo, .dodo, 5_900_000, 30), Place(.dodo, .dodo, 0, 20),
        Place(.concentrated, .pair, 5_900_000, 20), Place(.dodo, .concentrated, 0, 10),
    ]

    /// The bot asks once a block, and nothing is too wide for it: the run alone keeps it from trading.
    static func arena(_ place: Place) -> Arena {
        var arena = Arena()
        arena.first = place.first
        arena.second = place.second
        arena.endpointsEach = 1
        arena.poll = Interval(milliseconds: 2_000)
        arena.parameters.parity.toxic = BasisPoints(millionths: .max)
        return arena
    }

    @Test(arguments: places)
    func `a hundred thousand one-block manipulations lead to no trade`(place: Place) throws {
        var calm = Siege(try Self.arena(place).world(), seed: 1)
        // Widening the gap that is there, or against it.
        try calm.prepare(gap: place.gap, dear: 1)
        // It could trade: every lane is open.
        #expect(calm.isReady)
        let before = try calm.world.value(of: SimulatedDemo.executorContract)
        var (sum, seed) = (Siege.Tally(), UInt64(0))
        let goal = Soak.count(100 * place.parts)
        while sum.manipulations < goal, sum.impossible < goal {
            // Fees of such pushes soon outgrow the pool: a hundred of them, and it begins anew.
            seed += 1
            var siege = calm.anew(seed: seed)
            for _ in 0..<67 { try siege.slot() }
            sum.add(siege.tally)
            #expect(siege.planned == calm.planned, "seed \(seed)")
            #expect(try siege.world.value(of: SimulatedDemo.executorContract) == before)
        }
        print("one block: \(place.testDescription): \(sum)")
        #expect(sum.widestPushed > BasisPoints(millionths: 200_000_000))
        #expect(sum.widestAtRest < RouteParameters().parity.enter)
        #expect(sum.manners.allSatisfy { $0 > goal / 50 })
        #expect(sum.magnitudes.allSatisfy { $0 > goal / 10 })
        #expect(sum.impossible < goal / 10)
    }

    @Test func `with a run of one block the same pushes are traded`() throws {
        for place in [Place(.dodo, .dodo, 0, 1), Place(.pair, .stable, 0, 1)] {
            var arena = Self.arena(place)
            arena.parameters.confirmation.blocks = 1
            arena.parameters.confirmation.averageBlocks = 1
            var siege = Siege(try arena.world(), seed: 1)
            try siege.prepare(gap: place.gap, dear: 1)
            for _ in 0..<67 { try siege.slot() }
            #expect(siege.planned > 0, "\(place.testDescription)")
        }
    }
}
