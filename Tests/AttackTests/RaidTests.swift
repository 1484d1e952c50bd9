import Numerics
import Routes
import Simulation
import Testing
import Venues
import Vocabulary

/// A price that is held for as long as the bot asks for is traded: what that costs, and whom it profits.
struct RaidTests {
    /// A world whose bot has traded before and rests.
    static func calm(_ arena: Arena) throws -> SimulatedWorld {
        var siege = Siege(try arena.world(), seed: 1)
        try siege.prepare(gap: BasisPoints(millionths: 8_000_000), dear: 1)
        siege.run(Interval(milliseconds: 120_000))
        return siege.world
    }

    static func arena(fee: UInt64) -> Arena {
        var arena = Arena()
        arena.endpointsEach = 1
        arena.poll = Interval(milliseconds: 1_000)
        arena.poolFee = BasisPoints(millionths: fee)
        return arena
    }

    struct Tally: CustomStringConvertible {
        var raids = 0
        var traded = 0
        var profit = Int.min
        var profits = 0
        var cost = Int.min
        var costs = 0
        var bounds = 0
        /// What a cost had been short of its bound at least, of raids that were traded.
        var spare = Int.max
        var mended = 0
        var unwound = 0
        var parked = 0

        mutating func add(_ outcome: Raid.Outcome) {
            raids += 1
            traded += outcome.trades > 0 ? 1 : 0
            profit = max(profit, outcome.profit)
            profits += outcome.profit
            cost = max(cost, outcome.cost)
            costs += outcome.cost
            bounds += outcome.bound
            if outcome.trades > 0 { spare = min(spare, outcome.bound - outcome.cost) }
            mended += outcome.mendings
            unwound += outcome.unwound
            parked += outcome.isHalted ? 1 : 0
        }

        static func text(_ units: Int) -> String {
            let cents = units.magnitude / 10_000
            return
                "\(units < 0 ? "-" : "")\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
        }

        var description: String {
            "\(raids) raids, \(traded) traded; profit at most \(Self.text(profit)), mean "
                + "\(Self.text(profits / max(1, raids))); cost at most \(Self.text(cost)), mean "
                + "\(Self.text(costs / max(1, raids))), spare at least \(Self.text(spare)); "
                + "mended \(mended), unwound \(unwound), parked \(parked)"
        }
    }

    static func raid(fee: UInt64, _ count: Int) throws -> [Raid.Play: Tally] {
        let world = try calm(arena(fee: fee))
        var stream = SeededStream(seed: 5, stream: fee)
        var tallies: [Raid.Play: Tally] = [:]
        for _ in 0..<count {
            let raid = Raid.drawn(from: &stream)
            var course = try RaidCourse(raid, in: world)
            tallies[raid.play, default: Tally()].add(try course.run())
        }
        return tallies
    }

    /// Each unit that rounds the attacker's way.
    static let dust = 100

    @Test(arguments: [1_000_000, 3_000_000, 30_000_000] as [UInt64])
    func `a price held over blocks costs no more than was promised, and profits nobody`(
        fee: UInt64
    ) throws {
        let tallies = try Self.raid(fee: fee, Soak.count(160))
        for play in Raid.Play.allCases {
            let tally = try #require(tallies[play])
            print("raids: fee \(BasisPoints(millionths: fee)), \(play): \(tally)")
            #expect(tally.traded > 0)
            #expect(tally.profit <= Self.dust, "\(play)")
            #expect(tally.spare >= 0, "\(play)")
        }
        #expect(tallies[.strand]?.mended ?? 0 > 0)
    }

    /// Without a fee a sandwich up to the tolerance is free: then, and only then, it pays.
    @Test func `where pools take no fee a sandwich takes the tolerance at most`() throws {
        let tallies = try Self.raid(fee: 0, Soak.count(100))
        for play in Raid.Play.allCases {
            let tally = try #require(tallies[play])
            print("raids: fee 0, \(play): \(tally)")
            #expect(tally.spare >= 0, "\(play)")
            // Both legs of the largest trade there is.
            #expect(tally.profit <= 2 * 10_000_000_000 * 5 / 10_000, "\(play)")
        }
    }
}
