import Accounts
import Foundation
import Ledger
import Numerics
import TestSupport
import Testing
import Vocabulary

@Suite struct NameTests {
    private func token(_ symbol: String, _ number: UInt64, chain: UInt64 = 138) throws -> Token {
        let home = try #require(ChainID(chain))
        let address = try #require(Address(word: UInt256(number)))
        let token = Token(chain: home, address: address, symbol: symbol, decimals: 6)
        return try #require(token)
    }

    private func name(_ token: Token, among tokens: [Token]) throws -> AssetName {
        try #require(AssetNames(tokens: tokens)).name(of: .token(token.key))
    }

    @Test(arguments: [
        ("cUSDT", "cUSDT", "CUSDT.138"), ("1INCH", "1INCH", "T1INCH.138"),
        ("USD₮0", "USD-0", "USD-0.138"), ("$", "T-", "T-.138"), ("a b:c\"", "a-b-c-", "A-B-C-.138"),
        ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRST.138"),
    ])
    func `a symbol becomes a word that both programs read`(
        symbol: String,
        segment: String,
        commodity: String
    ) throws {
        let token = try token(symbol, 1)
        let name = try name(token, among: [token])
        #expect(name.segment == segment)
        #expect(name.commodity == commodity)
        #expect(name.symbol == symbol)
        #expect(name.decimals == 6)
        #expect(commodity.wholeMatch(of: /[A-Z][A-Z0-9'._\-]{0,22}[A-Z0-9]/) != nil)
    }

    @Test func `symbols that come out alike go by their addresses, in any order`() throws {
        let (one, two, far) = (
            try token("cUSDT", 1), try token("CUSDT", 2), try token("cUSDT", 1, chain: 1)
        )
        for tokens in [[one, two, far], [far, two, one]] {
            let names = try [one, two, far].map { try name($0, among: tokens) }
            #expect(Set(names.map(\.commodity)).count == 3)
            #expect(names[0].segment == one.address.checksummed)
            #expect(names[0].decimals == 6)
            #expect(names[2].commodity == "CUSDT.1")
        }
        #expect(AssetNames(tokens: [one, one]) == nil)
    }

    @Test func `an unnamed token is counted in base units, on its chain`() throws {
        let (here, there) = (try token("a", 1), try token("a", 1, chain: 651_940))
        let names = [here, there].map { AssetNames.none.name(of: .token($0.key)) }
        #expect(names.map(\.decimals) == [0, 0])
        #expect(names.map(\.symbol) == [nil, nil])
        #expect(names[0].commodity == "X138.0000000000000000001")
        #expect(names[1].commodity == "X651940.0000000000000001")
        #expect(names[0].segment == here.address.checksummed)
        #expect(AssetNames.none.name(of: .native(here.chain)).commodity == "WEI.138")
    }

    @Test func `a moment has its date on the calendar`() throws {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        var chance = Chance(seed: 3)
        let last: UInt64 = 253_402_300_799_999
        // The edges of leap years, and anything.
        let edges: [UInt64] = [0, 951_782_400_000, 951_868_800_000, 4_107_542_400_000, last]
        for milliseconds in edges + (0..<2_000).map({ _ in chance.next() % last }) {
            let time = try #require(CalendarTime(Instant(milliseconds: milliseconds)))
            // In two parts: a Double of seconds this large rounds the milliseconds.
            let date = Date(timeIntervalSince1970: Double(milliseconds / 1_000))
            let text = formatter.string(from: date).replacing(".000Z", with: "")
            let rest = String(1_000 + milliseconds % 1_000).dropFirst()
            #expect(time.text == "\(text).\(rest)Z")
            #expect(time.date == text.prefix(10))
        }
        #expect(CalendarTime(Instant(milliseconds: last + 1)) == nil)
    }
}
