import Ledger
import Numerics
import Testing
import Vocabulary

@Suite struct AttributionTests {
    private let island: Island
    private let whole: Int256 = 1_000_000_000_000_000_000
    private let million: Int256 = 1_000_000

    init() throws { island = try Island() }

    /// Ten base and twenty far, a hundred quote on each chain, one coin on each.
    private func funded() throws -> Books {
        var books = Books()
        try books.bring(10 * whole, to: island.account(island.base, .crossChain))
        try books.bring(20 * million, to: island.account(island.farBase, .crossChain))
        try books.bring(100 * million, to: island.account(island.quote, .crossChain))
        try books.bring(100 * million, to: island.account(island.farQuote, .crossChain))
        try books.bring(whole, to: island.coin(island.mainland, .crossChain))
        try books.bring(whole, to: island.coin(island.overseas, .crossChain))
        return books
    }

    private func sell(_ base: Int256, for quote: Int256, in books: inout Books) throws {
        let deal = AccountKind.profit(Deal(.sold, base: island.base))
        try books.settle([
            BookEntry(island.account(island.base, .crossChain), .zero - base),
            BookEntry(island.account(island.base, deal), base),
            BookEntry(island.account(island.quote, .crossChain), quote),
            BookEntry(island.account(island.quote, deal), .zero - quote),
        ])
    }

    private func buyFar(_ base: Int256, for quote: Int256, in books: inout Books) throws {
        let deal = AccountKind.profit(Deal(.bought, base: island.farBase))
        try books.settle([
            BookEntry(island.account(island.farBase, .crossChain), base),
            BookEntry(island.account(island.farBase, deal), .zero - base),
            BookEntry(island.account(island.farQuote, .crossChain), .zero - quote),
            BookEntry(island.account(island.farQuote, deal), quote),
        ])
    }

    private func attribution(from earlier: Books, to later: Books) throws -> Attribution {
        let prices = try island.references()
        return try Attribution(from: earlier, at: prices, to: later, at: prices)
    }

    @Test func `a pair across chains and decimals is matched, whatever the reference`() throws {
        let earlier = try funded()
        var later = earlier
        try sell(3 * whole, for: 9 * million, in: &later)
        try buyFar(3 * million, for: 5 * million, in: &later)
        let split = try attribution(from: earlier, to: later)
        #expect(split.matchedEdge == Worth(4))
        #expect(split.unmatchedBase == .zero)
        #expect(split.closing == Worth(60 + 200 + 6_000 + 4))
        #expect(split.rounding == .zero)
    }

    @Test func `what was only bought is worth its reference over its average cost`() throws {
        let earlier = try funded()
        var later = earlier
        try sell(2 * whole, for: 6 * million, in: &later)
        try buyFar(8 * million, for: 12 * million, in: &later)
        let split = try attribution(from: earlier, to: later)
        #expect(split.matchedEdge == Worth(6 - 3))
        #expect(split.unmatchedBase == Worth(6 * 2 - 9))
    }

    @Test func `what was only sold brought its average over the reference`() throws {
        let earlier = try funded()
        var later = earlier
        try sell(8 * whole, for: 24 * million, in: &later)
        try buyFar(2 * million, for: 1 * million, in: &later)
        let split = try attribution(from: earlier, to: later)
        #expect(split.matchedEdge == Worth(6 - 1))
        #expect(split.unmatchedBase == Worth(18 - 6 * 2))
    }

    @Test func `a naked leg has no edge`() throws {
        let earlier = try funded()
        var later = earlier
        try sell(3 * whole, for: 9 * million, in: &later)
        let split = try attribution(from: earlier, to: later)
        #expect(split.matchedEdge == .zero)
        #expect(split.unmatchedBase == Worth(9 - 6))
    }

    @Test func `fees, gas, bridge and capital each have their line`() throws {
        let earlier = try funded()
        var later = earlier
        try later.settle([
            BookEntry(island.account(island.quote, .crossChain), -3 * million),
            BookEntry(island.account(island.quote, .fees), 3 * million),
        ])
        try later.settle([
            BookEntry(island.coin(island.mainland, .crossChain), -1 * whole / 1_000),
            BookEntry(island.coin(island.mainland, .gas), whole / 1_000),
        ])
        try later.settle([
            BookEntry(island.account(island.base, .crossChain), -1 * whole),
            BookEntry(island.account(island.base, .bridgeFees), whole),
        ])
        try later.bring(7 * million, to: island.account(island.farQuote, .longTerm))
        try later.settle([
            BookEntry(island.account(island.base, .crossChain), -1 * whole / 2),
            BookEntry(island.account(island.base, .rounding), whole / 2),
        ])
        let split = try attribution(from: earlier, to: later)
        #expect(split.fees == Worth(-3))
        #expect(split.gas == Worth(-3))
        #expect(split.bridge == Worth(-2))
        #expect(split.capitalFlows == Worth(7))
        #expect(split.rounding == Worth(-1))
        #expect(split.closing == Worth(6_260 - 3 - 3 - 2 + 7 - 1))
    }

    @Test func `a moved reference revalues what was there before, new trades see the new one`()
        throws
    {
        let earlier = try funded()
        var later = earlier
        try sell(10 * whole, for: 40 * million, in: &later)
        let split = try Attribution(
            from: earlier,
            at: island.references(),
            to: later,
            at: island.references(base: (3, 1))
        )
        #expect(split.revaluation == Worth(30))
        #expect(split.unmatchedBase == Worth(40 - 30))
    }

    @Test func `a bridge between tokens that are priced apart earns or loses the difference`()
        throws
    {
        func reference(_ key: ContractKey, _ decimals: UInt8, at price: UInt256) throws -> Reference
        {
            let price = try #require(Price(numerator: price, denominator: 1))
            return try #require(Reference([.init(.token(key), decimals: decimals)], price: price))
        }
        let prices = try #require(
            References([
                try reference(island.base, 18, at: 3), try reference(island.farBase, 6, at: 2),
            ])
        )
        var earlier = Books()
        try earlier.bring(10 * whole, to: island.account(island.base, .crossChain))
        var later = earlier
        try later.settle([
            BookEntry(island.account(island.base, .crossChain), -4 * whole),
            BookEntry(island.account(island.base, .crossing(island.out)), 4 * whole),
            BookEntry(island.account(island.farBase, .crossing(island.out)), -4 * million),
            BookEntry(island.account(island.farBase, .crossChain), 4 * million),
        ])
        let split = try Attribution(from: earlier, at: prices, to: later, at: prices)
        #expect(split.bridge == Worth(-4))
        #expect(split.parts.filter { $0 != .zero } == [split.bridge])
    }

    @Test func `without an event between them two moments differ by prices only`() throws {
        let books = try funded()
        let split = try Attribution(
            from: books,
            at: island.references(),
            to: books,
            at: island.references(base: (7, 3), coin: (1, 7))
        )
        #expect(split.closing.subtracting(split.opening) == split.revaluation)
        #expect(split.parts.filter { $0 != .zero } == [split.revaluation])
    }

    @Test func `books that did not grow out of the earlier ones are refused`() throws {
        let earlier = try funded()
        var other = Books()
        try other.bring(1, to: island.account(island.quote, .crossChain))
        #expect(throws: ValuationError.otherBooks) { try attribution(from: earlier, to: other) }
        #expect(throws: ValuationError.otherBooks) { try attribution(from: other, to: earlier) }
    }

    @Test func `two moments must price the same things together`() throws {
        let books = try funded()
        let prices = try island.references()
        let fewer = try #require(References(Array(prices.all.dropLast())))
        #expect(throws: ValuationError.otherReferences) {
            try Attribution(from: books, at: prices, to: books, at: fewer)
        }
    }
}
