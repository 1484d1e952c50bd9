import TestSupport
import Testing

@Suite struct ScenarioCommandTests {
    private static func simulate(_ words: String..., text: String) throws -> Program {
        try Program.run(["simulate"] + words + ["-"], input: text)
    }

    @Test func `a scenario that goes as expected is told line by line`() throws {
        let program = try Self.simulate(text: "# a minute\nlasting 1 min\nexpect no trade\n")
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.contains("  ok    -\n        a minute\n"))
        #expect(program.output.contains("kept, line 3: no trade: none\n"))
        #expect(program.output.contains("1 of 1 scenarios went as expected, 2 expectations\n"))
    }

    @Test func `one that goes otherwise ends with another code`() throws {
        let program = try Self.simulate(text: "lasting 1 min\nexpect trade\n")
        #expect(program.exitCode == 1)
        #expect(program.output.contains("BROKEN, line 2: trade: none\n"))
        #expect(program.complaint.contains("1 of 1 scenarios went otherwise than expected"))
    }

    @Test func `for programs there is one object, the same each time`() throws {
        let text = "# t\nlasting 1 min\nexpect trade\n"
        let program = try Self.simulate("--json", text: text)
        #expect(program.exitCode == 1)
        #expect(program.output.contains(#""expected":"trade""#))
        #expect(program.output.contains(#""kept":false"#))
        #expect(program.output == (try Self.simulate("--json", text: text)).output)
    }

    @Test func `a wrong line is told with its file, line and column`() throws {
        let program = try Self.simulate(text: "lasting 1 min\n  expect trad\n")
        #expect(program.exitCode == 65)
        #expect(program.complaint.contains("-:2:10: "), "\(program.complaint)")
        #expect(program.complaint.contains("did you mean trade?"))
    }

    @Test func `what a scenario says by itself is not said beside it`() throws {
        for words in [["--seed", "3"], ["--one-way"], ["--faults", "all"]] {
            let program = try Program.run(["simulate"] + words + ["-"], input: "")
            #expect(program.exitCode == 64)
            #expect(program.complaint.contains("belongs in the scenario"))
        }
    }
}
