import Simulation
import Testing

/// That expectations bite: each kind is held and broken by the same run.
struct MuseumJudgingTests {
    private static let world = """
        # a run of which everything is known
        lasting 12 min
        flow 5x
        operator halt at 9 min
        endpoint 138/1 down from 7 min to 8 min
        endpoint 138/2 down from 7 min to 8 min

        """

    private static func findings(_ lines: [String]) throws -> [Finding] {
        let scenario = try Scenario(text: world + lines.joined(separator: "\n"))
        return try #require(ScenarioRun.verdict(of: scenario)).findings
    }

    @Test func `what is so is kept, and its contrary is broken`() throws {
        let pairs = [
            ("trade to 7 min", "no trade to 7 min"),
            ("no trade to 2 min", "trade to 2 min"),
            ("no trade from 9 min", "trade from 9 min"),
            ("settled at least 2", "settled at most 1"),
            ("no unwound", "unwound"),
            ("no nothing-filled", "nothing-filled"),
            ("no parked", "parked"),
            ("transfer exactly 4", "transfer exactly 5"),
            ("no crash", "crash"),
            ("halt person exactly 1", "halt person at least 2"),
            ("halt person from 9 min to 10 min", "halt person to 9 min"),
            ("halt head-age from 7 min to 8 min", "no halt head-age"),
            ("no halt shortfall", "halt shortfall"),
            ("alert breaker", "no alert breaker"),
            ("no alert gas-money", "alert gas-money"),
            ("hold bridge-lane-is-open to 5 min", "no hold bridge-lane-is-open to 5 min"),
            ("no hold bridge-lane-is-open from 6 min", "hold bridge-lane-is-open from 6 min"),
            ("hold the-route-is-not-halted from 10 min", "no hold the-route-is-not-halted"),
            ("on-bridge at most 10 USD", "on-bridge at most 9.99 USD"),
            ("inside-target at least 30 %", "inside-target at least 100 %"),
            ("rest halted person", "rest parity"),
            ("rest halted any", "rest halted bridge"),
        ]
        let lines = pairs.flatMap { ["expect \($0.0)", "expect \($0.1)"] }
        let findings = try Self.findings(lines)
        for (line, finding) in zip(lines, findings) {
            let isSo = finding.expectation.line.isMultiple(of: 2) == false
            #expect(finding.isKept == isSo, "\(line): \(finding.found)")
        }
        #expect(findings.count == lines.count + 1)
        #expect(findings.last?.expectation.claim == .keepsPromises)
    }

    @Test(arguments: ["", "feeds\n"])
    func `a loss is counted on the chains, to the cent`(prices: String) throws {
        // Ten dollars over each of four lanes at ten basis points each, and gas, whoever prices it.
        let text =
            "lasting 1 min\n\(prices)expect loss at most 0.1 USD\nexpect loss at most 0.2 USD"
        let scenario = try Scenario(text: text)
        let verdict = try #require(ScenarioRun.verdict(of: scenario))
        let isKept = verdict.findings.map(\.isKept)
        #expect(isKept == [false] + isKept.dropFirst().map { _ in true })
    }

    @Test func `a scenario whose accident never happens is broken`() throws {
        let findings = try Self.findings(["at 11 min reorganisation", "at step 9_000_000 crash"])
        #expect(findings.map(\.expectation.claim).count == 3)
        #expect(
            findings.first { $0.expectation.claim == .strikes(.reorganisation) }?.isKept == true
        )
        #expect(findings.first { $0.expectation.claim == .strikes(.crash) }?.isKept == false)
    }

    @Test func `what does not come to rest does not converge`() throws {
        let lines = ["one-way", "inventory 2_000", "expect converged", "expect rest parity"]
        let findings = try Self.findings(lines)
        #expect(findings.filter { !$0.isKept }.count == 2)
    }

    @Test func `the same scenario is judged the same twice`() throws {
        let lines = ["rate 20_000 rpc-timeout-after", "rate 500 crash", "expect converged"]
        #expect(try Self.findings(lines) == Self.findings(lines))
    }
}
