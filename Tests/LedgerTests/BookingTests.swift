import Ledger
import Numerics
import Testing
import Vocabulary

@Suite struct BookingTests {
    private let island: Island

    init() throws { island = try Island() }

    @Test func `what leaves one account arrives in another`() throws {
        let entries = [
            BookEntry(island.account(island.base, .capital), -5),
            BookEntry(island.account(island.base, .crossChain), 5),
        ]
        #expect(try Booking(BookingID(1), entries).entries == entries)
    }

    @Test func `a booking that does not sum to zero per asset is none`() throws {
        let asset = Asset.token(island.base)
        #expect(throws: BookRefusal.unbalanced(asset, by: 1)) {
            try Booking(
                BookingID(1),
                [
                    BookEntry(island.account(island.base, .capital), -5),
                    BookEntry(island.account(island.base, .crossChain), 6),
                    BookEntry(island.account(island.quote, .crossChain), -1),
                    BookEntry(island.account(island.quote, .fees), 1),
                ]
            )
        }
    }

    @Test func `the same address on another chain, or a chain's coin, is another asset`() throws {
        let coin = island.coin(island.mainland, .gas)
        #expect(throws: BookRefusal.unbalanced(.token(island.base), by: 5)) {
            try Booking(
                BookingID(1),
                [
                    BookEntry(island.account(island.base, .crossChain), 5),
                    BookEntry(island.account(island.farBase, .crossChain), -5),
                ]
            )
        }
        #expect(throws: BookRefusal.unbalanced(.native(island.mainland), by: 5)) {
            try Booking(
                BookingID(1),
                [BookEntry(coin, 5), BookEntry(island.coin(island.overseas, .crossChain), -5)]
            )
        }
    }

    @Test func `nothing is no booking`() {
        #expect(throws: BookRefusal.noEntries) { try Booking(BookingID(1), []) }
    }

    @Test func `too many entries are refused, as many as allowed are not`() throws {
        func entries(_ count: UInt64) throws -> [BookEntry] {
            try (1...count).map { number in
                let address = try #require(Address(word: UInt256(number)))
                let key = ContractKey(chain: island.mainland, address: address)
                return BookEntry(island.account(key, .fees), .zero)
            }
        }
        #expect(try Booking(BookingID(1), try entries(32)).entries.count == 32)
        #expect(throws: BookRefusal.tooManyEntries(33, limit: 32)) {
            try Booking(BookingID(1), try entries(33))
        }
    }

    @Test func `an account stands in a booking once`() throws {
        let account = island.account(island.base, .crossChain)
        #expect(throws: BookRefusal.repeatedAccount(account)) {
            try Booking(BookingID(1), [BookEntry(account, 1), BookEntry(account, -1)])
        }
    }

    @Test func `entries whose sum does not fit are refused`() throws {
        let last = island.account(island.base, .longTerm)
        #expect(throws: BookRefusal.overflow(last)) {
            try Booking(
                BookingID(1),
                [
                    BookEntry(island.account(island.base, .crossChain), .max),
                    BookEntry(last, 1),
                    BookEntry(island.account(island.base, .capital), .min),
                ]
            )
        }
    }
}
