import Simulation
import Vocabulary

/// The simulated world, block by block, in signatures.
enum WorldSuite {
    static func comparisons() -> [Comparison] {
        let bare = BareSignature()
        let day = SimulatedDay()
        return [
            Comparison(
                what: "a block of a simulated day, four pools a chain",
                limitName: BareSignature.name,
                goal: 2.0,
                ours: day.pass,
                limit: bare.sign,
                timing: .sum(rounds: 24, count: 3_600)
            )
        ]
    }
}

/// DOMAIN's demo with its people, hour after hour: the bot, two chains, a bridge and what they say to each
/// other.
private final class SimulatedDay {
    private var world: SimulatedWorld

    init() {
        var order = SimulatedOrder()
        order.poolsEach = 4
        guard let world = order.world() else { preconditionFailure("the demo is refused") }
        self.world = world
    }

    /// Each of both chains makes a block every two seconds.
    func pass(_ blocks: Int) {
        consume(world.run(for: Interval(milliseconds: 1_000 * UInt64(blocks))).count)
    }
}
