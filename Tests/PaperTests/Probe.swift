import Bot
import Foundation
import Numerics
import Paper
import Recording
import Routes
import Simulation
import TestSupport
import Testing
import Venues
import Vocabulary

@Suite struct Probe {
    @Test func `write a recording`() throws {
        guard let path = ProcessInfo.processInfo.environment["PROBE"] else { return }
        let blocks = Int(ProcessInfo.processInfo.environment["BLOCKS"] ?? "") ?? 20_000
        var market = try PaperMarket()
        var chance = Chance(seed: 3)
        let fleet = try #require(PaperMarket.plan()).settings.fleet
        var writer = try RecordingWriter(path: path, header: RecordingHeader(name: "Synthetic", origin: .simulated, fleet: fleet))
        for block in 0..<blocks {
            try market.trade(&chance, at: block)
            for chain in 0..<2 { try writer.append(try market.next(chain)) }
        }
        try writer.finish()
    }
}
