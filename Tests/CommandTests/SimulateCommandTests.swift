import Foundation
import TestSupport
import Testing

@Suite struct SimulateCommandTests {
    /// Half an hour proves the bridge and trades.
    private static let short = ["simulate", "--hours", "0.5", "--flow", "5x"]

    @Test func `the causes of a run's profit add up to what its worth has changed by`() throws {
        let program = try Program.run(Self.short)
        #expect(program.exitCode == 0, "\(program.complaint)")
        let causes = program.output.split(separator: "\n")
            .drop { !$0.contains("profit by cause") }.dropFirst().prefix { $0.hasPrefix("    ") }
        let worths = causes.compactMap { line in
            line.split(separator: " ").last.flatMap { Double($0) }
        }
        #expect(worths.count > 2)
        #expect(causes.last?.contains("together") == true)
        let sum = worths.dropLast().reduce(0, +)
        // Each is rounded to a hundredth.
        #expect(abs(sum - (worths.last ?? 0)) < 0.01 * Double(worths.count))
        #expect(causes.contains { $0.contains("bought and sold again") })
    }

    @Test func `what happens before the bridge is proved is told apart`() throws {
        let program = try Program.run(Self.short + ["--json"])
        #expect(program.exitCode == 0, "\(program.complaint)")
        func number(_ key: String) -> UInt64? {
            guard let place = program.output.range(of: "\"\(key)\":\"") else { return nil }
            return UInt64(program.output[place.upperBound...].prefix { $0.isNumber })
        }
        let starting = try #require(number("starting"))
        let measured = try #require(number("measured"))
        // Dust is four minutes on its way at least.
        #expect(starting >= 240)
        #expect(starting + measured == number("blocks"))
        #expect(!program.output.contains("\"profit\":null"))
    }

    @Test func `the targets' report is the same text every time, and names every market`() throws {
        let wish = ["simulate", "--targets", "--runs", "2", "--hours", "0.2", "--jobs", "2"]
        let first = try Program.run(wish)
        #expect(first.exitCode == 0, "\(first.complaint)")
        #expect(first.output == (try Program.run(wish)).output)
        for market in ["## 1x flow, without", "## 5x flow, without", "## 1x flow, with faults"] {
            #expect(first.output.contains(market))
        }
        #expect(first.output.contains("| spread below 15 bps | 99.9 % of block ends |"))
    }
}
