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
}
