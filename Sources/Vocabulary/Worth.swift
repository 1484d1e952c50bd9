public import Numerics

/// What something is worth in the deployment's numéraire, with eighteen decimals; it may be negative.
///
/// Amounts of different tokens meet only here. Sums that don't fit are `nil`.
public struct Worth: Hashable, Sendable {
    /// In units of 10^-18 of the numéraire.
    public let units: Int256

    public static let decimals: UInt8 = 18
    public static let zero = Worth(units: .zero)

    public init(units: Int256) {
        self.units = units
    }

    /// So many whole units of the numéraire.
    public init(_ whole: Int64) {
        units = Int256(whole) * Int256(1_000_000_000_000_000_000)
    }

    /// What an amount of base units is worth at a price in numéraire units of 10^-18 per base unit;
    /// `nil` when that does not fit.
    public init?(of amount: UInt256, at price: Price, rounding: Rounding) {
        guard
            let units = price.worth(of: amount, rounding: rounding),
            let worth = Int256(magnitude: units, isNegative: false)
        else { return nil }
        self.units = worth
    }

    public var isNegative: Bool { units.isNegative }

    public var negated: Worth { Worth(units: .zero &- units) }

    public func adding(_ other: Worth) -> Worth? {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return overflow ? nil : Worth(units: sum)
    }

    public func subtracting(_ other: Worth) -> Worth? {
        let (difference, overflow) = units.subtractingReportingOverflow(other.units)
        return overflow ? nil : Worth(units: difference)
    }

    /// This share of it; rounding away from zero or towards it is by magnitude.
    public func share(_ share: BasisPoints, rounding: Rounding) -> Worth? {
        guard
            let part = share.share(of: units.magnitude, rounding: rounding),
            let signed = Int256(magnitude: part, isNegative: isNegative && !part.isZero)
        else { return nil }
        return Worth(units: signed)
    }
}

extension Worth: Comparable {
    public static func < (left: Worth, right: Worth) -> Bool { left.units < right.units }
}

extension Worth: CustomStringConvertible {
    /// Whole units with as many decimals as it has.
    public var description: String {
        let digits = DecimalNumber(digits: units.magnitude, scale: Self.decimals).description
        return (isNegative ? "-" : "") + digits
    }

    /// Rounded towards zero after this many decimals: for people.
    public func text(decimals: UInt8) -> String {
        let idle = Self.decimals - min(decimals, Self.decimals)
        let power = (0..<idle).reduce(UInt256.one) { power, _ in power * 10 }
        let kept = units.magnitude / power
        let text = DecimalNumber(digits: kept, scale: Self.decimals - idle).description
        return (isNegative && !kept.isZero ? "-" : "") + text
    }
}

extension Worth: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        writer.number(units)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(units: try reader.signed())
    }
}
