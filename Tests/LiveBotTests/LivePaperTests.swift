import Ethereum
import Foundation
import Numerics
import Recording
import Routes
import TestSupport
import Testing
import Venues
import Vocabulary

/// `record`, and `paper` on real prices, against two chains that make blocks by themselves.
@Suite(.serialized) struct LivePaperTests {
    /// One of its own: others want blocks on command.
    private static let shared = Result { try Devnet() }
    let devnet: Devnet
    private let folder: URL

    init() throws {
        devnet = try Self.shared.get()
        folder = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try devnet.heal()
        try mine(every: "0.5")
    }

    private func mine(every seconds: String) throws {
        for chain in [138, 651_940] {
            try devnet.order(#"{"do":"interval","chain":\#(chain),"seconds":\#(seconds)}"#)
        }
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Heads may be old: the machine may be busy with other tests.
    func strategy(
        endpoints: Int = 3,
        blockInterval: String = "500 ms",
        _ change: (inout DevnetStrategy) -> Void = { _ in }
    ) throws -> String {
        var strategy = DevnetStrategy(
            devnet: devnet,
            endpoints: endpoints,
            oldestHead: 3_000,
            blockInterval: blockInterval,
            // The first trades are small, and gas is not to make them dear.
            nativePrice: "1 USD",
            latencyFloor: "1 s"
        )
        change(&strategy)
        return try strategy.file()
    }

    private func push(_ bps: Int) throws {
        try devnet.order(#"{"do":"push","chain":138,"bps":\#(bps),"mine":true}"#)
    }

    /// What is whole of a recording, and what came behind it.
    func read(_ name: String) throws -> ([Sighting], RecordingFailure?, RecordingHeader) {
        var reader = try RecordingReader(path: path(name))
        var sightings: [Sighting] = []
        do {
            while let sighting = try reader.next() { sightings.append(sighting) }
        } catch {
            return (sightings, error, reader.header)
        }
        return (sightings, nil, reader.header)
    }

    /// Whether a pool of the devnet stands at its guide price: a liar shows another one.
    private func isHonest(_ sighting: Sighting) throws -> Bool {
        let low = try #require(Price(numerator: 999, denominator: 1_000))
        let high = try #require(Price(numerator: 1_001, denominator: 1_000))
        return sighting.snapshot.pools.allSatisfy { pool in
            guard case .known(.dodo(let state)) = pool.state,
                let price = try? state.marginalPrice()
            else { return false }
            return price > low && price < high
        }
    }

    @Test func `blocks of both chains are recorded, and traded in a backtest`() throws {
        try mine(every: "0.2")
        let strategy = try strategy(blockInterval: "200 ms")
        let process = try LiveProcess(["record", "--blocks", "20", strategy, path("day.rec")])
        #expect(process.ended() == 0, "\(process.complaint)")
        #expect(process.output.contains("blocks recorded in \(path("day.rec")), "))
        let (sightings, failure, header) = try read("day.rec")
        #expect(failure == nil)
        #expect(header.origin == .watched)
        #expect(header.name == "devnet")
        for chain in header.fleet.chains {
            let blocks = sightings.filter { $0.chain == chain.id }.map(\.block)
            #expect(blocks.count >= 20)
            #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.number < $1.number })
        }
        #expect(try sightings.allSatisfy { try isHonest($0) })
        for options in [[], ["--strategy", strategy]] {
            let backtest = try Program.run(["backtest", path("day.rec")] + options)
            #expect(backtest.exitCode == 0, "\(backtest.complaint)")
            #expect(backtest.output.contains("blocks seen       \(sightings.count)"))
        }
        let bytes = try Data(contentsOf: URL(filePath: path("day.rec")))
        let again = try Program.run(["record", "--blocks", "1", strategy, path("day.rec")])
        #expect(again.exitCode == 65)
        #expect(again.complaint.contains("exists already and is not replaced"))
        #expect(try Data(contentsOf: URL(filePath: path("day.rec"))) == bytes)
    }

    @Test
    func `a recording is whole when it is told to end, and says where it was cut when killed`()
        throws
    {
        let strategy = try strategy()
        let told = try LiveProcess(["record", strategy, path("told.rec")])
        let killed = try LiveProcess(["record", strategy, path("killed.rec")])
        for (process, name) in [(told, "told.rec"), (killed, "killed.rec")] {
            try process.wait(for: name) { (try? read(name).0.count) ?? 0 > 2 }
        }
        #expect(told.end() == 0, "\(told.complaint)")
        let (whole, failure, _) = try read("told.rec")
        #expect(failure == nil)
        #expect(told.output.contains("\(whole.count) blocks recorded in "))
        #expect(killed.end(SIGKILL) == -SIGKILL)
        let (rest, cut, _) = try read("killed.rec")
        #expect(rest.count > 2)
        guard case .cut(_, let count)? = cut else {
            Issue.record("it does not say that it was cut: \(cut as Any)")
            return
        }
        #expect(count == UInt64(rest.count))
        let backtest = try Program.run(["backtest", path("killed.rec")])
        #expect(backtest.exitCode == 0, "\(backtest.complaint)")
        #expect(backtest.output.contains("blocks seen       \(rest.count)"))
        #expect(backtest.output.contains("before it should, with \(rest.count) whole blocks"))
    }

    @Test func `what only a liar shows is in no recording, and the liar is named`() throws {
        try devnet.fault("138/1", #""lie":90"#)
        let strategy = try strategy()
        let process = try LiveProcess(["record", "--blocks", "8", strategy, path("true.rec")])
        #expect(process.ended() == 0, "\(process.complaint)")
        #expect(process.complaint.contains("home/1"))
        let (sightings, failure, _) = try read("true.rec")
        #expect(failure == nil)
        #expect(sightings.count >= 16)
        #expect(try sightings.allSatisfy { try isHonest($0) })
    }

    @Test func `where two differ nothing is recorded, and it says of which chain`() throws {
        try devnet.fault("138/1", #""lie":90"#)
        let strategy = try strategy(endpoints: 2)
        let process = try LiveProcess(["record", strategy, path("none.rec")])
        try process.wait(for: "home/1 and home/2 show block ")
        try process.wait(for: "none.rec") { (try? read("none.rec").0.count) ?? 0 > 2 }
        #expect(process.end() == 69)
        #expect(process.complaint.contains("no block of home that endpoints agree on"))
        let (sightings, failure, _) = try read("none.rec")
        #expect(failure == nil)
        #expect(!sightings.isEmpty)
        #expect(sightings.allSatisfy { $0.chain.value == 651_940 })
    }

    @Test
    func `a deviation of real prices is traded on paper, and each fill held against the chain`()
        throws
    {
        let strategy = try strategy()
        let process = try LiveProcess([
            "paper", "--journal", path("journal"), "--record", path("traded.rec"), strategy,
        ])
        try process.wait(for: "Trading on paper begins at ")
        try push(40)
        defer { try? push(-40) }
        // Both legs.
        try process.wait(for: " bps of what the chain gives (own impact ", times: 2)
        try process.wait(for: "  ended       trade 1: ")
        #expect(process.end() == 0, "\(process.complaint)")
        let output = process.output
        #expect(output.contains("paper money on real prices of home (138) and away (651940)"))
        let fills = output.split(separator: "\n").filter { $0.contains("  filled      trade ") }
        #expect(fills.count >= 2)
        // Nothing was done before, no block was late, and the pool's word is our maths'.
        #expect(fills[0].contains("own impact 0.00, late block "))
        #expect(!output.contains("our maths"))
        for words in [
            "Summary", "fills compared     \(fills.count)", "median distance", "worst distance",
            "Balance sheet", "Profit by cause",
        ] { #expect(output.contains(words), "\(words) in \(output)") }
        #expect(!output.contains("not comparable"))
        // The journal says that its money was none, and is one that can be judged again.
        let shown = try Program.run(["journal", "show", path("journal/paper.journal")])
        #expect(shown.output.contains(" on paper, rules "), "\(shown)")
        let replayed = try Program.run(["replay", path("journal")])
        #expect(replayed.exitCode == 0, "\(replayed.complaint)")
        // What was traded on trades the same in a backtest.
        let backtest = try Program.run(["backtest", path("traded.rec"), "--strategy", strategy])
        #expect(backtest.exitCode == 0, "\(backtest.complaint)")
        #expect(backtest.output.contains("legs filled       \(fills.count)"), "\(backtest.output)")
        let again = try Program.run(["paper", "--journal", path("journal"), strategy])
        #expect(again.exitCode == 65)
        #expect(again.complaint.contains("this session on paper ended at "))
    }

    @Test func `what a fill lost to blocks that nobody saw stands apart from the bot's own impact`()
        throws
    {
        let process = try LiveProcess(["paper", try strategy()])
        try process.wait(for: "Trading on paper begins at ")
        try push(40)
        var pushed = 40
        defer { try? push(-pushed) }
        try process.wait(for: "  ended       trade 1: ")
        // From here on home's blocks come one by one, until a trade waits for the next one.
        try devnet.order(#"{"do":"interval","chain":138,"seconds":0}"#)
        defer { try? mine(every: "0.5") }
        var late: Substring?
        for _ in 0..<20 where late == nil {
            var trade = ""
            var pauses = 0
            try process.wait(for: "a trade under way") {
                trade = Self.waitingAtHome(process.output) ?? ""
                pauses += 1
                // As fast as the file says: of blocks that come faster some are seen by nobody, and a
                // deviation that nobody saw stand is not traded on.
                if trade.isEmpty, pauses % 10 == 0 {
                    try devnet.order(#"{"do":"mine","chain":138,"blocks":1}"#)
                }
                return !trade.isEmpty
            }
            // The block it would be in, whose time is surely late enough, and another price behind it.
            try devnet.fault("138", #""stall":true"#)
            let time = Int(Date().timeIntervalSince1970) + 2
            try devnet.order(#"{"do":"mine","chain":138,"blocks":1,"timestamp":\#(time)}"#)
            try push(3)
            pushed += 3
            try devnet.order(#"{"do":"fault","endpoint":"138","clear":true}"#)
            // A leg that reverts is tried again, and that needs blocks of its own.
            var looks = 0
            try process.wait(for: "the end of trade \(trade) on home") {
                looks += 1
                if looks % 20 == 0 { try devnet.order(#"{"do":"mine","chain":138,"blocks":1}"#) }
                return Self.isOver(trade, process.output)
            }
            late = Self.fillAtHome(of: trade, process.output).flatMap { line in
                line.contains("late block 0.00") ? nil : line
            }
        }
        let line = try #require(late, "\(process.output)")
        #expect(line.contains("late block +"))
        #expect(process.end() == 0, "\(process.complaint)")
        #expect(!process.output.contains("not comparable"))
    }

    /// The trade that is signed and of which no leg on home is filled yet.
    private static func waitingAtHome(_ output: String) -> String? {
        output.split(separator: "\n").last { $0.contains("  signed      trade ") }.flatMap { line in
            guard let match = line.firstMatch(of: /trade (\d+): .* on home/) else { return nil }
            let trade = String(match.1)
            return isOver(trade, output) ? nil : trade
        }
    }

    private static func isOver(_ trade: String, _ output: String) -> Bool {
        fillAtHome(of: trade, output) != nil || output.contains("  ended       trade \(trade): ")
    }

    private static func fillAtHome(of trade: String, _ output: String) -> Substring? {
        output.split(separator: "\n").first {
            $0.contains("  filled      trade \(trade): ") && $0.contains(" on home, ")
        }
    }

    @Test func `endpoints that fail are told, and nothing of one that is left alone is traded on`()
        throws
    {
        let process = try LiveProcess(["paper", try strategy()])
        try process.wait(for: "Trading on paper begins at ")
        try devnet.fault("138/1", #""off":true"#)
        try process.wait(for: "  warning     chain 138: home/1: it refuses connections")
        try devnet.fault("138/2", #""off":true"#)
        try process.wait(for: "home: no new block that endpoints agree on for ")
        try devnet.order(#"{"do":"fault","endpoint":"*","clear":true}"#)
        try process.wait(for: "home: endpoints agree again")
        #expect(process.end(SIGINT) == 0, "\(process.complaint)")
        #expect(process.output.contains("Balance sheet"))
    }

    @Test func `a terminal is shown a view, and the sheet when it is left`() throws {
        let shown = try OnTerminal.watch(
            ["paper", try strategy()],
            columns: 110,
            rows: 34,
            environment: ["NO_COLOR": "1"],
            until: "BRIDGE RESERVE",
            typing: "\u{3}"
        )
        #expect(shown.contains("devnet  paper money, real prices"))
        let restored = "\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
        let end = try #require(shown.range(of: restored))
        #expect(shown[end.upperBound...].contains("Balance sheet"))
        #expect(shown[end.upperBound...].contains("fills compared     0"))
    }

    @Test func `a session ends by itself, and says when there was nothing to trade on`() throws {
        try devnet.fault("138", #""off":true"#)
        let strategy = try strategy()
        let process = try LiveProcess(["paper", "--for", "1 s", strategy])
        #expect(process.ended() == 69)
        #expect(process.complaint.contains("nothing was traded: no block of home"))
        let wrong = try Program.run(["paper", "--for", "soon", strategy])
        #expect(wrong.exitCode == 64)
    }
}
