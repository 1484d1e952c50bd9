import Ethereum
import Venues

/// What the virtual contracts' work costs: below the bot's own table, as estimates must be.
enum GasUse {
    static let transfer: UInt64 = 30_000
    static let approve: UInt64 = 25_000
    static let executor: UInt64 = 35_000
    static let lock: UInt64 = 80_000
    static let setting: UInt64 = 25_000

    static func swap(_ venue: Venue) -> UInt64 {
        switch venue {
        case .dodo: 140_000
        case .uniswapV2: 75_000
        case .uniswapV3: 110_000
        case .stableSwap: 105_000
        }
    }

    /// Every transaction's own: 21,000, four a zero byte of data, sixteen any other.
    static func intrinsic(_ call: TransactionCall) -> UInt64 {
        call.data.reduce(call.to == nil ? 53_000 : 21_000) { $0 + ($1 == 0 ? 4 : 16) }
    }
}
