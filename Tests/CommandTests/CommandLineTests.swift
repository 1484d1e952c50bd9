import TestSupport
import Testing

@Suite struct CommandLineTests {
    @Test(arguments: [
        ([], "no command given; 'cantilever --help' lists them"),
        (["papr"], "unknown command 'papr'; did you mean 'paper'?"),
        (["--hlep"], "unknown command '--hlep'; did you mean '--help'?"),
        (["qqqqqqqq"], "unknown command 'qqqqqqqq'; '--help' lists what is known"),
        (["--version", "now"], "'--version' stands alone; remove 'now'"),
        (["help", "papier"], "unknown command 'papier'; did you mean 'paper'?"),
        (
            ["paper"],
            "say what to trade on: 'cantilever paper CONFIG' takes real prices, "
                + "'cantilever paper --sim' a simulated market"
        ),
        (["paper", "--sum"], "unknown option '--sum'; did you mean '--sim'?"),
        (
            ["paper", "my.yaml", "--speed", "max"],
            "'--speed' is for '--sim': real prices have their own pace"
        ),
    ])
    func `a wrong command line says what to do, and exits with 64`(
        arguments: [String],
        complaint: String
    ) throws {
        let program = try Program.run(arguments)
        #expect(program.exitCode == 64)
        #expect(program.complaint == "cantilever: \(complaint)\n")
        #expect(program.output.isEmpty)
    }

    @Test func `every command explains itself with an example`() throws {
        let overview = try Program.run(["--help"])
        #expect(overview.exitCode == 0)
        let commands = overview.output.split(separator: "\n").drop { $0 != "Commands:" }
            .dropFirst().prefix { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first }
        #expect(commands.contains("paper"))
        for command in commands where command != "help" {
            let page = try Program.run([String(command), "--help"])
            #expect(page.exitCode == 0)
            #expect(page.output.contains("Example"))
            #expect(page.output == (try Program.run(["help", String(command)])).output)
        }
    }

    @Test func `the overview lists every exit code`() throws {
        let overview = try Program.run(["--help"]).output
        for code in ["0 ", "64", "65", "66", "69", "70", "77"] {
            #expect(overview.contains("\n  \(code)  "))
        }
    }

    @Test func `the version is a version`() throws {
        let program = try Program.run(["--version"])
        #expect(program.output.wholeMatch(of: /cantilever \d+\.\d+\.\d+\n/) != nil)
    }
}
