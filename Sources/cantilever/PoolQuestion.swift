import Ethereum
import Numerics
import Venues
import Vocabulary

/// How much of which token is sold.
struct PoolQuestion {
    let side: Side
    let amount: Amount

    enum Amount {
        case units(UInt256)
        case whole(DecimalNumber)
    }

    func ask(_ pool: PoolState) throws(WrongPool) -> PoolAnswer {
        let units = try units(pool)
        var after = pool.venue
        let before = try? after.marginalPrice()
        do throws(Refusal) {
            let quote = try after.sell(units, of: side)
            return PoolAnswer(
                pool: pool,
                side: side,
                offered: units,
                outcome: .paid(quote, before: before, after: try? after.marginalPrice())
            )
        } catch {
            return PoolAnswer(pool: pool, side: side, offered: units, outcome: .refused(error))
        }
    }

    private func units(_ pool: PoolState) throws(WrongPool) -> UInt256 {
        switch amount {
        case .units(let units): return units
        case .whole(let number):
            guard let decimals = pool.decimals else {
                throw WrongPool("decimals", "is missing, so --amount has no meaning; use --units")
            }
            let places = side == .base ? decimals.base : decimals.quote
            do throws(DecimalTextError) {
                return try number.scaled(to: places)
            } catch {
                throw WrongPool("decimals", "leaves no room for this --amount")
            }
        }
    }
}

/// What a pool said, for people and for programs.
struct PoolAnswer {
    let pool: PoolState
    let side: Side
    let offered: UInt256
    let outcome: Outcome

    enum Outcome {
        /// The marginal prices are missing where the pool has none.
        case paid(Quote, before: Price?, after: Price?)
        case refused(Refusal)
    }

    private var soldName: String { side == .base ? "base" : "quote" }
    private var paidName: String { side == .base ? "quote" : "base" }

    var text: String {
        switch outcome {
        case .refused(let refusal):
            return "\(pool.name): \(amount(offered, side)) \(soldName) -> \(Self.words(refusal))"
        case .paid(let quote, let before, let after):
            var line = "\(pool.name): \(amount(quote.sold, side)) \(soldName) -> "
            line += "\(amount(quote.received, side.other)) \(paidName)"
            if quote.sold < offered { line += " (it takes no more of \(amount(offered, side)))" }
            let prices = [before, after].map { $0.flatMap(whole) ?? "unknown" }
            return line + "; price \(prices[0]) -> \(prices[1])"
        }
    }

    var document: JSONValue {
        var members = [
            JSONMember("pool", .string(pool.name)), JSONMember("kind", .string(pool.kind)),
            JSONMember("sell", .string(soldName)),
            JSONMember("offered", .string(offered.description)),
        ]
        switch outcome {
        case .refused(let refusal):
            members.append(JSONMember("refused", .string(Self.words(refusal))))
        case .paid(let quote, let before, let after):
            members += [
                JSONMember("sold", .string(quote.sold.description)),
                JSONMember("received", .string(quote.received.description)),
                JSONMember("priceBefore", Self.json(before)),
                JSONMember("priceAfter", Self.json(after)),
            ]
        }
        return .object(members)
    }

    /// Whole tokens where the decimals are known, base units otherwise.
    private func amount(_ units: UInt256, _ side: Side) -> String {
        guard let decimals = pool.decimals else { return "\(units) units of" }
        let places = side == .base ? decimals.base : decimals.quote
        return Vocabulary.Amount(units: units).text(decimals: places)
    }

    /// Quote per base in whole tokens, to nine places.
    private func whole(_ price: Price) -> String? {
        guard let decimals = pool.decimals else { return price.text(decimals: 18) }
        let scale = Price(
            quote: 1,
            quoteDecimals: decimals.quote,
            base: 1,
            baseDecimals: decimals.base
        )
        guard let scale, let whole = Price(of: price, in: scale.inverted, rounding: .down) else {
            return nil
        }
        return whole.text(decimals: 9)
    }

    private static func json(_ price: Price?) -> JSONValue {
        guard let price else { return .null }
        return .object([
            JSONMember("numerator", .string(price.numerator.description)),
            JSONMember("denominator", .string(price.denominator.description)),
        ])
    }

    private static func words(_ refusal: Refusal) -> String {
        switch refusal {
        case .reverts(.error(let reason)): "reverts: \(reason)"
        case .reverts(.panic(let code)):
            "reverts: \(PanicReason(code: UInt256(UInt64(code))).meaning)"
        case .reverts(.empty): "reverts without a reason"
        case .reverts(.invalidOpcode): "stops at an invalid opcode"
        case .moreTicksNeeded(let tick): "needs the ticks beyond \(tick)"
        case .outOfRange: "does not fit what can be computed"
        }
    }
}
