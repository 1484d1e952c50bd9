internal import Numerics
public import Vocabulary

extension Venue {
    /// What a trade pays the pool, of its output or its input, rounded up to a millionth of a basis point.
    ///
    /// A figure for reports and bands: what a trade pays exactly is in its quote. A StableSwap fee that
    /// grows off the peg is given as it is at the peg.
    public var fee: BasisPoints {
        switch self {
        case .dodo(let pool):
            Self.share(
                pool.lpFeeRate + pool.maintainerFeeRate,
                of: 1_000_000_000_000_000_000
            )
        case .uniswapV2(let pair):
            Self.share(UInt256(pair.fee.whole - pair.fee.kept), of: UInt256(pair.fee.whole))
        case .uniswapV3(let pool): Self.share(UInt256(pool.fee), of: 1_000_000)
        case .stableSwap(let pool): Self.share(pool.fee, of: 10_000_000_000)
        }
    }

    private static func share(_ part: UInt256, of whole: UInt256) -> BasisPoints {
        let share = part.multiplied(
            by: UInt256(BasisPoints.millionthsInWhole),
            dividedBy: whole,
            rounding: .up
        )
        return BasisPoints(millionths: share.flatMap { UInt64(exactly: $0) } ?? .max)
    }
}
