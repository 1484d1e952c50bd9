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

    /// The limit of one call with swaps in these kinds of pools, a buffer in hundredths on top. Figures come
    /// from configuration: what does not fit is the largest number there is, which no gas money covers.
    public func limit(
        swapsIn kinds: [PoolDescription.Kind],
        bufferInHundredths: UInt64
    ) -> UInt64 {
        var units = overhead
        for kind in kinds {
            let (sum, overflow) = units.addingReportingOverflow(swap(in: kind))
            guard !overflow else { return .max }
            units = sum
        }
        return Self.buffered(units, bufferInHundredths)
    }

    /// What one more pool of this kind adds to a call.
    public func addition(of kind: PoolDescription.Kind, bufferInHundredths: UInt64) -> UInt64 {
        Self.buffered(swap(in: kind), bufferInHundredths)
    }

    private static func buffered(_ units: UInt64, _ hundredths: UInt64) -> UInt64 {
        let (product, overflow) = units.multipliedReportingOverflow(by: hundredths)
        return overflow ? .max : product / 100
    }

    public func swap(in kind: PoolDescription.Kind) -> UInt64 {
        switch kind {
        case .dodo: dodoSwap
        case .uniswapV2: uniswapV2Swap
        case .uniswapV3: uniswapV3Swap
        case .stableSwap: stableSwapSwap
        }
    }
}
