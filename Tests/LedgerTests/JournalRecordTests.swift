import Ledger
import Numerics
import Testing
import Vocabulary

/// What the journal keeps of books and trades.
@Suite struct JournalRecordTests {
    private let island: Island

    init() throws { island = try Island() }

    private func record(
        route: String = "base-138-651940",
        closed: UInt64 = 9_000,
        realised: Worth? = Worth(-3)
    ) throws -> TradeRecord? {
        TradeRecord(
            plan: 7,
            route: route,
            mission: "stabilise",
            opened: Instant(milliseconds: 5_000),
            closed: Instant(milliseconds: closed),
            outcome: .unwound,
            dearSide: island.mainland,
            flows: TradeFlows(
                baseSold: .init(island.base, Amount(units: 5)),
                baseBought: .init(island.farBase, Amount(units: 6)),
                quoteReceived: .init(island.quote, Amount(units: 7)),
                quotePaid: .init(island.farQuote, .zero)
            ),
            result: try #require(
                TradeResult(
                    numeraire: "USD",
                    plannedNet: Worth(2),
                    realisedNet: realised,
                    fees: Worth(1),
                    gas: .zero
                )
            )
        )
    }

    @Test func `a trade reads back as itself, known or unknown`() throws {
        for realised in [Worth(-3), nil] {
            let trade = try #require(try record(realised: realised))
            #expect(try TradeRecord(canonicalBytes: trade.canonicalBytes) == trade)
        }
        let json = try #require(try record()).canonicalJSON
        #expect(json.contains("\"outcome\":\"unwound\""))
    }

    @Test func `a trade that ends before it begins, or says too much, is none`() throws {
        #expect(try record(closed: 4_999) == nil)
        let longest = String(repeating: "r", count: TradeRecord.mostTextBytes)
        #expect(try record(route: longest) != nil)
        #expect(try record(route: longest + "r") == nil)
        // The plan is one byte behind its length, the two times behind the texts.
        let trade = try #require(try record(closed: 5_000))
        var bytes = trade.canonicalBytes
        let closing = try #require(
            bytes.indices.dropFirst(5).first {
                Array(bytes[($0 - 5)...$0]) == [19, 136, 2, 19, 136, 1]
            }
        )
        bytes[closing - 1] -= 1
        #expect(throws: CanonicalError.self) { try TradeRecord(canonicalBytes: bytes) }
        for name in ["", String(repeating: "n", count: TradeResult.mostNameBytes + 1)] {
            let result = TradeResult(
                numeraire: name,
                plannedNet: .zero,
                realisedNet: nil,
                fees: .zero,
                gas: .zero
            )
            #expect(result == nil)
        }
    }

    @Test func `a books entry reads back as itself and is bounded`() throws {
        let event = BookEvent.post(BookingID(1))
        func entry(_ count: Int, plan: UInt64? = 4) -> BooksEntry? {
            BooksEntry(
                at: Instant(milliseconds: 77),
                plan: plan,
                events: Array(repeating: event, count: count)
            )
        }
        for plan in [4 as UInt64, nil] {
            let made = try #require(entry(BooksEntry.mostEvents, plan: plan))
            #expect(try BooksEntry(canonicalBytes: made.canonicalBytes) == made)
        }
        #expect(entry(0) == nil)
        #expect(entry(BooksEntry.mostEvents + 1) == nil)
        var writer = CanonicalWriter(.binary)
        Instant(milliseconds: 77).write(to: &writer)
        UInt64?.none.write(to: &writer)
        writer.list(Array(repeating: event, count: BooksEntry.mostEvents + 1))
        let bytes = [CanonicalForm.version] + writer.bytes
        #expect(throws: CanonicalError(.invalid("books entry"), at: bytes.count)) {
            try BooksEntry(canonicalBytes: bytes)
        }
    }
}
