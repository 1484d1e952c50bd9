import Execution
import Routes
import Simulation
import Testing
import Watch
import Vocabulary

@testable import Bot

struct LateNewsTests {
    /// Runs until the first transfer is on the wire, and tells it.
    static func sent(_ world: inout SimulatedWorld) throws -> SentTransfer {
        for _ in 0..<3_000 {
            for case .journalled(let entry) in world.run(for: Interval(milliseconds: 100)) {
                guard case .sent(let transfer) = entry.fact else { continue }
                _ = world.run(for: Interval(milliseconds: 100))
                return transfer
            }
        }
        throw NothingSent()
    }

    struct NothingSent: Error {}

    @Test func `a payout that is seen before its lock ends its transfer all the same`() throws {
        var world = try #require(SimulatedDemo().world())
        let transfer = try Self.sent(&world)
        let isHome = transfer.terms.lane.source.chain.value == SimulatedDemo.home
        let source = isHome ? 0 : 1
        for index in world.endpoints[source].indices {
            world.endpoints[source][index].isDown = true
        }
        _ = world.run(for: Interval(milliseconds: 400_000))
        for index in world.endpoints[source].indices {
            world.endpoints[source][index].isDown = false
        }
        _ = world.run(for: Interval(milliseconds: 300_000))
        let isOver = world.journal.contains { entry in
            if case .transferOver(transfer.terms.number) = entry.fact { true } else { false }
        }
        #expect(isOver)
    }

    @Test func `nothing is remembered as final of which the logs were not read`() throws {
        var world = try #require(SimulatedDemo().world())
        _ = try Self.sent(&world)
        var checked = 0
        for _ in 0..<2_000 {
            _ = world.run(for: Interval(milliseconds: 10))
            for desk in world.bot.desks {
                let known = world.bot.memory.chains.first { $0.chain == desk.chain.id }
                guard let final = known?.memory.final?.number else { continue }
                checked += 1
                #expect(desk.logsThrough.map { final <= $0 } == true)
            }
        }
        #expect(checked > 0)
    }
}
