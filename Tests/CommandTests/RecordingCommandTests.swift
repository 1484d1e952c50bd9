import Foundation
import Recording
import Routes
import TestSupport
import Testing
import Vocabulary

/// Recordings and pages as a person makes them.
@Suite struct RecordingCommandTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "rec-\(UUID())")
    private let demo: String

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        demo =
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "strategies/demo-parity.yaml").path
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func sightings(_ name: String) throws -> (RecordingHeader, [Sighting]) {
        var reader = try RecordingReader(path: path(name))
        var all: [Sighting] = []
        while let sighting = try reader.next() { all.append(sighting) }
        return (reader.header, all)
    }

    @Test func `what is said to nobody is not written into the recording`() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "\"$0\" paper --sim --speed max --minutes 1 --record \"$1\" >&-",
            Program.folder.appending(path: "cantilever").path, path("unheard.rec"),
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try sightings("unheard.rec").1.count > 50)
    }

    @Test func `a session on paper can be recorded, block by block`() throws {
        let words = [
            "paper", "--sim", "--speed", "max", "--minutes", "5", "--record", path("demo.rec"),
        ]
        let program = try Program.run(words)
        #expect(program.exitCode == 0)
        #expect(program.output.contains("recorded in \(path("demo.rec"))"))
        let (header, stream) = try sightings("demo.rec")
        #expect(header.origin == .simulated)
        #expect(header.fleet.chains.count == 2)
        // Five minutes of two chains with a block each two seconds, and the first two.
        #expect((298...304).contains(stream.count))
        for chain in header.fleet.chains {
            let blocks = stream.filter { $0.chain == chain.id }.map(\.block)
            #expect(blocks.count > 140)
            for (block, next) in zip(blocks, blocks.dropFirst()) {
                #expect(next.parent == block.hash && next.number == block.number + 1)
            }
        }
        #expect(stream.allSatisfy { $0.snapshot.pools.allSatisfy { $0.state.value != nil } })
        let bytes = try Data(contentsOf: URL(filePath: path("demo.rec"))).count
        #expect(bytes / stream.count < 60)
        let again = try Program.run(words)
        #expect(again.exitCode == 65)
        #expect(again.complaint.contains("exists already"))
    }

    @Test func `a table becomes a recording`() throws {
        let table = """
            time,chain,pool,price
            2026-11-21T08:00:00Z,chain138,pool138,1.0005
            2026-11-21T08:00:00Z,alltra,pool-alltra,0.9995
            2026-11-21T08:00:02Z,chain138,pool138,1.0006
            """
        try Data(table.utf8).write(to: URL(filePath: path("t.csv")))
        let program = try Program.run(["import", path("t.csv"), demo, path("t.rec")])
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.hasPrefix("3 rows, 3 sightings, "))
        let (header, stream) = try sightings("t.rec")
        #expect(header.origin == .imported)
        #expect(stream.count == 3)
        #expect(stream[0].snapshot.vaults.allSatisfy { $0.available.value != nil })
    }

    @Test func `a table that is wrong makes no recording, and every row is named`() throws {
        let table = """
            time,chain,pool,price
            yesterday,chain138,pool138,1.0005
            2026-11-21T08:00:00Z,chain139,pool138,1
            """
        try Data(table.utf8).write(to: URL(filePath: path("bad.csv")))
        let program = try Program.run(["import", path("bad.csv"), demo, path("bad.rec")])
        #expect(program.exitCode == 65)
        let lines = program.complaint.split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(
            lines.first
                == "\(path("bad.csv")):2:1: expected a moment in UTC such as 2026-11-21T08:00:00Z; "
                + "found 'yesterday'"
        )
        #expect(lines[1].hasPrefix("\(path("bad.csv")):3:22: expected a chain of the strategy: "))
        #expect(!FileManager.default.fileExists(atPath: path("bad.rec")))
    }

    @Test func `a simulated run is drawn without being changed`() throws {
        let words = ["simulate", "--hours", "0.2", "--json"]
        let plain = try Program.run(words)
        let drawn = try Program.run(words + ["--report", path("run.html")])
        #expect(drawn.exitCode == 0, "\(drawn.complaint)")
        #expect(drawn.output == plain.output)
        let page = try String(contentsOf: URL(filePath: path("run.html")), encoding: .utf8)
        for title in [
            "Prices", "Deviation", "Profit", "Drawdown", "Inventories", "Reserve",
            "Trades by how they ended", "The last trades", "Runs",
        ] {
            #expect(page.contains("<h2>\(title)"), "\(title)")
        }
        #expect(!page.contains("nothing was seen"))
        let again = try Program.run(words + ["--report", path("run.html")])
        #expect(again.exitCode == 65)
        #expect(again.output.isEmpty)
    }
}
