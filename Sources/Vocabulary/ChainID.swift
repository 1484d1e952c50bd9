/// Which chain. Every registry is keyed by it: the same address on two chains is two contracts.
public struct ChainID: Hashable, Sendable {
    public let value: UInt64

    /// Fails for zero, which no chain has and an unset field does.
    public init?(_ value: UInt64) {
        guard value > 0 else { return nil }
        self.value = value
    }
}

extension ChainID: Comparable {
    public static func < (left: ChainID, right: ChainID) -> Bool { left.value < right.value }
}

extension ChainID: CustomStringConvertible {
    public var description: String { String(value) }
}
