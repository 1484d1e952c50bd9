import Numerics
import Venues
import Vocabulary

// How numbers and money are written. Nothing here rounds: what does not fit exactly is refused.

/// A number of whole tokens whose token is known by its symbol alone, until its chain is.
struct WrittenAmount: Hashable {
    let number: DecimalNumber
    let symbol: String
}

private func decimal(_ text: String) throws(Mistake) -> DecimalNumber {
    do throws(DecimalTextError) { return try DecimalNumber(text) } catch {
        throw Mistake(error, in: text)
    }
}

private func scaled(
    _ number: DecimalNumber,
    _ decimals: UInt8,
    _ text: String
) throws(Mistake)
    -> UInt256
{
    do throws(DecimalTextError) { return try number.scaled(to: decimals) } catch {
        throw Mistake(error, in: text)
    }
}

private func money(_ text: String, _ terms: Terms) throws(Mistake) -> DecimalNumber {
    let quantity: Quantity
    do throws(QuantityTextError) { quantity = try Quantity(text) } catch {
        throw Mistake(error, in: text)
    }
    guard let numeraire = terms.numeraire, quantity.unit != numeraire else {
        return quantity.number
    }
    guard !quantity.unit.isEmpty else {
        throw Mistake("write the unit: \(Quoted.text(text)) \(numeraire)")
    }
    guard !quantity.unit.hasPrefix(",") else {
        throw Mistake(unit: quantity.unit, expected: [numeraire])
    }
    throw Mistake("it is counted in \(numeraire)")
}

/// Underscores between thousands, as in 10_000, where there are enough digits to lose count of.
func grouped(_ number: String) -> String {
    let digits = Array(number.prefix { $0 != "." })
    guard digits.count > 4 else { return number }
    var text = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { text += "_" }
        text.append(digit)
    }
    return text + number.dropFirst(digits.count)
}

extension Notation where Value: FixedWidthInteger {
    /// A whole number, with the unit's words behind it or without where the unit is empty.
    static func number(_ unit: String, in range: ClosedRange<Value>? = nil) -> Notation {
        let words = unit.isEmpty ? [] : [unit + "s", unit]
        return Notation(
            expected: unit.isEmpty
                ? "a whole number" : "a whole number of \(unit)s such as \"3 \(unit)s\"",
            read: { text, _ throws(Mistake) in
                let quantity: Quantity
                do throws(QuantityTextError) { quantity = try Quantity(text) } catch {
                    throw Mistake(error, in: text)
                }
                if words.isEmpty, !quantity.unit.isEmpty { _ = try decimal(text) }
                if !words.isEmpty, !words.contains(quantity.unit) {
                    throw Mistake(.unit(quantity.unit, expected: words), in: text)
                }
                let units = try scaled(quantity.number, 0, text)
                guard let value = Value(exactly: units) else {
                    throw Mistake("at most \(Value.max) fits")
                }
                if let range, !range.contains(value) {
                    throw Mistake(Self.bounds(range))
                }
                return value
            },
            show: { value, _ in
                unit.isEmpty ? "\(value)" : "\(value) \(value == 1 ? unit : unit + "s")"
            }
        )
    }
}

extension Notation where Value: FixedWidthInteger {
    private static func bounds(_ range: ClosedRange<Value>) -> String {
        if range.lowerBound == range.upperBound { return "it must be \(range.lowerBound)" }
        if range.upperBound == .max { return "it must be at least \(range.lowerBound)" }
        return "it must be from \(range.lowerBound) to \(range.upperBound)"
    }
}

extension Notation where Value == UInt64 {
    /// An exponent above zero, kept in thousandths.
    static var exponent: Notation {
        Notation(
            expected: "an exponent such as 1.25",
            read: { text, _ throws(Mistake) in
                let thousandths = try scaled(try decimal(text), 3, text)
                guard let value = UInt64(exactly: thousandths), (1...100_000).contains(value) else {
                    throw Mistake("it must be above 0 and up to 100")
                }
                return value
            },
            show: { thousandths, _ in
                DecimalNumber(digits: UInt256(thousandths), scale: 3).description
            }
        )
    }

    /// A factor such as 1.2, kept in hundredths.
    static var factor: Notation {
        Notation(
            expected: "a factor such as 1.2",
            read: { text, _ throws(Mistake) in
                let hundredths = try scaled(try decimal(text), 2, text)
                guard let value = UInt64(exactly: hundredths) else {
                    throw Mistake("the number is too large")
                }
                return value
            },
            show: { hundredths, _ in
                DecimalNumber(digits: UInt256(hundredths), scale: 2).description
            }
        )
    }
}

extension Notation where Value == UInt256 {
    /// A number up to one with eighteen decimals, as PMM pools count their slippage.
    static var fraction: Notation {
        Notation(
            expected: "a number from 0 to 1 such as 0.05",
            read: { text, _ throws(Mistake) in
                let fraction = try scaled(try decimal(text), 18, text)
                guard fraction <= 1_000_000_000_000_000_000 else {
                    throw Mistake("it is above 1")
                }
                return fraction
            },
            show: { value, _ in DecimalNumber(digits: value, scale: 18).description }
        )
    }
}

extension Notation where Value == Worth {
    /// An amount of the numéraire.
    static var worth: Notation {
        Notation(
            expected: "an amount of the numéraire such as \"10_000 USD\"",
            read: { text, terms throws(Mistake) in
                let units = try scaled(try money(text, terms), Worth.decimals, text)
                guard let signed = Int256(magnitude: units, isNegative: false) else {
                    throw Mistake("the number is too large")
                }
                return Worth(units: signed)
            },
            show: { worth, terms in
                grouped("\(worth)") + (terms.numeraire.map { " " + $0 } ?? "")
            }
        )
    }
}

extension Notation where Value == Price {
    /// Quote for one base, both whole.
    static var price: Notation {
        Notation(
            expected: "a price such as 1.05",
            read: { text, _ throws(Mistake) in try exact(try decimal(text), text) },
            show: { price, _ in shown(price) }
        )
    }

    /// An exact fraction over a power of ten.
    fileprivate static func exact(
        _ number: DecimalNumber,
        _ text: String
    ) throws(Mistake) -> Price {
        let whole = DecimalNumber(digits: .one, scale: 0)
        let price = Price(
            numerator: number.digits,
            denominator: try scaled(whole, number.scale, text)
        )
        guard let price else { throw Mistake("a price of zero is an unknown price") }
        return price
    }

    /// All digits, since every price that was read is a decimal number.
    static func shown(_ price: Price) -> String {
        var (rest, scale) = (price.denominator, UInt8(0))
        while rest > 1 {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
            guard remainder.isZero else { return "\(price.numerator)/\(price.denominator)" }
            rest = quotient
            scale += 1
        }
        return DecimalNumber(digits: price.numerator, scale: scale).description
    }
}

extension Notation where Value == FixedPrice {
    /// A price in the numéraire, or nothing at all.
    static var fixedPrice: Notation {
        Notation(
            expected: "a price such as \"1 USD\", \"free\", or feeds",
            read: { text, terms throws(Mistake) in
                if text == FixedPrice.free { return FixedPrice(price: nil) }
                let number = try money(text, terms)
                guard !number.digits.isZero else {
                    throw Mistake("write 'free' for a coin without worth, on a chain without fees")
                }
                return FixedPrice(price: try Notation<Price>.exact(number, text))
            },
            show: { fixed, terms in
                guard let price = fixed.price else { return FixedPrice.free }
                let unit = terms.numeraire.map { " " + $0 } ?? ""
                return Notation<Price>.shown(price) + unit
            }
        )
    }
}

/// A price that no feed gives; `nil` is worthless.
struct FixedPrice: Equatable {
    static let free = "free"
    var price: Price?
}

extension Notation where Value == WrittenAmount {
    static var amount: Notation {
        Notation(
            expected: "an amount of a token such as \"10_000 cUSDT\"",
            read: { text, _ throws(Mistake) in
                let quantity: Quantity
                do throws(QuantityTextError) { quantity = try Quantity(text) } catch {
                    throw Mistake(error, in: text)
                }
                guard !quantity.unit.isEmpty else {
                    throw Mistake("write the token's symbol behind the number")
                }
                return WrittenAmount(number: quantity.number, symbol: quantity.unit)
            },
            show: { amount, _ in grouped("\(amount.number)") + " " + amount.symbol }
        )
    }
}

extension Notation where Value == UniswapV2Pair.Fee {
    /// A pair's fee, which it does not tell.
    static var pairFee: Notation {
        Notation(
            expected: "a fee such as \"30 bps\"",
            read: { text, terms throws(Mistake) in
                let share = try Notation<BasisPoints>.share.read(text, terms)
                guard share < .whole else { throw Mistake("a fee takes less than everything") }
                let kept = BasisPoints.millionthsInWhole - share.millionths
                let divisor = Self.divisor(kept, BasisPoints.millionthsInWhole)
                guard
                    let part = UInt32(exactly: kept / divisor),
                    let whole = UInt32(exactly: BasisPoints.millionthsInWhole / divisor),
                    let fee = try? UniswapV2Pair.Fee(keeping: part, of: whole)
                else { throw Mistake("it is finer than a pair's fee can be") }
                return fee
            },
            show: { fee, _ in
                let parts = UInt64(fee.whole - fee.kept) * BasisPoints.millionthsInWhole
                return BasisPoints(millionths: parts / UInt64(fee.whole)).description
            }
        )
    }

    private static func divisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
        right == 0 ? left : divisor(right, left % right)
    }
}
