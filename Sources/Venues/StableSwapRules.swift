extension StableSwapPool {
    /// What generations of the contract do differently.
    public struct Rules: Hashable, Sendable {
        /// The amplification is stored as it is, or a hundredfold.
        public let amplificationPrecision: UInt64
        /// The view turns the output into coin units before it takes the fee, where the exchange takes the fee
        /// first: both can differ by a unit.
        public let viewConvertsBeforeFee: Bool
        /// Selling nothing reverts; the view still answers.
        public let refusesNothing: Bool
        let product: Product
        let search: Search
        let booking: Booking
        /// One unit of the invariant stays in the pool at each exchange, "just in case".
        let keepsOneUnit: Bool
        /// An exchange also notes spot prices, and reverts where one does not fit.
        let notesPrices: Bool

        /// How the invariant's product is divided down.
        enum Product: Hashable, Sendable {
            /// At each coin by n times its balance.
            case coinByCoin
            /// At each coin by n times its balance and one more, so that no balance divides by zero.
            case coinByCoinPlusOne
            /// At each coin by its balance, and by n^n at the end.
            case atOnce
        }

        /// What happens when 255 rounds were not enough.
        enum Search: Hashable, Sendable {
            case takesTheLast
            case reverts
        }

        /// What an exchange writes to the balances.
        enum Booking: Hashable, Sendable {
            /// What came in and what went out.
            case amounts
            /// The invariant's new balances, turned back into coin units.
            case invariant
        }
    }
}

extension StableSwapPool.Rules {
    /// The first pools, of lending shares: compound, y, busd.
    ///
    /// From their sources; no recorded contract proves it. The rates are the shares' prices.
    public static let lending = StableSwapPool.Rules(
        amplificationPrecision: 1,
        viewConvertsBeforeFee: true,
        refusesNothing: false,
        product: .coinByCoinPlusOne,
        search: .takesTheLast,
        booking: .invariant,
        keepsOneUnit: false,
        notesPrices: false
    )

    /// 3pool, hBTC and their contemporaries.
    public static let early = StableSwapPool.Rules(
        amplificationPrecision: 1,
        viewConvertsBeforeFee: true,
        refusesNothing: false,
        product: .coinByCoin,
        search: .takesTheLast,
        booking: .amounts,
        keepsOneUnit: true,
        notesPrices: false
    )

    /// Pools with a hundredfold amplification, as EURS and LINK.
    public static let classic = StableSwapPool.Rules(
        amplificationPrecision: 100,
        viewConvertsBeforeFee: false,
        refusesNothing: false,
        product: .coinByCoin,
        search: .reverts,
        booking: .amounts,
        keepsOneUnit: true,
        notesPrices: false
    )

    /// StableSwap-NG.
    public static let nextGeneration = StableSwapPool.Rules(
        amplificationPrecision: 100,
        viewConvertsBeforeFee: false,
        refusesNothing: true,
        product: .atOnce,
        search: .reverts,
        booking: .amounts,
        keepsOneUnit: true,
        notesPrices: true
    )
}
