/// Sizes with a heavy tail: many small ones and a few large, from `least` to `most`.
///
/// A Pareto distribution cut at `most` and spread over what remains, drawn by inversion: one logarithm
/// and one power a draw. The tail index is in thousandths; the smaller, the heavier the tail.
public struct ParetoSizes: Hashable, Sendable {
    public let least: UInt64
    public let most: UInt64
    public let tailThousandths: UInt32

    /// The share of an uncut distribution that lies beyond `most`, in parts of 2^64.
    private let beyond: UInt64

    /// `nil` for a least size of zero, a most below it, or a tail index of zero or above a hundred.
    public init?(least: UInt64, most: UInt64, tailThousandths: UInt32) {
        guard least > 0, least <= most, (1...100_000).contains(tailThousandths) else { return nil }
        self.least = least
        self.most = most
        self.tailThousandths = tailThousandths
        let span = BinaryLogarithm.of(most) - BinaryLogarithm.of(least)
        let exponent = UInt128(span) * UInt128(tailThousandths) / 1_000
        beyond = BinaryLogarithm.inversePower(UInt64(clamping: exponent))
    }

    public func draw(from stream: inout SeededStream) -> UInt64 {
        let drawn = stream.next()
        guard least < most else { return least }
        // Above `beyond`, each number as likely as the others; a logarithm of zero is not asked for.
        let share = max(1, beyond + drawn.multipliedFullWidth(by: 0 &- max(1, beyond)).high)
        let depth = 64 * Fraction48.one - BinaryLogarithm.of(share)
        let exponent = UInt128(depth) * 1_000 / UInt128(tailThousandths)
        let (whole, fraction) = (exponent >> 48, UInt64(truncatingIfNeeded: exponent))
        guard whole < 64 else { return most }
        let power = BinaryLogarithm.power(ofFraction: fraction & (Fraction48.one - 1))
        let size = (UInt128(least) * UInt128(power)) >> (63 - whole)
        return min(most, max(least, UInt64(clamping: size)))
    }
}
