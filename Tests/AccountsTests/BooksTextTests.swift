import Ledger
import Numerics
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

/// What is written is what the accounting programs read: they themselves are asked.
@Suite struct BooksTextTests {
    private static func text(_ units: Int256, _ name: AssetName) -> String {
        let digits = DecimalNumber(digits: units.magnitude, scale: name.decimals).description
        return (units.isNegative ? "-" : "") + digits
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `hledger finds nothing wrong and adds up to the same balances`(seed: UInt64) throws {
        let history = try History(seed: seed, steps: 150)
        let text = try history.text(.hledger)
        let check = try Tool.run(
            "hledger",
            ["check", "--strict", "ordereddates", "-f", "FILE"],
            on: text
        )
        #expect(check.exitCode == 0, "\(check.complaint)")
        let words = ["balance", "-f", "FILE", "--flat", "--no-total", "-E", "-N", "-O", "csv"]
        let balance = try Tool.run("hledger", words, on: text)
        #expect(balance.exitCode == 0, "\(balance.complaint)")
        var found: [String: String] = [:]
        for row in try Table(balance.output, end: "\n").rows.dropFirst() {
            #expect(found.updateValue(row[1], forKey: row[0]) == nil)
        }
        var booked = 0
        for account in history.books.accounts {
            let name = history.names.name(of: account.asset)
            let path = AccountPath(account, history.names).plain
            let units = history.books.balance(of: account)
            guard let said = found.removeValue(forKey: path) else {
                // Named by a reservation alone.
                #expect(units == .zero, "\(path) is missing")
                continue
            }
            booked += 1
            guard said != "0" else {
                #expect(units == .zero, "\(path)")
                continue
            }
            let (number, commodity) = try #require(Self.amount(said))
            #expect(commodity == "\"\(name.commodity)\"")
            #expect(try Self.units(number, name) == units, "\(path): \(said)")
        }
        #expect(found.isEmpty, "accounts that the books don't have: \(found.keys)")
        #expect(booked > 40)
    }

    private static func amount(_ text: String) -> (String, String)? {
        let words = text.split(separator: " ", maxSplits: 1)
        return words.count == 2 ? (String(words[0]), String(words[1])) : nil
    }

    private static func units(_ text: String, _ name: AssetName) throws -> Int256 {
        let isNegative = text.hasPrefix("-")
        // A whole number of a commodity without decimals ends in a point.
        let digits = text.drop { $0 == "-" }
        let number = try Amount(
            String(digits.hasSuffix(".") ? digits.dropLast() : digits),
            decimals: name.decimals
        )
        return try #require(Int256(magnitude: number.units, isNegative: isNegative))
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `beancount finds nothing wrong, and the same balances, to the last unit`(
        seed: UInt64
    ) throws {
        let history = try History(seed: seed, steps: 120)
        var text = try history.text(.beancount)
        var assertions = 0
        for account in history.books.accounts {
            let name = history.names.name(of: account.asset)
            let path = AccountPath(account, history.names).capitalised
            // An account that only a reservation named is not in the text.
            guard text.contains(" open \(path) ") else { continue }
            let units = Self.text(history.books.balance(of: account), name)
            text += "2100-01-01 balance \(path)  \(units) ~ 0 \(name.commodity)\n"
            assertions += 1
        }
        let check = try Tool.run("bean-check", ["FILE"], on: text)
        #expect(check.exitCode == 0, "\(check.complaint)\(check.output)")
        #expect(assertions > 40)
    }

    @Test func `both programs find what is wrong`() throws {
        let history = try History(seed: 7, steps: 20)
        for format in BooksText.Format.allCases {
            let text = try history.text(format)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init
            )
            let mark = format == .hledger ? "    " : "  A"
            let place = try #require(lines.lastIndex { $0.hasPrefix(mark) && !$0.contains("  0 ") })
            let wrong = (lines[..<place] + lines[(place + 1)...]).joined(separator: "\n")
            #expect(text.utf8.count > wrong.utf8.count)
            switch format {
            case .hledger:
                let words = ["check", "--strict", "-f", "FILE"]
                #expect(try Tool.run("hledger", words, on: text).exitCode == 0)
                #expect(try Tool.run("hledger", words, on: wrong).exitCode != 0)
            case .beancount:
                #expect(try Tool.run("bean-check", ["FILE"], on: text).exitCode == 0)
                #expect(try Tool.run("bean-check", ["FILE"], on: wrong).exitCode != 0)
            }
        }
    }

    @Test func `an entry reads as an accountant expects`() throws {
        let scene = try Scene()
        let entry = try scene.entry([.settle(try scene.bring(1_500_000, as: 3))], plan: 9)
        var hledger = BooksText(.hledger, names: scene.names)
        #expect(
            try hledger.text(of: entry) == """
                commodity 1000.000000 "CUSDT.138"
                account assets:chain138:cUSDT:crossChain
                account equity:chain138:cUSDT:capital

                2023-11-14 * (3) booking 3 of plan 9  ; time: 2023-11-14T22:13:20.007Z
                    assets:chain138:cUSDT:crossChain  1.5 "CUSDT.138"
                    equity:chain138:cUSDT:capital  -1.5 "CUSDT.138"

                """
        )
        var beancount = BooksText(.beancount, names: scene.names)
        #expect(
            try beancount.text(of: entry) == """
                1970-01-01 open Assets:Chain138:CUSDT:CrossChain CUSDT.138
                1970-01-01 open Equity:Chain138:CUSDT:Capital CUSDT.138

                2023-11-14 * "booking 3 of plan 9"
                  booking: "3"
                  time: "2023-11-14T22:13:20.007Z"
                  Assets:Chain138:CUSDT:CrossChain  1.5 CUSDT.138
                  Equity:Chain138:CUSDT:Capital  -1.5 CUSDT.138

                """
        )
    }

    @Test(arguments: BooksText.Format.allCases)
    func `what is planned waits, what is voided never comes, what is repeated comes once`(
        format: BooksText.Format
    ) throws {
        let scene = try Scene()
        let (first, second) = (try scene.bring(5, as: 1), try scene.bring(6, as: 2))
        var writer = BooksText(format, names: scene.names)
        #expect(try writer.text(of: scene.entry([.reserve(first), .reserve(second)])).isEmpty)
        #expect(try writer.text(of: scene.entry([.void(first.id)])).isEmpty)
        let posted = try writer.text(of: scene.entry([.post(second.id)]))
        #expect(posted.contains("booking 2"))
        #expect(try writer.text(of: scene.entry([.post(second.id), .settle(second)])).isEmpty)
        #expect(writer.books.balance(of: second.entries[0].account) == 6)
    }

    @Test func `what is skipped is known later, and accounts are declared when first written`()
        throws
    {
        let scene = try Scene()
        var writer = BooksText(.hledger, names: scene.names)
        try writer.skip(
            scene.entry([.settle(scene.bring(5, as: 1)), .reserve(scene.bring(6, as: 2))])
        )
        let text = try writer.text(of: scene.entry([.post(BookingID(2))]))
        #expect(text.contains("account assets:chain138:cUSDT:crossChain\n"))
        #expect(text.contains("  0.000006 "))
        #expect(!text.contains("booking 1"))
    }

    @Test func `entries that make no books are refused by name`() throws {
        let scene = try Scene()
        var writer = BooksText(.beancount, names: scene.names)
        #expect(throws: ExportRefusal.books(.unknown(BookingID(4)))) {
            try writer.text(of: scene.entry([.post(BookingID(4))]))
        }
        let late = Instant(milliseconds: 253_402_300_800_000)
        let entry = try #require(BooksEntry(at: late, plan: nil, events: [.post(BookingID(1))]))
        #expect(throws: ExportRefusal.beyondCalendar(late)) { try writer.text(of: entry) }
    }

    @Test func `two unnamed tokens that come out alike are refused`() throws {
        let chain = try #require(ChainID(138))
        let keys = try (1...2 as ClosedRange<UInt64>).map { number in
            ContractKey(chain: chain, address: try #require(Address(word: UInt256(number) << 80)))
        }
        let assets = keys.map(Asset.token)
        let scene = try Scene()
        var writer = BooksText(.hledger, names: .none)
        _ = try writer.text(of: scene.entry([.settle(scene.bring(5, as: 1, of: assets[0]))]))
        let commodity = AssetNames.none.name(of: assets[0]).commodity
        #expect(commodity == "X138.0000000000000000000")
        #expect(
            throws: ExportRefusal.commodityTaken(commodity, by: assets[0], wantedBy: assets[1])
        ) { try writer.text(of: scene.entry([.settle(scene.bring(5, as: 2, of: assets[1]))])) }
    }
}

/// One token on one chain, and money brought in.
struct Scene {
    let token: Token
    let names: AssetNames

    init() throws {
        let chain = try #require(ChainID(138))
        let address = try #require(Address(word: 1))
        token = try #require(
            Token(chain: chain, address: address, symbol: "cUSDT", decimals: 6)
        )
        names = try #require(AssetNames(tokens: [token]))
    }

    func bring(_ units: Int256, as id: UInt64, of asset: Asset? = nil) throws -> Booking {
        let asset = asset ?? .token(token.key)
        let entries = [
            BookEntry(Account(asset, .crossChain), units),
            BookEntry(Account(asset, .capital), .zero - units),
        ]
        return try Booking(BookingID(id), entries)
    }

    func entry(_ events: [BookEvent], plan: UInt64? = nil) throws -> BooksEntry {
        let at = Instant(milliseconds: 1_700_000_000_007)
        return try #require(BooksEntry(at: at, plan: plan, events: events))
    }
}
