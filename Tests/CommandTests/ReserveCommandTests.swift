import TestSupport
import Testing

@Suite struct ReserveCommandTests {
    @Test func `DOMAIN's example is calculated`() throws {
        let program = try Program.run(
            ["reserve", "--peak", "10_000", "--latency", "5 min", "--factor", "3"],
            input: ""
        )
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.contains("  150000"))
    }

    @Test func `what is pending and planned is not available, and too little is said`() throws {
        let words = [
            "reserve", "--peak", "10_000", "--available", "300_000", "--pending", "40_000",
            "--planned", "10_000.5", "--net-outflow", "50_000",
        ]
        let short = try Program.run(words, input: "")
        #expect(short.exitCode == 1)
        #expect(short.output.contains("should rise by 0.5 tokens"))
        let enough = try Program.run(words.map { $0 == "300_000" ? "400_000" : $0 }, input: "")
        #expect(enough.exitCode == 0, "\(enough.complaint)")
        #expect(enough.output.contains("cover at the peak      34 min"))
        #expect(enough.output.contains("runway                 119 min"))
    }

    @Test func `JSON speaks in base units and strings`() throws {
        let program = try Program.run(
            ["reserve", "--peak", "1", "--decimals", "2", "--available", "20", "--json"],
            input: ""
        )
        #expect(program.exitCode == 1)
        #expect(
            program.output.hasPrefix(
                #"{"peak":"100","latency":"300000","factor":"5","required":"2500","available":"2000","#
            )
        )
        #expect(program.output.contains(#""flip":{"direction":"rise""#))
    }

    @Test(arguments: [
        (["--peak", "1", "--factor", "2"], "at least 3"),
        (["--peak", "one"], "--peak: 'one' is no amount"),
        (["--peak", "1.1234567"], "up to 6 decimals"),
        (["--peak", "1", "--latency", "5"], "--latency: '5' is no time"),
        (["--peak", "1", "--pending", "5"], "need --available"),
        (["--factor", "5"], "--peak 10_000"),
        (["--peak", "1", "--decimals", "37"], "from 0 to 36"),
        (["--pek", "1"], "--peak"),
        (["--peak", "1", "more"], "one word too many"),
    ])
    func `every wrong word is answered`(words: [String], says: String) throws {
        let program = try Program.run(["reserve"] + words, input: "")
        #expect(program.exitCode == 64)
        #expect(program.complaint.contains(says), "\(program.complaint)")
    }
}
