// Big-endian bytes, the form every chain speaks.

extension UInt256 {
    /// Reads at most 32 big-endian bytes; `nil` when there are more.
    @inlinable
    public init?(bigEndian bytes: some Collection<UInt8>) {
        guard bytes.count <= 32 else { return nil }
        self = .zero
        for byte in bytes {
            self = self &<< UInt256(8 as UInt64)
            limb0 |= UInt64(byte)
        }
    }

    /// Reads the 32 big-endian bytes at `offset`; `nil` when there are fewer.
    @inlinable
    public init?(bigEndian bytes: RawSpan, at offset: Int) {
        guard offset >= 0, bytes.byteCount - 32 >= offset else { return nil }
        // In bounds by the line above.
        self.init(
            limbs: Self.limb(bytes, offset + 24),
            Self.limb(bytes, offset + 16),
            Self.limb(bytes, offset + 8),
            Self.limb(bytes, offset)
        )
    }

    @inlinable @inline(__always)
    static func limb(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
        unsafe UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The 32 big-endian bytes.
    public var bigEndianBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        appendBigEndian(to: &bytes)
        return bytes
    }

    /// Appends the 32 big-endian bytes.
    @inlinable
    public func appendBigEndian(to bytes: inout [UInt8]) {
        for limb in [limb3, limb2, limb1, limb0] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: limb &>> UInt64(shift)))
            }
        }
    }

    /// How many bytes the number takes without leading zeros; none for zero.
    @inlinable public var significantByteCount: Int { (263 - leadingZeroBitCount) / 8 }

    /// Appends the big-endian bytes without leading zeros.
    @inlinable
    public func appendMinimalBigEndian(to bytes: inout [UInt8]) {
        for index in stride(from: significantByteCount - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: (self &>> UInt256(UInt64(8 * index))).limb0))
        }
    }
}
