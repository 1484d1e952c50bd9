public import Vocabulary

/// What a route trades for.
public enum Mission: Hashable, Sendable {
    /// Only where something is left after every cost.
    case profit
    /// To hold the target, at a cost the issuer has agreed to.
    case parity(Subsidy)

    public struct Subsidy: Hashable, Sendable {
        /// The most a unit of size may cost.
        public var perUnit: BasisPoints
        /// The most all trades of a day may cost together.
        public var perDay: Worth

        public init(
            perUnit: BasisPoints = BasisPoints(millionths: 30_000_000),
            perDay: Worth = Worth(1_000)
        ) {
            self.perUnit = perUnit
            self.perDay = perDay
        }
    }
}
