import Foundation
import TestSupport
import Testing

/// The whole bot over a bridge with words of its own, against the same market over the one that is assumed.
@Suite struct BridgeWordsTests {
    private static let gate = """

        bridge_interfaces:
          gate:
            send: "enter(address token, uint256 amount, uint32 destination, bytes32 recipient)"
            departed: "event Entered(bytes4 destination, uint128 indexed transfer, bytes32 indexed token, uint256 gross, address recipient, bool first)"
            released: "event Left(address indexed recipient, uint256 amount, address token, uint128 indexed transfer)"
            paused: "isHalted() returns (bool)"
            chain_numbers: {chain138: 7, alltra: "0x0000a17a"}

        bridges:

        """

    private func play(_ path: String) throws -> String {
        let program = try Program.run([
            "paper", "--sim", "--speed", "max", "--minutes", "40", path,
        ])
        #expect(program.exitCode == 0, "\(program.complaint)")
        return program.output
    }

    @Test func `what the bot does is the same, whatever a bridge's words are`() throws {
        let assumed = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "strategies/demo-parity.yaml").path
        let text = try String(contentsOfFile: assumed, encoding: .utf8)
            .replacing("\nbridges:\n", with: Self.gate)
            .replacing("      release: vault", with: "      interface: gate\n      release: vault")
        #expect(text.contains("interface: gate"))
        let path = FileManager.default.temporaryDirectory
            .appending(path: "cantilever-\(UUID().uuidString).yaml")
        try text.write(to: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: path) }
        let played = try play(path.path)
        #expect(played == (try play(assumed)))
        // All four lanes are proved by a transfer each; no trade is begun before its own are.
        #expect(played.contains("transfer 4 of 10.00 USDC leaves alltra"))
        #expect(played.contains(" settled, result "))
    }
}
