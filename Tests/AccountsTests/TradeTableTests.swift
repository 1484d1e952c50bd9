import Accounts
import Ledger
import Numerics
import Testing
import Vocabulary

@Suite struct TradeTableTests {
    private func trade(
        route: String = "cUSDT",
        mission: String = "stabilise",
        realised: Worth? = Worth(units: -1_500_000_000_000_000_000)
    ) throws -> TradeRecord {
        let scene = try Scene()
        let other = ContractKey(chain: scene.token.chain, address: try #require(Address(word: 2)))
        let record = TradeRecord(
            plan: 12,
            route: route,
            mission: mission,
            opened: Instant(milliseconds: 1_700_000_000_007),
            closed: Instant(milliseconds: 1_700_000_060_000),
            outcome: .settled,
            dearSide: scene.token.chain,
            flows: TradeFlows(
                baseSold: .init(scene.token.key, Amount(units: 1_500_000)),
                baseBought: .init(scene.token.key, .zero),
                quoteReceived: .init(other, Amount(units: 77)),
                quotePaid: .init(other, Amount(units: .max))
            ),
            result: try #require(
                TradeResult(
                    numeraire: "USD",
                    plannedNet: Worth(2),
                    realisedNet: realised,
                    fees: .zero,
                    gas: Worth(units: 1)
                )
            )
        )
        return try #require(record)
    }

    private func fields(_ trade: TradeRecord) throws -> [String: String] {
        let row = try TradeTable(names: Scene().names).row(of: trade)
        let rows = try Table(TradeTable.heading + row).rows
        #expect(rows.count == 2)
        return Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
    }

    @Test func `a trade is one row, amounts as integers and as decimals`() throws {
        let fields = try fields(try trade())
        #expect(fields["plan"] == "12")
        #expect(fields["outcome"] == "settled")
        #expect(fields["opened"] == "2023-11-14T22:13:20.007Z")
        #expect(fields["closed_ms"] == "1700000060000")
        #expect(fields["dear_chain"] == "138")
        #expect(fields["base_sold_symbol"] == "cUSDT")
        #expect(fields["base_sold_units"] == "1500000")
        #expect(fields["base_sold"] == "1.5")
        #expect(fields["base_bought"] == "0")
        #expect(fields["planned_net"] == "2")
        #expect(fields["realised_net_units"] == "-1500000000000000000")
        #expect(fields["realised_net"] == "-1.5")
        #expect(fields["gas"] == "0.000000000000000001")
        #expect(fields["numeraire"] == "USD")
    }

    @Test func `what is unknown is empty, not nothing`() throws {
        let fields = try fields(try trade(realised: nil))
        #expect(fields["realised_net"] == "" && fields["realised_net_units"] == "")
        #expect(fields["quote_received_symbol"] == "" && fields["quote_received"] == "")
        #expect(fields["quote_received_units"] == "77")
        #expect(fields["quote_paid_units"] == UInt256.max.description)
        #expect(fields["quote_paid_token"] == "0x0000000000000000000000000000000000000002")
    }

    @Test(arguments: [
        "a,b", "say \"no\"", "\"", "two\r\nlines", "\n", "\r", "", ",", "plain – text",
    ])
    func `a text with whatever is in it stays one field`(text: String) throws {
        let fields = try fields(try trade(route: text, mission: text))
        #expect(fields["route"].map { Array($0.utf8) } == Array(text.utf8))
        #expect(fields["mission"].map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func `a table that is none is found`() {
        #expect(throws: Table.Fault.noEndOfLine) { try Table("a,b") }
        #expect(throws: Table.Fault.quoteInside(row: 0)) { try Table("a\"b\r\n") }
        #expect(throws: Table.Fault.openQuote) { try Table("\"a\r\n") }
        #expect(throws: Table.Fault.textBehindQuote(row: 1)) { try Table("a\r\n\"a\"b\r\n") }
        #expect(throws: Table.Fault.bareEnd(row: 0)) { try Table("a\nb\r\n") }
        #expect(throws: Table.Fault.unequalRow(1)) { try Table("a,b\r\nc\r\n") }
    }
}
