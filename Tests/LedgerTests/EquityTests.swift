import Ledger
import Numerics
import Testing
import Vocabulary

@Suite struct EquityTests {
    private let island: Island
    private let whole: Int256 = 1_000_000_000_000_000_000

    init() throws { island = try Island() }

    @Test func `equity is quote, base and coins at their references, on every chain`() throws {
        var books = Books()
        try books.bring(10 * whole, to: island.account(island.base, .crossChain))
        try books.bring(5_000_000, to: island.account(island.farBase, .stabilisation))
        try books.bring(7_000_000, to: island.account(island.farQuote, .longTerm))
        try books.bring(2 * whole, to: island.coin(island.overseas, .crossChain))
        #expect(try books.equity(at: island.references()) == Worth(2 * 15 + 7 + 2 * 3_000))
    }

    @Test func `what is on its way counts, and is told apart`() throws {
        var books = Books()
        let pocket = island.account(island.base, .crossChain)
        try books.bring(10 * whole, to: pocket)
        try books.settle([
            BookEntry(pocket, -4 * whole),
            BookEntry(island.account(island.base, .inFlight(island.out)), 4 * whole),
        ])
        #expect(try books.equity(at: island.references()) == Worth(20))
        #expect(try books.inTransit(at: island.references()) == Worth(8))
    }

    @Test func `a plan changes no equity`() throws {
        var books = Books()
        let pocket = island.account(island.base, .crossChain)
        try books.bring(10 * whole, to: pocket)
        try books.reserve([
            BookEntry(pocket, -4 * whole), BookEntry(island.account(island.base, .fees), 4 * whole),
        ])
        #expect(try books.equity(at: island.references()) == Worth(20))
    }

    @Test func `what nobody can explain makes nobody richer until it is explained`() throws {
        var books = Books()
        let pocket = island.account(island.base, .longTerm)
        let suspense = island.account(island.base, .suspense)
        try books.settle([BookEntry(pocket, whole), BookEntry(suspense, -1 * whole)])
        #expect(try books.equity(at: island.references()) == .zero)
        try books.settle([
            BookEntry(suspense, whole),
            BookEntry(island.account(island.base, .capital), -1 * whole),
        ])
        #expect(try books.equity(at: island.references()) == Worth(2))
    }

    @Test func `a fraction of a unit is not ours`() throws {
        var books = Books()
        try books.bring(1, to: island.account(island.base, .crossChain))
        #expect(try books.equity(at: island.references(base: (2, 3))) == .zero)
        #expect(try books.equity(at: island.references(base: (5, 3))) == Worth(units: 1))
    }

    @Test func `what we owe is not worth less than it is`() throws {
        var books = Books()
        let suspense = island.account(island.base, .suspense)
        try books.settle([
            BookEntry(island.account(island.base, .rounding), 1), BookEntry(suspense, -1),
        ])
        #expect(try books.equity(at: island.references(base: (2, 3))) == Worth(units: -1))
    }

    @Test func `without a reference there is no equity, but nothing needs none`() throws {
        var books = Books()
        let unknown = ContractKey(chain: island.mainland, address: try #require(Address(word: 9)))
        let pocket = island.account(unknown, .crossChain)
        try books.bring(1, to: pocket)
        #expect(throws: ValuationError.noReference(.token(unknown))) {
            try books.equity(at: island.references())
        }
        try books.settle([
            BookEntry(pocket, -1), BookEntry(island.account(unknown, .capital), 1),
        ])
        #expect(try books.equity(at: island.references()) == .zero)
    }

    @Test func `a worth that does not fit is refused`() throws {
        var books = Books()
        try books.bring(.max, to: island.account(island.farBase, .crossChain))
        #expect(throws: ValuationError.overflow) { try books.equity(at: island.references()) }
    }

    @Test func `an asset has one price, and a reference has members`() throws {
        let price = try #require(Price(numerator: 1, denominator: 1))
        let member = Reference.Member(.token(island.base), decimals: 18)
        let one = try #require(Reference([member], price: price))
        #expect(References([one]) != nil)
        #expect(References([one, one]) == nil)
        #expect(References(Array(repeating: one, count: 65)) == nil)
        #expect(Reference([], price: price) == nil)
        #expect(Reference([member, member], price: price) == nil)
        #expect(Reference([.init(.token(island.base), decimals: 37)], price: price) == nil)
    }
}
