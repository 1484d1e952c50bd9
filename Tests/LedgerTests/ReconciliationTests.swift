import Hashing
import Ledger
import Numerics
import Testing
import Vocabulary

@Suite struct ReconciliationTests {
    private let island: Island
    private let pocket: Account
    private let store: Account
    private let block = BlockHash(Keccak256.hash("block"))
    private let next = BookingID(1_000)

    init() throws {
        island = try Island()
        pocket = island.account(island.base, .crossChain)
        store = island.account(island.base, .longTerm)
    }

    /// A hundred to trade with and fifty in store.
    private func funded() throws -> Books {
        var books = Books()
        try books.bring(100, to: pocket)
        try books.bring(50, to: store)
        return books
    }

    private func statement(
        _ balance: UInt256,
        included: [BookingID] = [],
        undecided: [BookingID] = []
    ) throws -> Statement {
        try #require(
            Statement(
                chain: island.mainland,
                block: block,
                lines: [.init(.token(island.base), [.longTerm, .crossChain], balance: balance)],
                included: included,
                undecided: undecided
            )
        )
    }

    private func spending(_ amount: Int256) -> [BookEntry] {
        [BookEntry(pocket, .zero - amount), BookEntry(island.account(island.base, .fees), amount)]
    }

    @Test func `balances that are the chain's agree`() throws {
        let found = try funded().reconciled(with: statement(150), as: next)
        #expect(found.findings.map(\.verdict) == [.agrees])
        #expect(found.suspense == nil)
        #expect(!found.mustHalt)
        #expect(found.block == block)
    }

    @Test func `what nobody can explain goes to suspense, then the books agree`() throws {
        var books = try funded()
        let found = try books.reconciled(with: statement(157), as: next)
        #expect(found.findings.map(\.verdict) == [.surplus(7)])
        #expect(!found.mustHalt)
        #expect(try books.apply(.settle(#require(found.suspense))) == .applied)
        #expect(books.balance(of: store) == 57)
        #expect(books.balance(of: island.account(island.base, .suspense)) == -7)
        #expect(books.sumToZero)
        let again = try books.reconciled(with: statement(157), as: BookingID(1_001))
        #expect(again.findings.map(\.verdict) == [.agrees])
    }

    @Test func `what is missing halts and is not booked away`() throws {
        let found = try funded().reconciled(with: statement(149), as: next)
        #expect(found.findings.map(\.verdict) == [.shortfall(1)])
        #expect(found.mustHalt)
        #expect(found.suspense == nil)
    }

    @Test func `an open booking counts where the block has it and not where it has not`() throws {
        var books = try funded()
        let id = try books.reserve(spending(30))
        func verdict(_ statement: Statement) throws -> Reconciliation.Verdict? {
            try books.reconciled(with: statement, as: next).findings.first?.verdict
        }
        #expect(try verdict(statement(150)) == .agrees)
        #expect(try verdict(statement(120)) == .shortfall(30))
        #expect(try verdict(statement(120, included: [id])) == .agrees)
        #expect(try verdict(statement(150, included: [id])) == .surplus(30))
        #expect(try verdict(statement(119, included: [id])) == .shortfall(1))
    }

    @Test func `of unknown fate it excuses as much as it may take, and no more`() throws {
        var books = try funded()
        let id = try books.reserve(spending(30))
        for balance: UInt256 in [120, 135, 150, 151] {
            let found = try books.reconciled(with: statement(balance, undecided: [id]), as: next)
            #expect(found.findings.map(\.verdict) == [.undecided])
            #expect(found.suspense == nil)
        }
        let found = try books.reconciled(with: statement(119, undecided: [id]), as: next)
        #expect(found.findings.map(\.verdict) == [.shortfall(1)])
    }

    @Test func `what it does to another asset excuses nothing here`() throws {
        var books = try funded()
        let coin = island.coin(island.mainland, .crossChain)
        try books.bring(10, to: coin)
        let id = try books.reserve([
            BookEntry(coin, -1), BookEntry(island.coin(island.mainland, .gas), 1),
        ])
        let found = try books.reconciled(with: statement(149, undecided: [id]), as: next)
        #expect(found.mustHalt)
    }

    @Test func `what is on its way is on no chain`() throws {
        var books = try funded()
        let lane = island.account(island.base, .inFlight(island.out))
        try books.settle([BookEntry(pocket, -40), BookEntry(lane, 40)])
        let found = try books.reconciled(with: statement(110), as: next)
        #expect(found.findings.map(\.verdict) == [.agrees])
    }

    @Test func `one missing line halts, and surpluses of one asset are owed together`() throws {
        var books = try funded()
        let coin = Asset.native(island.mainland)
        try books.bring(10, to: Account(coin, .crossChain))
        let statement = try #require(
            Statement(
                chain: island.mainland,
                block: block,
                lines: [
                    .init(.token(island.base), [.crossChain], balance: 101),
                    .init(.token(island.base), [.longTerm], balance: 52),
                    .init(coin, [.crossChain], balance: 9),
                ]
            )
        )
        let found = try books.reconciled(with: statement, as: next)
        #expect(found.findings.map(\.verdict) == [.surplus(1), .surplus(2), .shortfall(1)])
        #expect(found.mustHalt)
        _ = try books.apply(.settle(#require(found.suspense)))
        #expect(books.balance(of: island.account(island.base, .suspense)) == -3)
    }

    @Test func `a statement of bookings that are not open is of other books`() throws {
        #expect(throws: ReconciliationError.notOpen(BookingID(99))) {
            try funded().reconciled(with: statement(150, included: [BookingID(99)]), as: next)
        }
    }

    @Test func `a balance no ledger can hold is refused`() throws {
        #expect(throws: ReconciliationError.overflow(.token(island.base))) {
            try funded().reconciled(with: statement(.max), as: next)
        }
    }

    @Test func `a statement names each account and booking once, on its own chain`() throws {
        func make(
            _ lines: [Statement.Line],
            _ included: [BookingID] = [],
            _ undecided: [BookingID] = []
        ) -> Statement? {
            Statement(
                chain: island.mainland,
                block: block,
                lines: lines,
                included: included,
                undecided: undecided
            )
        }
        let line = Statement.Line(.token(island.base), [.crossChain], balance: 1)
        let (one, two) = (BookingID(1), BookingID(2))
        #expect(make([line], [one], [two]) != nil)
        #expect(make([line, line]) == nil)
        #expect(make([line], [one, one]) == nil)
        #expect(make([line], [one], [one]) == nil)
        #expect(make([.init(.token(island.farBase), [.crossChain], balance: 1)]) == nil)
        #expect(make([.init(.token(island.base), [], balance: 1)]) == nil)
        #expect(make([.init(.token(island.base), [.fees], balance: 1)]) == nil)
        #expect(make([.init(.token(island.base), [.inFlight(island.out)], balance: 1)]) == nil)
    }
}
