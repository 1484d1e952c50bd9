import Accounts
import Ledger
import Numerics
import TestSupport
import Testing
import Vocabulary

/// A bot's life as its journal tells it: whatever books can book, between all kinds of accounts, in
/// tokens whose names are easy, hard or unknown.
struct History {
    let names: AssetNames
    private(set) var books = Books()
    private(set) var entries: [BooksEntry] = []
    private var chance: Chance
    private let assets: [Asset]
    private let passage: Passage

    init(seed: UInt64, steps: Int) throws {
        let here = try #require(ChainID(138))
        let there = try #require(ChainID(651_940))
        let keys = try (1...8 as ClosedRange<UInt64>).map { number in
            let chain = number % 2 == 0 ? there : here
            let address = try #require(Address(word: UInt256(number / 2) << 130 | UInt256(number)))
            return ContractKey(chain: chain, address: address)
        }
        let symbols: [(String, UInt8)] = [
            ("cUSDT", 6), ("cUSDT", 18), ("1INCH", 0), ("USD₮0 : ;\"", 8),
            ("-a-very-long-symbol-it-is", 24),
        ]
        let tokens = try zip(keys, symbols).map { key, symbol in
            try #require(
                Token(
                    chain: key.chain,
                    address: key.address,
                    symbol: symbol.0,
                    decimals: symbol.1
                )
            )
        }
        let coin = try #require(AssetNames.Coin(chain: here, symbol: "ETH"))
        names = try #require(AssetNames(tokens: tokens, coins: [coin]))
        assets = keys.map(Asset.token) + [.native(here), .native(there)]
        passage = Passage(source: keys[0], destination: keys[1])
        chance = Chance(seed: seed)
        var clock: UInt64 = 1_700_000_000_000
        for step in 0..<steps {
            clock += below(40_000_000)
            var events: [BookEvent] = []
            for _ in 0...below(3) {
                // What the books refuse a bot does not write; what they knew it may.
                let event = try event()
                guard (try? books.apply(event)) != nil else { continue }
                events.append(event)
            }
            let plan = below(3) == 0 ? nil : UInt64(step)
            let at = Instant(milliseconds: clock)
            if let entry = BooksEntry(at: at, plan: plan, events: events) { entries.append(entry) }
        }
    }

    private mutating func below(_ bound: UInt64) -> UInt64 { chance.next() % bound }

    private mutating func event() throws -> BookEvent {
        let last = books.latest?.number ?? 0
        let fresh = BookingID(last + 1 + below(3))
        let known = books.open.first?.id ?? BookingID(last)
        switch below(8) {
        case 0...2: return .settle(try booking(fresh))
        case 3, 4: return .reserve(try booking(fresh))
        case 5: return .post(known)
        case 6: return .settle(try booking(known))
        default: return .void(known)
        }
    }

    /// One to three assets, each between two or three accounts.
    private mutating func booking(_ id: BookingID) throws -> Booking {
        var entries: [BookEntry] = []
        var rest = assets
        for _ in 0...below(3) {
            let asset = rest.remove(at: Int(below(UInt64(rest.count))))
            var kinds = kinds()
            var total = Int256.zero
            for _ in 0...below(2) {
                let kind = kinds.remove(at: Int(below(UInt64(kinds.count))))
                let change = amount()
                total = total + change
                entries.append(BookEntry(Account(asset, kind), change))
            }
            // Against an account that may be negative, so that most bookings are possible.
            entries.append(BookEntry(Account(asset, .capital), .zero - total))
        }
        return try Booking(id, entries)
    }

    private mutating func amount() -> Int256 {
        let size = Int256(below(1_000_000_000_000)) * Int256([1, 1, 1_000_000][Int(below(3))])
        return below(4) == 0 ? .zero - size : size
    }

    private func kinds() -> [AccountKind] {
        [
            .publicLiquidity, .stabilisation, .flash, .crossChain, .longTerm, .inFlight(passage),
            .inFlight(Passage(source: passage.destination, destination: passage.source)),
            .profit(Deal(.bought, base: passage.source)),
            .profit(Deal(.sold, base: passage.source)),
            .profit(Deal(.sold, base: passage.destination)), .crossing(passage), .fees, .gas,
            .bridgeFees, .suspense, .rounding,
        ]
    }

    func text(_ format: BooksText.Format) throws -> String {
        var writer = BooksText(format, names: names)
        return try entries.reduce(into: writer.heading) { $0 += try writer.text(of: $1) }
    }
}
