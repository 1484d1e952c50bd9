public import Numerics

/// An amount of a chain's native coin, in its smallest unit; also what a unit of gas costs.
public struct Wei: Hashable, Sendable {
    public let value: UInt256

    public static let zero = Wei(.zero)

    public init(_ value: UInt256) {
        self.value = value
    }

    /// Reads `21000 wei`, `50 gwei` or `0.5 ether`; a fraction of a wei is refused.
    public init(_ text: String) throws(QuantityTextError) {
        value = try Quantity(text).whole(in: [
            Quantity.Unit(name: "wei", factor: 1),
            Quantity.Unit(name: "gwei", factor: 1_000_000_000),
            Quantity.Unit(name: "ether", factor: 1_000_000_000_000_000_000),
        ])
    }
}

extension Wei: Comparable {
    public static func < (left: Wei, right: Wei) -> Bool { left.value < right.value }
}

extension Wei: CustomStringConvertible {
    /// In gwei, the unit people think of fees in.
    public var description: String {
        DecimalNumber(digits: value, scale: 9).description + " gwei"
    }
}
