import Ledger
import Numerics
import TestSupport
import Vocabulary

/// Draws what can happen to the books of an island, possible or not.
struct RandomHistory {
    let island: Island
    var chance: Chance

    static let trillion: Int256 = 1_000_000_000_000

    init(_ island: Island, seed: UInt64) {
        self.island = island
        chance = Chance(seed: seed)
    }

    mutating func below(_ bound: UInt64) -> UInt64 { chance.next() % bound }

    /// Up to about a thousand whole tokens of six decimals.
    mutating func amount() -> Int256 { Int256(1 + below(1_000_000_000)) }

    mutating func kind() -> AccountKind {
        [.publicLiquidity, .stabilisation, .flash, .crossChain, .crossChain, .longTerm][
            Int(below(6))
        ]
    }

    mutating func entries(in books: Books) -> [BookEntry] {
        switch below(7) {
        case 0, 1: trade()
        case 2: send()
        case 3: deliver(in: books)
        case 4: gas()
        case 5: capital()
        default: shift()
        }
    }

    /// Either side on either chain, with a fee in the quote.
    mutating func trade() -> [BookEntry] {
        let isHere = below(2) == 0
        let (base, quote) =
            isHere ? (island.base, island.quote) : (island.farBase, island.farQuote)
        let side: Deal.Side = below(2) == 0 ? .bought : .sold
        let deal = AccountKind.profit(Deal(side, base: base))
        let sign: Int256 = side == .bought ? 1 : -1
        let units = sign * amount() * (isHere ? Self.trillion : 1) + (isHere ? sign * 7 : 0)
        let paid = sign * amount()
        let fee = Int256(below(1_000))
        let kind = kind()
        return [
            BookEntry(island.account(base, kind), units),
            BookEntry(island.account(base, deal), .zero - units),
            BookEntry(island.account(quote, kind), .zero - paid - fee),
            BookEntry(island.account(quote, deal), paid),
            BookEntry(island.account(quote, .fees), fee),
        ]
    }

    mutating func send() -> [BookEntry] {
        let isOut = below(2) == 0
        let key = isOut ? island.base : island.farBase
        let units = amount() * (isOut ? Self.trillion : 1) + (isOut ? Int256(below(1_000)) : 0)
        let passage = isOut ? island.out : island.home
        return [
            BookEntry(island.account(key, kind()), .zero - units),
            BookEntry(island.account(key, .inFlight(passage)), units),
        ]
    }

    /// All that is in flight one way, less a fee and less what six decimals can't carry.
    mutating func deliver(in books: Books) -> [BookEntry] {
        let isOut = below(2) == 0
        let (from, to) = isOut ? (island.base, island.farBase) : (island.farBase, island.base)
        let passage = isOut ? island.out : island.home
        let lane = island.account(from, .inFlight(passage))
        let sent = books.balance(of: lane)
        let fee = sent / Int256(100 + below(1_000))
        let dust = isOut ? (sent - fee) % Self.trillion : 0
        let crossed = sent - fee - dust
        let arrived = isOut ? crossed / Self.trillion : crossed * Self.trillion
        return [
            BookEntry(lane, .zero - sent),
            BookEntry(island.account(from, .bridgeFees), fee),
            BookEntry(island.account(from, .rounding), dust),
            BookEntry(island.account(from, .crossing(passage)), crossed),
            BookEntry(island.account(to, .crossing(passage)), .zero - arrived),
            BookEntry(island.account(to, kind()), arrived),
        ]
    }

    mutating func gas() -> [BookEntry] {
        let chain = below(2) == 0 ? island.mainland : island.overseas
        let spent = amount()
        return [
            BookEntry(island.coin(chain, .crossChain), .zero - spent),
            BookEntry(island.coin(chain, .gas), spent),
        ]
    }

    /// More often in than out.
    mutating func capital() -> [BookEntry] {
        let assets: [Asset] = [
            .token(island.base), .token(island.farBase), .token(island.quote),
            .token(island.farQuote), .native(island.mainland), .native(island.overseas),
        ]
        let asset = assets[Int(below(6))]
        let isFine = [.token(island.base), .native(island.mainland), .native(island.overseas)]
            .contains(asset)
        let units = amount() * (isFine ? Self.trillion : 1) * (below(4) == 0 ? -1 : 3)
        return [
            BookEntry(Account(asset, kind()), units),
            BookEntry(Account(asset, .capital), .zero - units),
        ]
    }

    /// From one purpose to another.
    mutating func shift() -> [BookEntry] {
        let units = amount()
        return [
            BookEntry(island.account(island.farQuote, .crossChain), .zero - units),
            BookEntry(island.account(island.farQuote, .longTerm), units),
        ]
    }

    mutating func references() throws -> References {
        try island.references(
            base: (UInt256(1 + below(1_000_000)), UInt256(1 + below(1_000_000))),
            quote: (UInt256(1 + below(1_000)), UInt256(1 + below(1_000))),
            coin: (UInt256(1 + below(1_000_000)), UInt256(1 + below(1_000)))
        )
    }

    /// News, or something about a booking that is or was open.
    mutating func event(in books: Books) throws -> BookEvent {
        let last = books.latest?.number ?? 0
        let fresh = BookingID(last + 1 + below(2))
        let known: BookingID
        if books.open.isEmpty || below(4) == 0 {
            known = BookingID(last - min(last, below(20)))
        } else {
            known = books.open[Int(below(UInt64(books.open.count)))].id
        }
        switch below(10) {
        case 0...2: return .settle(try Booking(fresh, entries(in: books)))
        case 3...5: return .reserve(try Booking(fresh, entries(in: books)))
        case 6: return .settle(try Booking(known, entries(in: books)))
        case 7: return .post(known)
        case 8: return .void(known)
        default: return .reserve(try Booking(known, entries(in: books)))
        }
    }
}
