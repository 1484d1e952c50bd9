import Ledger
import Numerics
import TestSupport
import Testing
import Vocabulary

/// Whatever happens, in whatever order, against a model that only adds up.
@Suite struct HistoryTests {
    /// Balances and what is reserved of them, by account; nothing else is known to it.
    private struct Model {
        var posted: [Account: Int256] = [:]
        var reserved: [BookingID: Booking] = [:]
        var closed: Set<BookingID> = []

        /// Whether nothing closed is opened again or closed twice.
        func admits(_ event: BookEvent) -> Bool {
            switch event {
            case .reserve(let booking): reserved[booking.id] == nil && !closed.contains(booking.id)
            case .settle(let booking): !closed.contains(booking.id)
            case .post(let id), .void(let id): reserved[id] != nil
            }
        }

        mutating func apply(_ event: BookEvent) {
            switch event {
            case .reserve(let booking): reserved[booking.id] = booking
            case .post(let id): if let booking = reserved[id] { settle(booking) }
            case .settle(let booking): settle(booking)
            case .void(let id):
                reserved[id] = nil
                closed.insert(id)
            }
        }

        private mutating func settle(_ booking: Booking) {
            reserved[booking.id] = nil
            closed.insert(booking.id)
            for entry in booking.entries { posted[entry.account, default: .zero] += entry.change }
        }

        func available(in account: Account) -> Int256 {
            var rest = posted[account] ?? .zero
            for booking in reserved.values {
                for entry in booking.entries
                where entry.account == account && entry.change.isNegative {
                    rest += entry.change
                }
            }
            return rest
        }
    }

    private static func totals(of books: Books) -> [Asset: Int256] {
        books.accounts.reduce(into: [:]) { totals, account in
            totals[account.asset, default: .zero] += books.balance(of: account)
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `books are the sum of what happened, zero per asset after every event`(
        seed: UInt64
    ) throws {
        var history = RandomHistory(try Island(), seed: seed)
        var books = Books(capacity: .init(accounts: 64, open: 8, remembered: 16))
        var model = Model()
        var (applied, refused) = (0, 0)
        for _ in 0..<250 {
            let event = try history.event(in: books)
            let before = books
            do throws(BookRefusal) {
                let isNews = try books.apply(event) == .applied
                #expect(!isNews || model.admits(event))
                if isNews { model.apply(event) }
                applied += isNews ? 1 : 0
            } catch {
                refused += 1
                #expect(books.accounts == before.accounts && books.latest == before.latest)
            }
            let wrong = books.accounts.filter { account in
                let balance = books.balance(of: account)
                return balance != model.posted[account] ?? .zero
                    || books.available(in: account) != model.available(in: account)
                    || (account.kind.isHolding && balance.isNegative)
            }
            #expect(wrong.isEmpty)
            #expect(Self.totals(of: books).values.allSatisfy { $0 == .zero })
            #expect(books.sumToZero)
            #expect(books.open.map(\.id) == model.reserved.keys.sorted())
        }
        #expect(applied > 50 && refused > 20)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `a voided reservation leaves every balance and all that was available`(
        seed: UInt64
    ) throws {
        var history = RandomHistory(try Island(), seed: seed)
        var books = Books()
        var voided = 0
        for _ in 0..<200 {
            _ = try? books.apply(try history.event(in: books))
            let before = books
            let id = BookingID((books.latest?.number ?? 0) + 1)
            let booking = try Booking(id, history.entries(in: books))
            guard (try? books.apply(.reserve(booking))) == .applied else { continue }
            #expect(try books.apply(.void(id)) == .applied)
            voided += 1
            let changed = books.accounts.filter { account in
                books.balance(of: account) != before.balance(of: account)
                    || books.available(in: account) != before.available(in: account)
            }
            #expect(changed.isEmpty)
            #expect(books.open == before.open)
        }
        #expect(voided > 50)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `a change of equity splits without a rest between any two moments`(
        seed: UInt64
    ) throws {
        var history = RandomHistory(try Island(), seed: seed)
        var books = Books()
        var moments = [(books, try history.references())]
        for _ in 0..<300 {
            _ = try? books.apply(try history.event(in: books))
            guard history.below(10) == 0 else { continue }
            let now = try history.references()
            let (earlier, before) = moments[Int(history.below(UInt64(moments.count)))]
            let split = try Attribution(from: earlier, at: before, to: books, at: now)
            #expect(try split.opening == earlier.equity(at: before))
            #expect(try split.closing == books.equity(at: now))
            var sum: Worth? = split.opening
            for part in split.parts { sum = sum?.adding(part) }
            #expect(sum == split.closing)
            moments.append((books, now))
        }
        #expect(moments.count > 15)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `moving base between chains changes equity by the bridge's fees only`(
        seed: UInt64
    ) throws {
        let island = try Island()
        var history = RandomHistory(island, seed: seed)
        let thousandths = 1 + history.below(1_000_000)
        let prices = try island.references(base: (UInt256(thousandths), 1_000))
        let pockets: [AccountKind] = [
            .publicLiquidity, .stabilisation, .flash, .crossChain, .longTerm,
        ]
        var books = Books()
        for kind in pockets {
            let much: Int256 = 9_000_000_000
            try books.bring(much * RandomHistory.trillion, to: island.account(island.base, kind))
            try books.bring(much, to: island.account(island.farBase, kind))
        }
        for _ in 0..<50 {
            let before = try books.equity(at: prices)
            let isDelivery = history.below(2) == 0
            let entries = isDelivery ? history.deliver(in: books) : history.send()
            try books.settle(entries)
            // What the bridge kept and what six decimals could not carry, in the finest units.
            var lost = Int256.zero
            for entry in entries where [.bridgeFees, .rounding].contains(entry.account.kind) {
                let isFine = entry.account.asset == .token(island.base)
                lost += entry.change * (isFine ? 1 : RandomHistory.trillion)
            }
            #expect(isDelivery || lost == .zero)
            let worth = lost * Int256(thousandths) / 1_000
            let change = try #require(before.subtracting(try books.equity(at: prices)))
            #expect(change.units == worth || change.units == worth + 1)
        }
    }

    @Test func `the journal's events make the same books again`() throws {
        var history = RandomHistory(try Island(), seed: 7)
        var (books, replayed) = (Books(), Books())
        for _ in 0..<400 {
            let event = try history.event(in: books)
            let bytes = event.canonicalBytes
            _ = try? books.apply(event)
            _ = try? replayed.apply(try BookEvent(canonicalBytes: bytes))
        }
        #expect(replayed.canonicalBytes == books.canonicalBytes)
        #expect(books.accounts.count > 20)
    }

    @Test func `books read from a checkpoint go on like the ones that were written`() throws {
        var history = RandomHistory(try Island(), seed: 8)
        var books = Books(capacity: .init(accounts: 64, open: 8, remembered: 16))
        for _ in 0..<300 { _ = try? books.apply(try history.event(in: books)) }
        var restored = try Books(canonicalBytes: books.canonicalBytes)
        #expect(restored.canonicalBytes == books.canonicalBytes)
        for _ in 0..<300 {
            let event = try history.event(in: books)
            #expect((try? restored.apply(event)) == (try? books.apply(event)))
        }
        #expect(restored.canonicalBytes == books.canonicalBytes)
        for account in books.accounts {
            #expect(restored.available(in: account) == books.available(in: account))
        }
    }
}
