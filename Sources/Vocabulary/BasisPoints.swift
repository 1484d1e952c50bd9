public import Numerics

/// A share, in basis points and exact millionths of one: `15 bps` is `0.15 %`.
public struct BasisPoints: Hashable, Sendable {
    /// A ten-thousand-millionth: one basis point is a million of them, the whole 10^10.
    public let millionths: UInt64

    public static let millionthsInWhole: UInt64 = 10_000_000_000
    public static let whole = BasisPoints(millionths: millionthsInWhole)

    public init(millionths: UInt64) {
        self.millionths = millionths
    }

    /// Fails when the share does not fit.
    public init?(_ basisPoints: UInt64) {
        let (product, overflow) = basisPoints.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return nil }
        millionths = product
    }

    /// Reads `15 bps`, `0.5 bp` or `0.15 %`; finer than a millionth of a basis point is refused.
    public init(_ text: String) throws(QuantityTextError) {
        let units = try Quantity(text).whole(in: [
            Quantity.Unit(name: "bps", factor: 1_000_000),
            Quantity.Unit(name: "bp", factor: 1_000_000),
            Quantity.Unit(name: "%", factor: 100_000_000),
        ])
        guard let millionths = UInt64(exactly: units) else { throw .number(.tooLarge) }
        self.millionths = millionths
    }

    /// This share of an amount of base units; `nil` when it does not fit.
    public func share(of units: UInt256, rounding: Rounding) -> UInt256? {
        units.multiplied(
            by: UInt256(millionths),
            dividedBy: UInt256(Self.millionthsInWhole),
            rounding: rounding
        )
    }
}

extension BasisPoints: Comparable {
    public static func < (left: BasisPoints, right: BasisPoints) -> Bool {
        left.millionths < right.millionths
    }
}

extension BasisPoints: CustomStringConvertible {
    public var description: String {
        DecimalNumber(digits: UInt256(millionths), scale: 6).description + " bps"
    }
}
