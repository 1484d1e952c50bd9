import Foundation
import Journal
import Ledger
import Numerics
import TestSupport
import Testing
import Vocabulary

/// The books and the trades of a journal, as the command line hands them on.
@Suite struct JournalExportTests {
    /// A journal of two bookings, one of them planned first, and a trade; gone with the test.
    private final class Place {
        let folder = NSTemporaryDirectory() + "export-" + UUID().uuidString
        var journal: String { folder + "/bot.journal" }
        var tokens: String { folder + "/tokens.json" }

        init() throws {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            let chain = try #require(ChainID(138))
            let address = try #require(Address(word: 1))
            let key = ContractKey(chain: chain, address: address)
            let first = try Self.booking(1, .token(key), 2_500_000)
            let second = try Self.booking(2, .native(chain), 7)
            var journal = try Journal(path: journal, ballast: 0)
            try Self.append([.reserve(first)], to: &journal)
            try Self.append([.settle(second)], to: &journal)
            try journal.seal(step: 3, state: [1, 2])
            try Self.append([.post(first.id)], to: &journal)
            let trade = try Self.trade(of: key)
            try journal.append([
                JournalEntry(
                    step: 4,
                    kind: TradeRecord.kind,
                    bytes: trade.canonicalBytes,
                    view: trade.canonicalJSON
                )
            ])
            try journal.seal(step: 5, state: [3])
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        private static func booking(_ id: UInt64, _ asset: Asset, _ units: Int256) throws -> Booking
        {
            let entries = [
                BookEntry(Account(asset, .crossChain), units),
                BookEntry(Account(asset, .capital), .zero - units),
            ]
            return try Booking(BookingID(id), entries)
        }

        private static func append(_ events: [BookEvent], to journal: inout Journal) throws {
            let at = Instant(milliseconds: 1_700_000_000_000)
            let entry = try #require(BooksEntry(at: at, plan: 1, events: events))
            try journal.append([
                JournalEntry(
                    step: 1,
                    kind: BooksEntry.kind,
                    bytes: entry.canonicalBytes,
                    view: entry.canonicalJSON
                )
            ])
        }

        private static func trade(of key: ContractKey) throws -> TradeRecord {
            let flow = TradeFlows.Flow(key, Amount(units: 2_500_000))
            let result = TradeResult(
                numeraire: "USD",
                plannedNet: Worth(1),
                realisedNet: nil,
                fees: .zero,
                gas: .zero
            )
            let trade = TradeRecord(
                plan: 1,
                route: "one, two",
                mission: "stabilise",
                opened: .start,
                closed: .start,
                outcome: .parked,
                dearSide: key.chain,
                flows: TradeFlows(
                    baseSold: flow,
                    baseBought: flow,
                    quoteReceived: flow,
                    quotePaid: flow
                ),
                result: try #require(result)
            )
            return try #require(trade)
        }

        func name(_ text: String) throws {
            try Data(text.utf8).write(to: URL(filePath: tokens))
        }
    }

    private static let token = #"""
        {"chain": "138", "address": "0x0000000000000000000000000000000000000001",
         "symbol": "cUSDT", "decimals": "6"}
        """#

    private func export(_ words: String..., on place: Place) throws -> Program {
        try Program.run(["journal", "export"] + words + [place.journal])
    }

    @Test func `books are written for hledger, what is named and what is not`() throws {
        let place = try Place()
        try place.name("[\(Self.token)]")
        let program = try export("--format=hledger", "--tokens", place.tokens, on: place)
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.contains("  assets:chain138:cUSDT:crossChain  2.5 \"CUSDT.138\"\n"))
        #expect(program.output.contains("  assets:chain138:native:crossChain  7 \"WEI.138\"\n"))
        // In the order in which it happened, not in which it was planned.
        let numbers = program.output.split(separator: " ").filter { ["(1)", "(2)"].contains($0) }
        #expect(numbers == ["(2)", "(1)"])
    }

    @Test func `books are written for beancount, coins by their names`() throws {
        let place = try Place()
        try place.name(#"[{"chain": 138, "symbol": "ETH"}]"#)
        let program = try export("--format=beancount", "--tokens", place.tokens, on: place)
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(
            program.output.contains(
                "  Assets:Chain138:ETH:CrossChain  0.000000000000000007 ETH.138\n"
            )
        )
        #expect(program.output.contains("  2500000 X138.0000000000000000001\n"))
    }

    @Test func `what was reserved before the first entry asked for is posted behind it`() throws {
        let place = try Place()
        let program = try export("--format", "hledger", "--from", "4", on: place)
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.contains("booking 1 of plan 1"))
        #expect(!program.output.contains("booking 2"))
    }

    @Test func `trades are rows under a heading`() throws {
        let place = try Place()
        let program = try export("--format", "trades", on: place)
        #expect(program.exitCode == 0, "\(program.complaint)")
        let lines = program.output.components(separatedBy: "\r\n")
        #expect(lines.count == 3 && lines[2].isEmpty)
        #expect(lines[0].hasPrefix("plan,route,mission,outcome,opened,"))
        #expect(lines[1].hasPrefix("1,\"one, two\",stabilise,parked,1970-01-01T00:00:00.000Z,"))
    }

    @Test func `every entry is still a line of JSON where no format is named`() throws {
        let place = try Place()
        let lines = try export(on: place).output.split(separator: "\n")
        #expect(lines.count == 6)
        #expect(try export("--format", "jsonl", on: place).output.split(separator: "\n") == lines)
    }

    @Test func `a record that is none is named, and what came before is handed on`() throws {
        let place = try Place()
        do {
            var journal = try Journal(path: place.journal, ballast: 0)
            try journal.append([JournalEntry(step: 9, kind: "trade", bytes: [1, 9], view: "{}")])
        }
        let program = try export("--format", "trades", on: place)
        #expect(program.exitCode == 65)
        #expect(program.complaint.contains("entry 7 is no trade record of this version (byte"))
        #expect(program.output.components(separatedBy: "\r\n").count == 3)
    }

    @Test func `books that do not follow are refused by their entry`() throws {
        let place = try Place()
        do {
            var journal = try Journal(path: place.journal, ballast: 0)
            let stray = BooksEntry(at: .start, plan: nil, events: [.post(BookingID(44))])
            let bytes = try #require(stray).canonicalBytes
            try journal.append([JournalEntry(step: 9, kind: "books", bytes: bytes, view: "{}")])
        }
        let program = try export("--format", "beancount", on: place)
        #expect(program.exitCode == 65)
        #expect(
            program.complaint.contains(
                #"entry 7 does not follow from the books before it: {"unknown":"44"}"#
            )
        )
    }

    @Test func `half an export is not taken for all of it`() throws {
        let place = try Place()
        let process = Process()
        process.executableURL = Program.folder.appending(path: "cantilever")
        process.arguments = ["journal", "export", place.journal]
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        let complaints = Pipe()
        process.standardError = complaints
        try process.run()
        let complaint = try complaints.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        extendLifetime(place)
        #expect(process.terminationStatus == 69)
        #expect(
            String(decoding: complaint, as: UTF8.self).contains("standard output: No space left")
        )
    }

    @Test func `a seal says what it closes and where opening starts`() throws {
        let place = try Place()
        let program = try Program.run(["journal", "show", place.journal])
        let lines = program.output.split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines[2].contains("  ends segment 1, entries 1 to 3, in a state of 2 bytes"))
        let end = "  ends segment 2, entries 4 to 6, in a state of 1 bytes; opening starts here"
        #expect(lines[5].contains(end))
        let last = try Program.run(["journal", "show", "--from", "6", place.journal])
        #expect(last.output.contains(end))
    }

    @Test(arguments: [
        ("{}", "is no JSON array"), ("[7]", "token 1: is no JSON object"),
        (#"[{"symbl": "x"}]"#, "token 1: unknown field 'symbl'; did you mean 'symbol'?"),
        (#"[{"chain": 0, "symbol": "x"}]"#, "'chain' must be a chain's number"),
        (#"[{"chain": 1}]"#, "'symbol' must be text"),
        (#"[{"chain": 1, "symbol": ""}]"#, "'symbol' must not be empty"),
        (#"[{"chain": 1, "symbol": "x", "decimals": 8}]"#, "'decimals' of a chain's coin are 18"),
        (#"[{"chain": 1, "symbol": "x", "address": "0x1"}]"#, "'address' is no address"),
        (#"[{"chain": 1, "symbol": "x", "address": 1}]"#, "'address' must be text"),
        (#"[{"chain": 1, "symbol": "x"}, {"chain": 1, "symbol": "y"}]"#, "names one twice"),
        ("[\(token.replacing("\"6\"", with: "37"))]", "'decimals' must be a number up to 36"),
        ("[", "in the middle of a value"),
    ])
    func `a file of names that are none is explained`(text: String, says: String) throws {
        let place = try Place()
        try place.name(text)
        let program = try export("--tokens", place.tokens, on: place)
        #expect(program.exitCode == 65)
        #expect(program.complaint.contains(says), "\(program.complaint)")
        #expect(program.output.isEmpty)
    }

    @Test func `an unknown format is answered`() throws {
        let place = try Place()
        let program = try export("--format", "hleger", on: place)
        #expect(program.exitCode == 64)
        #expect(program.complaint.contains("unknown format 'hleger'; did you mean 'hledger'?"))
    }
}
