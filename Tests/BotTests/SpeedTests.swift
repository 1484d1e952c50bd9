import Bot
import Simulation
import Testing
import Vocabulary

struct SpeedTests {
    @Test func `a day`() throws {
        var world = try #require(SimulatedDemo().world())
        let clock = ContinuousClock()
        let time = clock.measure { _ = world.run(for: Interval(milliseconds: 3_600_000)) }
        print("STEPS", world.steps, "EFFECTS", world.effects, time)
    }
}
