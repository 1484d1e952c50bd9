// Big-endian bytes, the form every chain speaks.

extension UInt256 {
    /// Reads at most 32 big-endian bytes; `nil` when there are more.
    public init?(bigEndian bytes: some Collection<UInt8>) {
        guard bytes.count <= 32 else { return nil }
        self = .zero
        for byte in bytes {
            self = self &<< UInt256(limbs: 8, 0, 0, 0)
            limb0 |= UInt64(byte)
        }
    }

    /// The 32 big-endian bytes.
    public var bigEndianBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for limb in [limb3, limb2, limb1, limb0] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: limb >> UInt64(shift)))
            }
        }
        return bytes
    }
}
