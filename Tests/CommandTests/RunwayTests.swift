import Foundation
import TestSupport
import Testing

/// The shipped stress: the flow goes one way, and the bridge's runway is what stops the bot.
@Suite struct RunwayTests {
    private static let strategy = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "strategies/demo-one-way.yaml").path

    /// As somebody sees it who runs it without a terminal: the first hour.
    @Test func `one-way flow ends in holding, with the runway as its reason`() throws {
        let program = try Program.run(["paper", "--sim", "--speed", "max", Self.strategy])
        #expect(program.exitCode == 0, "\(program.complaint)")
        let lines = program.output.split(separator: "\n").map(String.init)
        let verdicts = lines.filter { $0.contains("  verdict  ") }
        let holds = verdicts.filter { $0.contains(": hold (") }
        let last = try #require(holds.last)
        #expect(last.contains("), not met: runway ("), "\(last)")
        // It traded first, and stopped with something left in the vault.
        #expect(lines.contains { $0.contains(" settled, result ") })
        #expect(!program.output.contains("\n  halted "))
        #expect(!program.output.contains("\n  broken "))
        let held = try #require(lines.first { $0.hasPrefix("  held longest by") })
        #expect(held.contains("  runway, "), "\(held)")
        #expect(
            last.contains("(cUSDT -> USDT)") || last.contains("(USDC -> cUSDC)"),
            "one of the two lanes that the flow empties"
        )
    }
}
