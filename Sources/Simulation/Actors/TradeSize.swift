internal import Numerics
internal import Venues
internal import Vocabulary

/// Sizes of trades are in millionths of a whole base token, whatever its decimals.
enum TradeSize {
    static let millionthsInWhole: UInt64 = 1_000_000

    static func units(_ millionths: UInt64, decimals: UInt8) -> UInt256? {
        guard decimals <= Token.mostDecimals else { return nil }
        return UInt256(millionths) * power(decimals) / UInt256(millionthsInWhole)
    }

    private static func power(_ decimals: UInt8) -> UInt256 {
        (0..<decimals).reduce(UInt256.one) { power, _ in power * 10 }
    }
}

extension Market {
    /// What has to be sold of `side` for a trade of this size, at the price before it and rounded down;
    /// `nil` where nothing is left of it or the pool has no price.
    func amount(ofSize millionths: UInt64, selling side: Side) -> UInt256? {
        let units: UInt256?
        switch side {
        case .base: units = TradeSize.units(millionths, decimals: baseDecimals)
        case .quote:
            guard let whole = TradeSize.units(millionths, decimals: quoteDecimals) else {
                return nil
            }
            do throws(Refusal) {
                units = try price().worth(of: whole, rounding: .down)
            } catch {
                return nil
            }
        }
        guard let units, !units.isZero else { return nil }
        return units
    }
}
