public import Numerics

/// A token on one chain. The configuration says its decimals; the chain's own answer is only compared.
public struct Token: Hashable, Sendable {
    public let chain: ChainID
    public let address: Address
    public let symbol: String
    public let decimals: UInt8

    /// With more decimals a whole token would leave too little of 256 bits for an amount.
    public static let mostDecimals: UInt8 = 36

    /// Fails for an empty symbol and for more decimals than any sane token has.
    public init?(chain: ChainID, address: Address, symbol: String, decimals: UInt8) {
        guard !symbol.isEmpty, decimals <= Self.mostDecimals else { return nil }
        self.chain = chain
        self.address = address
        self.symbol = symbol
        self.decimals = decimals
    }
}

/// A number of a token's base units. Which token, its place says; sums that don't fit are `nil`.
public struct Amount: Hashable, Sendable {
    public let units: UInt256

    public static let zero = Amount(units: .zero)

    public init(units: UInt256) {
        self.units = units
    }

    public func adding(_ other: Amount) -> Amount? {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return overflow ? nil : Amount(units: sum)
    }

    /// `nil` when there is less than `other`.
    public func subtracting(_ other: Amount) -> Amount? {
        let (difference, overflow) = units.subtractingReportingOverflow(other.units)
        return overflow ? nil : Amount(units: difference)
    }
}

extension Amount: Comparable {
    public static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }
}

extension Amount {
    /// Reads a decimal number of whole tokens; a fraction of a base unit is refused.
    public init(_ text: String, decimals: UInt8) throws(DecimalTextError) {
        self.init(units: try DecimalNumber(text).scaled(to: decimals))
    }

    /// The number of whole tokens, exactly and without idle zeros.
    public func text(decimals: UInt8) -> String {
        DecimalNumber(digits: units, scale: decimals).description
    }
}
