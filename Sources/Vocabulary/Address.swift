/// The address of an account or a contract: twenty bytes.
public struct Address: Hashable, Sendable {
    private let front: UInt128
    private let back: UInt32

    /// Fails unless there are exactly twenty bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 20 else { return nil }
        front = bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
        back = bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The twenty bytes.
    public var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: front >> UInt128(120 - 8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: back >> UInt32(24 - 8 * $0)) }
    }
}
