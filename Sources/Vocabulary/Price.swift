public import Numerics

/// Quote per base, as an exact fraction. It is compared through 512 bits and never divided.
///
/// Two fractions of the same value are equal (1/2 is 2/4); there is no hash, since a common form
/// would cost a division on every price.
public struct Price: Sendable {
    public let numerator: UInt256
    public let denominator: UInt256

    /// Fails when either is zero: a price of nothing is an unknown price.
    public init?(numerator: UInt256, denominator: UInt256) {
        guard !numerator.isZero, !denominator.isZero else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The price of whole tokens, from base units: the decimals move into the fraction.
    ///
    /// Fails when either amount is zero or the fraction does not fit.
    public init?(
        quote: UInt256,
        quoteDecimals: UInt8,
        base: UInt256,
        baseDecimals: UInt8
    ) {
        var (numerator, denominator) = (quote, base)
        for _ in 0..<max(baseDecimals, quoteDecimals) - min(baseDecimals, quoteDecimals) {
            let grown = (baseDecimals > quoteDecimals ? numerator : denominator)
                .multipliedReportingOverflow(by: 10)
            guard !grown.overflow else { return nil }
            if baseDecimals > quoteDecimals {
                numerator = grown.partialValue
            } else {
                denominator = grown.partialValue
            }
        }
        self.init(numerator: numerator, denominator: denominator)
    }

    private init(known numerator: UInt256, _ denominator: UInt256) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Base per quote.
    public var inverted: Price { Price(known: denominator, numerator) }

    /// What this many base units are worth in quote units; `nil` when it does not fit.
    public func worth(of units: UInt256, rounding: Rounding) -> UInt256? {
        units.multiplied(by: numerator, dividedBy: denominator, rounding: rounding)
    }

    /// The price of one token in another where both have a price in a third: one fused division.
    ///
    /// Exact as long as the fraction fits 256 bits; beyond, it leans the way `rounding` says. Fails
    /// where the rounding would make a price of zero.
    public init?(of base: Price, in quote: Price, rounding: Rounding) {
        let numerator = UInt512(product: base.numerator, quote.denominator)
        let denominator = UInt512(product: base.denominator, quote.numerator)
        let leading = min(numerator.leadingZeroBitCount, denominator.leadingZeroBitCount)
        let excess = max(0, 256 - leading)
        // Once more with one bit less, where rounding up carries out of what was just made to fit.
        for bits in [excess, excess + 1] {
            guard
                let upper = numerator.shiftedDown(by: bits, rounding: rounding),
                let lower = denominator.shiftedDown(by: bits, rounding: rounding.opposite)
            else { continue }
            self.init(numerator: upper, denominator: lower)
            return
        }
        return nil
    }
}

extension Price: Comparable {
    public static func == (left: Price, right: Price) -> Bool {
        UInt512(product: left.numerator, right.denominator)
            == UInt512(product: right.numerator, left.denominator)
    }

    public static func < (left: Price, right: Price) -> Bool {
        UInt512(product: left.numerator, right.denominator)
            < UInt512(product: right.numerator, left.denominator)
    }
}

extension Price {
    /// The decimal digits for display, rounded down after this many decimals; `nil` when too large.
    public func text(decimals: UInt8) -> String? {
        var power = UInt256.one
        for _ in 0..<decimals {
            let (product, overflow) = power.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            power = product
        }
        guard let digits = worth(of: power, rounding: .down) else { return nil }
        return DecimalNumber(digits: digits, scale: decimals).description
    }
}
