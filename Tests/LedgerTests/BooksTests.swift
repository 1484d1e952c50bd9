import Ledger
import Numerics
import Testing
import Vocabulary

@Suite struct BooksTests {
    private let island: Island
    private let pocket: Account
    private let owners: Account
    private let spent: Account

    init() throws {
        island = try Island()
        pocket = island.account(island.base, .crossChain)
        owners = island.account(island.base, .capital)
        spent = island.account(island.base, .fees)
    }

    private func funded(
        _ amount: Int256 = 100,
        _ capacity: Books.Capacity = .init()
    ) throws -> Books {
        var books = Books(capacity: capacity)
        try books.bring(amount, to: pocket)
        return books
    }

    private func spending(_ amount: Int256) -> [BookEntry] {
        [BookEntry(pocket, .zero - amount), BookEntry(spent, amount)]
    }

    @Test func `a reservation moves no balance and takes from what is available`() throws {
        var books = try funded()
        try books.reserve(spending(30))
        #expect(books.balance(of: pocket) == 100)
        #expect(books.balance(of: spent) == .zero)
        #expect(books.available(in: pocket) == 70)
    }

    @Test func `what a reservation would bring is not available`() throws {
        var books = try funded()
        let other = island.account(island.base, .stabilisation)
        try books.reserve([BookEntry(pocket, -30), BookEntry(other, 30)])
        #expect(books.available(in: other) == .zero)
    }

    @Test func `nobody reserves what another has`() throws {
        var books = try funded()
        try books.reserve(spending(70))
        let before = books.canonicalBytes
        #expect(throws: BookRefusal.insufficient(pocket, available: 30)) {
            try books.reserve(spending(31))
        }
        #expect(books.canonicalBytes == before)
        try books.reserve(spending(30))
        #expect(books.available(in: pocket) == .zero)
    }

    @Test func `what is on its way can be awaited once`() throws {
        var books = try funded()
        let lane = island.account(island.base, .inFlight(island.out))
        try books.settle([BookEntry(pocket, -40), BookEntry(lane, 40)])
        let arrival = [BookEntry(lane, -40), BookEntry(pocket, 40)]
        try books.reserve(arrival)
        #expect(throws: BookRefusal.insufficient(lane, available: .zero)) {
            try books.reserve(arrival)
        }
    }

    @Test func `posted, a reservation happens as planned and once`() throws {
        var books = try funded()
        let id = try books.reserve(spending(30))
        #expect(try books.apply(.post(id)) == .applied)
        #expect(books.balance(of: pocket) == 70)
        #expect(books.available(in: pocket) == 70)
        #expect(books.balance(of: spent) == 30)
        #expect(try books.apply(.post(id)) == .repeated)
        #expect(books.balance(of: pocket) == 70)
        #expect(books.open.isEmpty)
    }

    @Test func `settled, it happens as it did and frees the rest`() throws {
        var books = try funded()
        let id = try books.reserve(spending(30))
        #expect(try books.apply(.settle(try Booking(id, spending(20)))) == .applied)
        #expect(books.balance(of: pocket) == 80)
        #expect(books.available(in: pocket) == 80)
        #expect(try books.apply(.settle(try Booking(id, spending(20)))) == .repeated)
        #expect(books.balance(of: pocket) == 80)
    }

    @Test func `voided, it leaves everything as it was`() throws {
        var books = try funded()
        let id = try books.reserve(spending(30))
        #expect(try books.apply(.void(id)) == .applied)
        #expect(books.balance(of: pocket) == 100)
        #expect(books.available(in: pocket) == 100)
        #expect(books.balance(of: spent) == .zero)
        #expect(try books.apply(.void(id)) == .repeated)
        #expect(books.available(in: pocket) == 100)
    }

    @Test func `what was posted is not voided, and what was voided not posted`() throws {
        var books = try funded()
        let posted = try books.reserve(spending(1))
        _ = try books.apply(.post(posted))
        #expect(throws: BookRefusal.alreadyPosted(posted)) { try books.apply(.void(posted)) }
        let voided = try books.reserve(spending(1))
        _ = try books.apply(.void(voided))
        #expect(throws: BookRefusal.alreadyVoided(voided)) { try books.apply(.post(voided)) }
        #expect(throws: BookRefusal.alreadyVoided(voided)) {
            try books.apply(.settle(try Booking(voided, spending(1))))
        }
        #expect(books.balance(of: pocket) == 99)
    }

    @Test func `an id is opened once`() throws {
        var books = try funded()
        let id = try books.reserve(spending(1))
        #expect(try books.apply(.reserve(try Booking(id, spending(1)))) == .repeated)
        #expect(books.available(in: pocket) == 99)
        #expect(throws: BookRefusal.conflicting(id)) {
            try books.apply(.reserve(try Booking(id, spending(2))))
        }
        _ = try books.apply(.void(id))
        #expect(try books.apply(.reserve(try Booking(id, spending(1)))) == .repeated)
        #expect(books.available(in: pocket) == 100)
    }

    @Test func `what was never reserved is not closed`() throws {
        var books = try funded()
        let stranger = BookingID(77)
        #expect(throws: BookRefusal.unknown(stranger)) { try books.apply(.post(stranger)) }
        #expect(throws: BookRefusal.unknown(stranger)) { try books.apply(.void(stranger)) }
    }

    @Test func `what was closed long ago is refused rather than booked again`() throws {
        var books = try funded(100, Books.Capacity(remembered: 2))
        let id = try books.settle(spending(1))
        try books.settle(spending(1))
        #expect(try books.apply(.settle(try Booking(id, spending(1)))) == .repeated)
        try books.settle(spending(1))
        #expect(throws: BookRefusal.unknown(id)) {
            try books.apply(.settle(try Booking(id, spending(1))))
        }
        #expect(books.balance(of: pocket) == 97)
    }

    @Test func `a holding below nothing contradicts the chain`() throws {
        var books = try funded()
        #expect(throws: BookRefusal.overdrawn(pocket, balance: 100)) {
            try books.settle(spending(101))
        }
        #expect(books.balance(of: pocket) == 100)
        let lane = island.account(island.base, .inFlight(island.out))
        #expect(throws: BookRefusal.overdrawn(lane, balance: .zero)) {
            try books.settle([BookEntry(lane, -1), BookEntry(pocket, 1)])
        }
    }

    @Test func `more than was planned may happen, then nothing can be reserved`() throws {
        var books = try funded()
        try books.reserve(spending(60))
        try books.settle(spending(50))
        #expect(books.available(in: pocket) == -10)
        #expect(throws: BookRefusal.insufficient(pocket, available: -10)) {
            try books.reserve(spending(1))
        }
    }

    @Test func `books that are full of accounts refuse a new one, and still know the old`() throws {
        var books = try funded(100, Books.Capacity(accounts: 2))
        #expect(throws: BookRefusal.tooManyAccounts(limit: 2)) { try books.settle(spending(1)) }
        #expect(throws: BookRefusal.tooManyAccounts(limit: 2)) { try books.reserve(spending(1)) }
        #expect(books.accounts == [pocket, owners])
        #expect(books.available(in: pocket) == 100)
        try books.bring(1, to: pocket)
        #expect(books.balance(of: pocket) == 101)
    }

    @Test func `too many reservations at once are refused`() throws {
        var books = try funded(100, Books.Capacity(open: 2))
        let first = try books.reserve(spending(1))
        try books.reserve(spending(1))
        #expect(throws: BookRefusal.tooManyOpen(limit: 2)) { try books.reserve(spending(1)) }
        _ = try books.apply(.void(first))
        try books.reserve(spending(1))
        #expect(books.available(in: pocket) == 98)
    }

    @Test func `a balance that does not fit is refused and changes nothing`() throws {
        var books = try funded(.max)
        let before = books.canonicalBytes
        #expect(throws: BookRefusal.overflow(pocket)) { try books.bring(1, to: pocket) }
        #expect(books.canonicalBytes == before)
        #expect(throws: BookRefusal.overflow(owners)) {
            try books.reserve([BookEntry(owners, -2), BookEntry(pocket, 2)])
        }
        #expect(books.canonicalBytes == before)
    }
}
