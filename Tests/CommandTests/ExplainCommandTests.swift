import Foundation
import TestSupport
import Testing

@Suite struct ExplainCommandTests {
    private func explain(_ words: String..., in folder: PaperFolder) throws -> Program {
        try Program.run(["explain", "--journal", folder.path] + words)
    }

    private func golden(_ name: String) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/\(name).txt")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// Played once: each test only reads it.
    private static let played = Result { try PaperFolder.played() }

    @Test func `what is explained is the text that was read by a person`() throws {
        let (folder, _) = try Self.played.get()
        for (words, name) in [
            ([], "explain-list"), (["792"], "explain-trade-verdict"),
            (["798"], "explain-in-parity"), (["791"], "explain-hold"),
            (["trade", "11"], "explain-settled"), (["trade", "13"], "explain-unwound"),
        ] {
            let program = try Program.run(["explain", "--journal", folder.path] + words)
            #expect(program.exitCode == 0, "\(program.complaint)")
            #expect(program.output == (try golden(name)), "\(name)")
        }
    }

    @Test func `a trade is found by its number, its plan, its transactions and its entries`() throws
    {
        let (folder, _) = try Self.played.get()
        let story = try golden("explain-settled")
        let hashes = story.matches(of: /0x[0-9a-f]{64}/).map { String($0.output) }
        #expect(hashes.count >= 5)
        for hash in hashes {
            #expect(try explain(hash, in: folder).output == story)
            #expect(try explain(String(hash.dropFirst(2).prefix(12)), in: folder).output == story)
        }
        for id in ["saga 11", "trade:11", "Plan 11"] {
            #expect(try explain(id, in: folder).output == story)
        }
        let entry = try #require(story.firstMatch(of: #/, entry (\d+)\n/#)?.1)
        #expect(try explain(String(entry), in: folder).output == story)
    }

    /// The demo's digest begins with a zero and has no letter among its first eight.
    @Test func `a verdict is found by the start of its digest as the journal shows it`() throws {
        let (folder, _) = try Self.played.get()
        let shown = try Program.run(
            ["journal", "show", "--from", "792", "--limit", "1", folder.journal]
        ).output
        let digest = try #require(shown.firstMatch(of: #/judged +([0-9a-f]{8})/#)?.1)
        #expect(
            try explain(String(digest), in: folder).output == golden("explain-trade-verdict")
        )
    }

    @Test(
        arguments: [
            (
                ["99999"], 1,
                "there is no entry 99999 of the bot's, the last one is 915; the nearest verdict is 899"
            ),
            (
                ["802"], 1,
                "entry 802 is of the kind 'observed', which is neither a verdict nor a trade's; the nearest verdicts are 798 and 819"
            ),
            (["trade", "99"], 1, "there is no trade 99, the newest is trade 15"),
            (["ffffffff"], 1, "no entry, plan or transaction of a trade begins with ffffffff"),
            (["xyz"], 64, "'xyz' is no id: say an entry's number, 'trade 7', or at least 6 digits"),
            (["--jurnal", "x"], 64, "did you mean '--journal'?"),
        ] as [([String], Int32, String)]
    )
    func `an id that means nothing is answered with what is near, and how to list`(
        words: [String],
        code: Int32,
        complaint: String
    ) throws {
        let (folder, _) = try Self.played.get()
        let program = try Program.run(["explain", "--journal", folder.path] + words)
        #expect(program.exitCode == code)
        #expect(program.complaint.contains(complaint), "\(program.complaint)")
        #expect(program.output.isEmpty)
        if code == 1 {
            #expect(
                program.complaint.contains("'cantilever explain' without an id lists what there is")
            )
        }
    }

    @Test func `a journal that is not there is said to be`() throws {
        let program = try Program.run(["explain", "--journal", "/nowhere", "1"])
        #expect(program.exitCode == 66)
    }
}
