import Bot
import Foundation
import Paper
import Recording
import Routes
import TestSupport
import Testing
import Vocabulary

/// `cantilever backtest` as its users call it.
@Suite struct BacktestCommandTests {
    /// A recording in a folder that goes with this value.
    private final class Tape {
        let folder = FileManager.default.temporaryDirectory.appending(path: "backtest-\(UUID())")
        var path: String { folder.appending(path: "market.recording").path }

        init(blocks: Int) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let plan = try #require(PaperMarket.plan())
            let header = RecordingHeader(
                name: "Market",
                origin: .simulated,
                fleet: plan.settings.fleet
            )
            var writer = try RecordingWriter(path: path, header: header)
            var market = try PaperMarket()
            var chance = Chance(seed: 21)
            for block in 0..<blocks {
                try market.trade(&chance, at: block)
                for chain in 0..<2 { try writer.append(try market.next(chain)) }
            }
            try writer.finish()
        }

        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    @Test func `a recording is traded, and two processes say the same of it`() throws {
        let tape = try Tape(blocks: 1_500)
        let table = try Program.run(["backtest", tape.path])
        #expect(table.exitCode == 0, "\(table.complaint)")
        for word in ["Market", "settled", "usd: in parity", "deepest fall", "gas"] {
            #expect(table.output.contains(word), "\(word)")
        }
        #expect(!table.output.contains("\u{1B}"))
        let first = try Program.run(["backtest", tape.path, "--json"])
        let second = try Program.run(["backtest", "--json", tape.path])
        #expect(first.output == second.output)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any]
        )
        #expect(object["blocks"] as? String == "3000")
        let routes = try #require(object["routes"] as? [[String: Any]])
        #expect(Int(routes.first?["settled"] as? String ?? "") ?? 0 > 0)
        let slow = try Program.run(["backtest", tape.path, "--json", "--delay", "2"])
        #expect(slow.output != first.output)
    }

    @Test func `a span leaves out what was seen outside of it`() throws {
        let tape = try Tape(blocks: 60)
        let words = ["backtest", tape.path, "--json", "--from", "2025-06-15T15:07:30"]
        let rest = try Program.run(words + ["--to", "2025-06-15T15:08:00Z"])
        #expect(rest.exitCode == 0, "\(rest.complaint)")
        #expect(rest.output.contains(#""blocks":"30""#), "\(rest.output.prefix(300))")
        let none = try Program.run(["backtest", tape.path, "--from", "2026-01-01"])
        #expect(none.exitCode == 65)
        #expect(none.complaint.contains("shows nothing of chain Chain 138"))
    }

    @Test func `a page is written once and holds its plots`() throws {
        let tape = try Tape(blocks: 300)
        let page = tape.folder.appending(path: "page.html").path
        let words = ["backtest", tape.path, "--html", page]
        #expect(try Program.run(words).exitCode == 0)
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains("usd: deviation"))
        #expect(html.contains("<svg"))
        #expect(!html.contains("http://") && !html.contains("https://"))
        let again = try Program.run(words)
        #expect(again.exitCode == 65)
        #expect(again.complaint.contains("exists already"))
    }

    @Test func `what is whole of a recording that was cut is traded, and what is lost is told`()
        throws
    {
        let tape = try Tape(blocks: 600)
        let bytes = try Data(contentsOf: URL(filePath: tape.path))
        let cut = tape.folder.appending(path: "cut.recording")
        try bytes.dropLast(1_000).write(to: cut)
        let table = try Program.run(["backtest", cut.path])
        #expect(table.exitCode == 0, "\(table.complaint)")
        #expect(table.complaint.contains("cut.recording: ends at byte "))
        let json = try Program.run(["backtest", cut.path, "--json"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        )
        let blocks = try #require(Int(object["blocks"] as? String ?? ""))
        let (at, lost) = (object["cutAt"] as? String, object["cutBytes"] as? String)
        #expect((1..<1_200).contains(blocks))
        #expect(Int(at ?? "").map { $0 + (Int(lost ?? "") ?? 0) } == bytes.count - 1_000)
        #expect(table.output.contains("blocks seen       \(blocks)\n"))
        #expect(
            table.output.contains(
                "ends at byte \(at ?? ""), before it should, with \(blocks) whole blocks; "
                    + "\(lost ?? "") bytes behind it are no whole part and left out"
            )
        )
        // Of a whole one nothing is told.
        let whole = try Program.run(["backtest", tape.path, "--json"])
        #expect(whole.output.contains(#""cutAt":null,"cutBytes":null"#))
        #expect(!whole.complaint.contains("before it should"))
        // Of a file that has no block left there is nothing to trade.
        try bytes.prefix(bytes.count / 100).write(to: cut)
        let none = try Program.run(["backtest", cut.path])
        #expect(none.exitCode == 65)
        #expect(none.complaint.contains("ends at byte 9, before its header does"))
    }

    @Test func `what is wrong is said with where and what to do`() throws {
        let tape = try Tape(blocks: 60)
        var bytes = try Data(contentsOf: URL(filePath: tape.path))
        let broken = tape.folder.appending(path: "broken.recording")
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: broken)
        for (words, code, complaint) in [
            ([], 64, "cantilever backtest FILE"),
            ([tape.path, tape.path], 64, "one word too many"),
            ([tape.path, "--from", "noon"], 64, "2026-11-21T08:00:30"),
            ([tape.path, "--from", "2026-02-30"], 64, "2026-11-21T08:00:30"),
            ([tape.path, "--from", "2026-02-02", "--to", "2026-02-01"], 64, "behind '--to'"),
            ([tape.path, "--delay", "0"], 64, "from 1 to 64"),
            ([tape.path, "--impact", "soon"], 64, "'never'"),
            (["/nowhere.recording"], 66, "/nowhere.recording"),
            ([#filePath], 65, "no recording"),
            ([broken.path], 65, "byte"),
            ([tape.path, "--strategy", "/nowhere.yaml"], 66, "/nowhere.yaml"),
        ] as [([String], Int32, String)] {
            let program = try Program.run(["backtest"] + words)
            #expect(program.exitCode == code, "\(words): \(program.complaint)")
            #expect(program.complaint.contains(complaint), "\(words): \(program.complaint)")
        }
    }

    @Test func `a strategy of other pools is told from the recording's`() throws {
        let tape = try Tape(blocks: 60)
        let strategy = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "strategies/demo-parity.yaml").path
        let program = try Program.run(["backtest", tape.path, "--strategy", strategy])
        #expect(program.exitCode == 65)
        #expect(program.complaint.contains("recorded without the pool 0x1380"))
    }
}
