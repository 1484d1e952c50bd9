internal import Numerics

/// Amounts of one token carried between two chains that count it in different decimals.
struct UnitBridge {
    private let cheapBase: UInt256
    private let dearBase: UInt256
    private let cheapQuote: UInt256
    private let dearQuote: UInt256
    /// Base units on the dear chain for one on the cheap chain.
    let baseRatio: Approximation
    /// Quote units on the cheap chain for one on the dear chain.
    let quoteRatio: Approximation

    init(_ pair: MarketPair) {
        let coarse = pair.baseDecimals
        let fine = pair.quoteDecimals
        cheapBase = Self.power(pair.cheap.baseDecimals - coarse)
        dearBase = Self.power(pair.dear.baseDecimals - coarse)
        cheapQuote = Self.power(fine - pair.cheap.quoteDecimals)
        dearQuote = Self.power(fine - pair.dear.quoteDecimals)
        baseRatio = Approximation(dearBase) / Approximation(cheapBase)
        quoteRatio = Approximation(dearQuote) / Approximation(cheapQuote)
    }

    /// Markets have at most 36 decimals, so that a power of ten always fits.
    private static func power(_ exponent: UInt8) -> UInt256 {
        var power = UInt256(limbs: 1, 0, 0, 0)
        for _ in 0..<exponent { power = power &* UInt256(limbs: 10, 0, 0, 0) }
        return power
    }

    func baseFloor(onCheap units: UInt256) -> UInt256 {
        units.quotientAndRemainder(dividingBy: cheapBase).quotient
    }

    func onCheap(base: UInt256) -> UInt256? { Self.product(base, cheapBase) }
    func onDear(base: UInt256) -> UInt256? { Self.product(base, dearBase) }
    func fine(quoteOnCheap units: UInt256) -> UInt256? { Self.product(units, cheapQuote) }
    func fine(quoteOnDear units: UInt256) -> UInt256? { Self.product(units, dearQuote) }

    private static func product(_ left: UInt256, _ right: UInt256) -> UInt256? {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? nil : product
    }
}
