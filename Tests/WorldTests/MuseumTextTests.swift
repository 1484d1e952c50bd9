import Numerics
import Simulation
import Testing
import Vocabulary

/// What a scenario's text means, and where it means nothing.
struct MuseumTextTests {
    private static func minutes(_ count: UInt64) -> Instant {
        Instant(milliseconds: count * 60_000)
    }

    @Test func `a scenario says the world, the accident and what is expected of it`() throws {
        let scenario = try Scenario(
            text: """
                # The title
                # more
                seed 9
                lasting 40 min
                flow 5x
                one-way
                trouble
                feeds
                pools 2
                endpoints 3
                inventory 20_000
                vault 0
                coins 0.5
                at 10 min bridge-loss
                rate 7 crash
                stop at 30 min
                endpoint 651940/3 lag 2 from 5 min to 6 min   # that one
                operator halt-now at 12 min
                expect no trade from 13 min
                expect converged
                """
        )
        #expect(scenario.title == "The title")
        #expect(scenario.order.seed == 9)
        #expect(scenario.order.lasting == Interval(milliseconds: 2_400_000))
        #expect(scenario.order.flow == 5)
        #expect(scenario.order.isOneWay)
        #expect(scenario.order.hasTroublemakers)
        #expect(scenario.order.hasFeeds)
        #expect(scenario.order.poolsEach == 2)
        #expect(scenario.order.endpointsEach == 3)
        #expect(scenario.order.inventory == 20_000)
        #expect(scenario.order.vault == 0)
        #expect(scenario.order.coins == Wei(500_000_000_000_000_000))
        #expect(scenario.order.faults.cues.map(\.fault) == [.bridgeLoss])
        #expect(scenario.order.faults.rates.map(\.fault) == [.crash])
        #expect(scenario.order.faults.stopsAt == Self.minutes(30))
        #expect(scenario.spells.map(\.trouble) == [.lag(2)])
        #expect(scenario.spells.map(\.index) == [2])
        #expect(scenario.spells.map(\.from) == [Self.minutes(5)])
        #expect(scenario.spells.map(\.to) == [Self.minutes(6)])
        #expect(scenario.deeds.map(\.act) == [.haltNow])
        #expect(scenario.expectations.map(\.line) == [19, 20])
    }

    @Test(arguments: [
        "expect trade", "expect no trade", "expect settled at least 5 from 10 min to 20 min",
        "expect unwound at most 2", "expect halt exactly 1", "expect halt shortfall to 1 h",
        "expect no halt head-age", "expect hold bridge-reserve-claims-on-top from 10 min",
        "expect alert gas-money", "expect no alert", "expect crash at least 2",
        "expect loss at most 5.5 USD", "expect on-bridge at most 100000 USD",
        "expect inside-target at least 97.5 %", "expect rest parity", "expect rest halted bridge",
        "expect rest halted any", "expect converged", "expect nothing-filled at most 0",
    ])
    func `an expectation is told as it is written`(line: String) throws {
        let scenario = try Scenario(text: "lasting 2 h\n" + line)
        #expect(scenario.expectations.map(\.description) == [line])
    }

    @Test(arguments: [
        ("sead 3", 1, "did you mean seed?"),
        ("seed x", 6, "expected a whole number"),
        ("seed 3\nseed 4", 1, "seed is said already"),
        ("seed 3 4", 8, "expected the end of the line"),
        ("flow 5", 6, "expected a multiple such as 5x"),
        ("flow 101x", 6, "expected at most 100"),
        ("lasting 3 monts", 11, "expected"),
        ("lasting 0 s", 9, "expected a time"),
        ("coins -1", 7, "expected a number of coins"),
        ("endpoint 138/3 down", 10, "expected one of 138/1, 138/2"),
        ("endpoint 137/1 down", 10, "did you mean 138/1?"),
        ("endpoint 138/1 dwon", 16, "did you mean down?"),
        ("endpoint 138/1 down from 9 min to 8 min", 32, "this ends before it begins"),
        ("endpoint 138/1 down from 2 h", 1, "2 h is never reached"),
        ("operator holt at 1 min", 10, "did you mean halt?"),
        ("operator halt in 1 min", 15, "expected at"),
        ("expect", 7, "found the end of the line"),
        ("expect trad", 8, "did you mean trade?"),
        ("expect no converged", 11, "expected one of"),
        ("expect halt shortfal", 13, "did you mean shortfall?"),
        ("expect hold had-age", 13, "did you mean head-age?"),
        ("expect alert gasmoney", 14, "did you mean gas-money?"),
        ("expect trade at leat 5", 17, "did you mean least?"),
        ("expect trade at least 0", 23, "expected at least 1"),
        ("expect trade from 60 min", 1, "1 h is never reached"),
        ("expect loss at most 5 EUR", 23, "expected USD"),
        ("expect loss at least 5 USD", 16, "expected most"),
        ("expect rest quiet", 13, "expected one of parity, halted"),
        ("at 5 min crasch", 10, "did you mean crash?"),
    ])
    func `what a scenario does not mean is said with its place`(
        line: String,
        column: Int,
        words: String
    ) throws {
        let error = try #require(throws: FaultScriptError.self) { try Scenario(text: line) }
        let wanted = line.contains("\n") ? 2 : 1
        #expect(error.line == wanted)
        #expect(error.column == column, "\(error)")
        #expect(error.description.contains(words), "\(error)")
    }

    @Test(arguments: [
        ("", 2), ("rate 10 rpc-error", 2), ("endpoints 4", 4),
        ("endpoints 1\nrate 10 rpc-error", 1),
    ])
    func `a chain has as many endpoints as the text says, before or behind what they do`(
        lines: String,
        endpoints: Int
    ) throws {
        let last = "endpoint 651940/\(endpoints) down from 5 min to 6 min\n" + lines
        let scenario = try Scenario(text: last)
        #expect(scenario.spells.map(\.index) == [endpoints - 1])
        let world = try #require(scenario.order.world())
        #expect(world.endpoints.map(\.count) == [endpoints, endpoints])
        #expect(throws: FaultScriptError.self) {
            try Scenario(text: "endpoint 138/\(endpoints + 1) down\n" + lines)
        }
    }

    @Test func `a plain fault script is a scenario too`() throws {
        let text = "rate 2000 rpc-delay for 800 ms\nat chance 17 journal-failure times 3\n"
        let scenario = try Scenario(text: text)
        #expect(scenario.order.faults == (try FaultPlan(script: text)))
        #expect(scenario.expectations.isEmpty)
    }
}
