import Hashing
import Numerics
import Parity
import Routes
import Simulation
import Testing
import Vocabulary

@testable import Bot

struct CrossingTests {
    private func crossing() throws -> Crossing {
        var world = try #require(SimulatedDemo().world())
        _ = world.run(for: Interval(milliseconds: 1_000))
        return world.bot.crossings[0]
    }

    private let moment = Instant(milliseconds: 1_750_000_000_000)

    @Test func `what came out before it was seen going in is claimed by nobody`() throws {
        var crossing = try crossing()
        let id = Keccak256.hash([7])
        crossing.released(id, 100, isOwn: false, at: moment)
        crossing.departed(id, 100, isOwn: false, at: moment)
        #expect(crossing.claimedByOthers == .known(.zero))
    }

    @Test func `a payout that is read twice counts once`() throws {
        var crossing = try crossing()
        let id = Keccak256.hash([7])
        crossing.released(id, 3_600, isOwn: false, at: moment)
        let once = crossing.netPerHour(at: moment)
        crossing.released(id, 3_600, isOwn: false, at: moment)
        #expect(crossing.netPerHour(at: moment) == once)
    }

    @Test func `our own transfers empty a vault as well as anybody's`() throws {
        var crossing = try crossing()
        crossing.released(Keccak256.hash([1]), 7_200, isOwn: true, at: moment)
        #expect(crossing.netPerHour(at: moment) == 7_200)
        #expect(!crossing.flow.isOneWay(at: moment), "who else uses the bridge is another question")
        #expect(crossing.outflow.peak(at: moment).perMinute == 0, "and so is the peak")
        crossing.cameBack(7_000, isOwn: true, at: moment)
        #expect(crossing.netPerHour(at: moment) == 200)
        crossing.cameBack(300, isOwn: true, at: moment)
        #expect(crossing.netPerHour(at: moment) == 0)
    }

    @Test
    func `an hour's outflow is measured over the time watched, an hour at least and six at most`()
        throws
    {
        var crossing = Crossing(try crossing().witness, ReserveParameters(), since: moment)
        crossing.released(Keccak256.hash([1]), 60_001, isOwn: false, at: moment)
        func perHour(after minutes: UInt64) -> UInt256 {
            crossing.netPerHour(at: moment.advanced(by: Interval(milliseconds: minutes * 60_000)))
        }
        #expect(perHour(after: 1) == 60_001)
        #expect(perHour(after: 60) == 60_001)
        #expect(perHour(after: 120) == 30_001, "rounded up")
        #expect(perHour(after: 361) == 10_001)
        #expect(perHour(after: 420) == 0, "what left seven hours ago is forgotten")
    }
}
