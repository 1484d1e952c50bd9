/// How much gas the executor's calls use at most, until a chain has been measured.
public struct GasTable: Hashable, Sendable {
    /// The transaction and the executor's own work, once a call.
    public var overhead: UInt64 = 70_000
    public var dodoSwap: UInt64 = 170_000
    public var uniswapV2Swap: UInt64 = 90_000
    public var uniswapV3Swap: UInt64 = 140_000
    public var stableSwapSwap: UInt64 = 130_000
    public var bridgeSend: UInt64 = 120_000

    public init() {}

    public func swap(in kind: PoolDescription.Kind) -> UInt64 {
        switch kind {
        case .dodo: dodoSwap
        case .uniswapV2: uniswapV2Swap
        case .uniswapV3: uniswapV3Swap
        case .stableSwap: stableSwapSwap
        }
    }
}
