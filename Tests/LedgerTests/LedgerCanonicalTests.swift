import Hashing
import Ledger
import Numerics
import Testing
import Vocabulary

@Suite struct LedgerCanonicalTests {
    private let island: Island

    init() throws { island = try Island() }

    private func roundTrips<Value: Canonical & Equatable>(_ value: Value) throws -> Bool {
        try Value(canonicalBytes: value.canonicalBytes) == value
    }

    @Test func `every kind of account reads back as itself`() throws {
        let kinds: [AccountKind] = [
            .publicLiquidity, .stabilisation, .flash, .crossChain, .longTerm,
            .inFlight(island.out), .profit(Deal(.bought, base: island.base)),
            .profit(Deal(.sold, base: island.base)), .crossing(island.home), .fees, .gas,
            .bridgeFees, .capital, .suspense, .rounding,
        ]
        for kind in kinds {
            #expect(try roundTrips(island.account(island.base, kind)))
            #expect(try roundTrips(island.coin(island.overseas, kind)))
        }
        #expect(Set(kinds.map(\.canonicalBytes)).count == kinds.count)
        #expect(AccountKind.crossChain.canonicalJSON == "\"D\"")
        #expect(throws: CanonicalError(.unknownChoice(14), at: 1)) {
            try AccountKind(canonicalBytes: [CanonicalForm.version, 14])
        }
    }

    @Test func `every event reads back as itself`() throws {
        let booking = try Booking(
            BookingID(7),
            [
                BookEntry(island.account(island.base, .capital), -5),
                BookEntry(island.account(island.base, .crossChain), 5),
            ]
        )
        let events: [BookEvent] = [
            .reserve(booking), .post(booking.id), .settle(booking), .void(booking.id),
        ]
        for event in events { #expect(try roundTrips(event)) }
    }

    @Test func `bytes of an unbalanced booking are no booking`() throws {
        let booking = try Booking(
            BookingID(7),
            [
                BookEntry(island.account(island.base, .capital), -5),
                BookEntry(island.account(island.base, .crossChain), 5),
            ]
        )
        var bytes = booking.canonicalBytes
        #expect(bytes.last == 5)
        bytes[bytes.count - 1] = 6
        #expect(throws: CanonicalError(.invalid("booking"), at: bytes.count)) {
            try Booking(canonicalBytes: bytes)
        }
    }

    @Test func `bytes of unbalanced books are no books`() throws {
        var books = Books(capacity: .init(accounts: 4, open: 4, remembered: 0))
        try books.bring(5, to: island.account(island.base, .crossChain))
        let bytes = books.canonicalBytes
        #expect(try Books(canonicalBytes: bytes).sumToZero)
        // The balance of the first account is the first five behind its length and its sign.
        let place = try #require(
            bytes.indices.dropFirst(2).first { bytes[($0 - 2)...$0] == [0, 1, 5] }
        )
        var forged = bytes
        forged[place] = 6
        #expect(throws: CanonicalError(.invalid("books"), at: forged.count)) {
            try Books(canonicalBytes: forged)
        }
    }

    @Test func `references, statements and attributions read back as themselves`() throws {
        let prices = try island.references(base: (7, 3))
        #expect(try roundTrips(prices))
        let statement = try #require(
            Statement(
                chain: island.mainland,
                block: BlockHash(Keccak256.hash("block")),
                lines: [.init(.token(island.base), [.longTerm, .crossChain], balance: 9)],
                included: [BookingID(1)],
                undecided: [BookingID(2)]
            )
        )
        #expect(try roundTrips(statement))
        var books = Books()
        try books.bring(5, to: island.account(island.base, .crossChain))
        let split = try Attribution(from: Books(), at: prices, to: books, at: prices)
        #expect(try roundTrips(split))
        var forged = split.canonicalBytes
        #expect(forged[2] == 0)
        forged.replaceSubrange(1...2, with: [0, 1, 1])
        #expect(throws: CanonicalError(.invalid("attribution"), at: forged.count)) {
            try Attribution(canonicalBytes: forged)
        }
    }

    @Test func `what the books answer reads back as itself`() throws {
        let account = island.account(island.base, .inFlight(island.out))
        let id = BookingID(3)
        let refusals: [BookRefusal] = [
            .noEntries, .tooManyEntries(33, limit: 32), .repeatedAccount(account),
            .unbalanced(account.asset, by: -4), .overflow(account), .tooManyAccounts(limit: 5),
            .tooManyOpen(limit: 6), .insufficient(account, available: -7),
            .overdrawn(account, balance: 8), .conflicting(id), .alreadyPosted(id),
            .alreadyVoided(id), .unknown(id),
        ]
        for refusal in refusals { #expect(try roundTrips(refusal)) }
        var books = Books()
        for key in [island.base, island.quote] {
            try books.bring(5, to: island.account(key, .crossChain))
        }
        let native = Asset.native(island.mainland)
        let statement = try #require(
            Statement(
                chain: island.mainland,
                block: BlockHash(Keccak256.hash("block")),
                lines: [
                    .init(.token(island.base), [.crossChain], balance: 9),
                    .init(.token(island.quote), [.crossChain], balance: 4),
                    .init(native, [.crossChain], balance: 0),
                ]
            )
        )
        let found = try books.reconciled(with: statement, as: BookingID(9))
        #expect(found.findings.map(\.verdict) == [.surplus(4), .shortfall(1), .agrees])
        #expect(try roundTrips(found))
        #expect(try roundTrips(Reconciliation.Verdict.undecided))
    }
}
