import Foundation
import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import cantilever

/// The strategies that come with the product and have a simulation.
private enum Simulated {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "strategies")

    static func path(_ name: String) -> String { folder.appending(path: name + ".yaml").path }
}

@Suite struct PaperPipedTests {
    private static let demo = ["paper", "--sim", "--speed", "max", "--minutes", "22"]

    /// Hashes of sets and dictionaries differ from process to process; what is decided must not.
    @Test func `two processes tell the same market word for word, however fast`() throws {
        let first = try Program.run(Self.demo)
        let slower = ["paper", "--sim", "--speed", "2000x", "--minutes", "22"]
        let second = try Program.run(slower)
        #expect(first.exitCode == 0, "\(first.complaint)")
        #expect(first.output == second.output)
        #expect(first.output.contains("execution worst case"))
    }

    @Test func `the demo's text is the one that was read by a person`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/paper.txt")
        let expected = try String(contentsOf: file, encoding: .utf8)
        let program = try Program.run(Self.demo)
        #expect(program.output == expected)
    }

    @Test func `the demo shows a settled trade, a mended one and a crash in its first minute`()
        throws
    {
        let program = try Program.run(Self.demo)
        #expect(program.exitCode == 0, "\(program.complaint)")
        let lines = program.output.split(separator: "\n").map(String.init)
        let opening = try #require(lines.firstIndex { $0.hasPrefix("The bridge is proved") })
        let start = try #require(lines[..<opening].last.flatMap(seconds))
        // At sixty times a wall clock's pace.
        func isThere(_ words: [String], within wall: Int) -> Bool {
            lines[opening...].contains { line in
                guard let at = seconds(line), at - start <= wall * 60 else { return false }
                return words.allSatisfy { line.contains($0) }
            }
        }
        #expect(isThere(["ended", " settled"], within: 10))
        #expect(isThere(["reverts in its block"], within: 60))
        #expect(isThere(["ended", " unwound"], within: 60))
        #expect(isThere(["crash"], within: 60))
        #expect(isThere(["restart"], within: 60))
        #expect(program.output.contains("crashes survived   1 of 1"))
    }

    private func seconds(_ line: String) -> Int? {
        let parts = line.prefix { $0 != " " }.split(separator: ":").compactMap { Int($0) }
        return parts.count == 3 ? parts[0] * 3_600 + parts[1] * 60 + parts[2] : nil
    }

    @Test func `a pipe gets no escape sequences`() throws {
        let program = try Program.run(["paper", "--sim", "--speed", "max", "--minutes", "1"])
        #expect(!program.output.contains("\u{1B}"))
    }

    @Test func `another seed is another market`() throws {
        let words = ["paper", "--sim", "--speed", "max", "--minutes", "5", "--seed"]
        let one = try Program.run(words + ["1"])
        let two = try Program.run(words + ["2"])
        let none = try Program.run(words.dropLast())
        #expect(one.output != two.output)
        #expect(one.output == none.output, "the strategy's own seed is 1")
    }

    @Test func `without a terminal it ends by itself after a minute at its speed`() throws {
        let wishes = try PaperWishes(["--sim"])
        let day = Interval(milliseconds: 86_400_000)
        #expect(wishes.length(of: day, onTerminal: false).milliseconds == 60 * 60_000)
        #expect(wishes.length(of: day, onTerminal: true) == day)
        let slow = try PaperWishes(["--sim", "--speed", "1"])
        #expect(slow.length(of: day, onTerminal: false).milliseconds == 60_000)
        let fast = try PaperWishes(["--sim", "--speed", "max"])
        #expect(fast.length(of: day, onTerminal: false).milliseconds == 3_600_000)
        let told = try PaperWishes(["--sim", "--minutes", "7"])
        #expect(told.length(of: day, onTerminal: true).milliseconds == 420_000)
    }

    @Test(arguments: ["demo-parity", "demo-profit", "demo-one-way", "fleet-25"])
    func `a shipped simulation starts and trades`(name: String) throws {
        let minutes = name == "fleet-25" ? "1" : "10"
        let program = try Program.run(
            ["paper", "--sim", "--speed", "max", "--minutes", minutes, Simulated.path(name)]
        )
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.contains("The bridge is proved"))
        #expect(program.output.contains(" settled, result "))
        #expect(!program.output.contains("\n  halted "))
        #expect(program.output.contains("Balance sheet"))
    }

    @Test func `the built-in strategy is the shipped one`() throws {
        let text = try String(contentsOfFile: Simulated.path("demo-parity"), encoding: .utf8)
        #expect(BuiltInStrategy.text == text)
    }

    @Test(arguments: [
        (
            ["--speed", "fast"],
            "'--speed' takes 'max' or a whole number up to 100000, such as 60x, not 'fast'"
        ),
        (
            ["--speed", "100001"],
            "'--speed' takes 'max' or a whole number up to 100000, such as 60x, not '100001'"
        ),
        (
            ["--speed", "-1"],
            "'--speed' takes 'max' or a whole number up to 100000, such as 60x, not '-1'"
        ),
        (["--seed", "x"], "'--seed' takes a whole number, not 'x'"),
        (["--minutes", "0"], "'--minutes' takes a whole number from 1 to 1000000, not '0'"),
        (["--minutes"], "'--minutes' needs a value behind it"),
        (["--sped", "1"], "unknown option '--sped'; did you mean '--speed'?"),
        (["a.yaml", "b.yaml"], "'b.yaml' is one word too many"),
    ])
    func `a wrong wish is refused with what is allowed`(words: [String], complaint: String) throws {
        let program = try Program.run(["paper", "--sim"] + words)
        #expect(program.exitCode == 64)
        #expect(program.complaint == "cantilever: \(complaint)\n")
        #expect(program.output.isEmpty)
    }

    @Test func `a file that can't be played is refused`() throws {
        let missing = try Program.run(["paper", "--sim", "nowhere.yaml"])
        #expect(missing.exitCode == 66)
        let real = try Program.run(["paper", "--sim", Simulated.path("two-chains")])
        #expect(real.exitCode == 65)
        #expect(real.complaint.contains("has no section 'simulation'"))
        let blank = try Program.run(["paper", "--sim", Simulated.path("138-alltra")])
        #expect(blank.exitCode == 65)
        #expect(blank.complaint.contains("138-alltra.yaml:"))
        #expect(blank.output.isEmpty)
    }
}

@Suite struct PaperTerminalTests {
    private static let restored = "\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

    @Test func `a terminal is shown a view, and gets its own screen back when ^C is typed`() throws
    {
        let shown = try OnTerminal.watch(
            ["paper", "--sim"],
            columns: 100,
            rows: 30,
            environment: ["NO_COLOR": ""],
            until: "LAST VERDICT",
            typing: "\u{3}"
        )
        #expect(shown.contains("\u{1B}[?1049h\u{1B}[?25l"))
        for part in ["ROUTE", "MARGIN", "BRIDGE RESERVE", "INVENTORY", "OPEN TRADES", "PROFIT"] {
            #expect(shown.contains(part))
        }
        #expect(shown.contains("\u{1B}[32m"))
        let end = try #require(shown.range(of: Self.restored))
        #expect(shown[end.upperBound...].contains("Balance sheet"))
        #expect(!shown[end.upperBound...].contains("\u{1B}"))
        #expect(!shown.contains("^C"), "what is typed is not echoed")
    }

    @Test func `NO_COLOR takes the colours away and leaves the rest`() throws {
        let shown = try OnTerminal.watch(
            ["paper", "--sim"],
            columns: 100,
            rows: 30,
            environment: ["NO_COLOR": "1"],
            until: "LAST VERDICT",
            typing: "\u{3}"
        )
        #expect(shown.contains("\u{1B}[1;1H"))
        #expect(shown.firstRange(of: #/\u{1B}\[[0-9;]*m/#) == nil)
        #expect(shown.contains(Self.restored))
    }

    @Test func `a terminal that can't be drawn on gets lines`() throws {
        let shown = try OnTerminal.watch(
            ["paper", "--sim", "--speed", "max", "--minutes", "1"],
            columns: 100,
            rows: 30,
            environment: ["TERM": "dumb"],
            until: "nothing is typed",
            typing: ""
        )
        #expect(!shown.contains("\u{1B}"))
        #expect(shown.contains("Balance sheet"))
    }

    @Test func `the view ends by itself when its time is over`() throws {
        let shown = try OnTerminal.watch(
            ["paper", "--sim", "--speed", "max", "--minutes", "1"],
            columns: 100,
            rows: 30,
            until: "nothing is typed",
            typing: ""
        )
        let end = try #require(shown.range(of: Self.restored))
        #expect(shown[end.upperBound...].contains("played             0:01:0"))
    }

    @Test func `a smaller window is drawn anew and within its bounds`() throws {
        let shown = try OnTerminal.watch(
            ["paper", "--sim"],
            columns: 100,
            rows: 40,
            environment: ["NO_COLOR": "1"],
            before: "tty=$(tty); (sleep 6; stty rows 15 cols 60 <$tty) & true",
            until: "simulated chains  60x",
            typing: "\u{3}"
        )
        let cleared = shown.ranges(of: "\u{1B}[2J")
        #expect(cleared.count >= 2)
        let last = try #require(cleared.last)
        let after = shown[last.upperBound...]
        let rows = after.matches(of: #/\u{1B}\[(\d+);1H/#).compactMap { Int($0.output.1) }
        #expect(!rows.isEmpty)
        #expect(rows.allSatisfy { $0 <= 15 })
        #expect(after.contains(Self.restored))
    }
}

@Suite struct PaperScreenTests {
    @Test func `a row is cut at the screen's width, colours or not`() {
        var row = PaperRow("abc", .strong)
        row.add("defgh", .bad)
        #expect(row.rendered(width: 5, isColoured: false) == "abcde")
        #expect(
            row.rendered(width: 5, isColoured: true)
                == "\u{1B}[1mabc\u{1B}[0m\u{1B}[31;1mde\u{1B}[0m"
        )
        #expect(row.rendered(width: 3, isColoured: false) == "abc")
        #expect(row.rendered(width: 0, isColoured: true).isEmpty)
    }

    @Test func `numbers for a glance are rounded towards zero and never minus nothing`() {
        #expect(PaperText.rounded(1_234_567_899, scale: 6) == "1,234.56")
        #expect(PaperText.rounded(9, scale: 6) == "0.00")
        #expect(PaperText.rounded(1_000_000, scale: 0) == "1,000,000.00")
        #expect(PaperText.worth(Worth(units: -1)) == "0.00")
        #expect(PaperText.signed(Worth(-12)) == "-12.00")
        #expect(PaperText.signed(.zero) == "+0.00")
        #expect(PaperText.percent(1, of: 3) == "33.33 %")
        #expect(PaperText.percent(0, of: 0) == "-")
        let start = Instant(milliseconds: 5_000)
        #expect(PaperText.clock(from: start, to: Instant(milliseconds: 3_730_999)) == "1:02:05")
    }
}
