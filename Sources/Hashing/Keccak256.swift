/// Keccak-256 as Ethereum uses it: the padding of the time before SHA-3 was standardised.
public struct Keccak256: Sendable {
    private static let rateInBytes = 136

    private var state = KeccakState()
    /// Bytes absorbed into the block that is not yet permuted.
    private var filled = 0

    public init() {}

    /// Takes more bytes in.
    public mutating func update(_ bytes: RawSpan) {
        var offset = 0
        while offset < bytes.byteCount {
            let whole = filled % 8 == 0 && bytes.byteCount - offset >= 8
            if whole {
                // In bounds: at least eight bytes are left behind `offset`.
                let lane = unsafe bytes.unsafeLoadUnaligned(
                    fromByteOffset: offset,
                    as: UInt64.self
                )
                state.absorb(UInt64(littleEndian: lane), at: filled / 8)
                offset += 8
                filled += 8
            } else {
                let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
                absorb(byte)
                offset += 1
                filled += 1
            }
            if filled == Self.rateInBytes {
                state.permute()
                filled = 0
            }
        }
    }

    public mutating func update(_ bytes: [UInt8]) {
        unsafe update(bytes.span.bytes)
    }

    /// The digest of all bytes taken in.
    public consuming func finalize() -> Digest {
        absorb(0x01)
        filled = Self.rateInBytes - 1
        absorb(0x80)
        state.permute()
        let lanes = state.lanes
        return Digest(
            words: lanes[0].byteSwapped,
            lanes[1].byteSwapped,
            lanes[2].byteSwapped,
            lanes[3].byteSwapped
        )
    }

    private mutating func absorb(_ byte: UInt8) {
        state.absorb(UInt64(byte) << UInt64(8 * (filled % 8)), at: filled / 8)
    }
}

extension Keccak256 {
    public static func hash(_ bytes: RawSpan) -> Digest {
        var hasher = Keccak256()
        hasher.update(bytes)
        return hasher.finalize()
    }

    public static func hash(_ bytes: [UInt8]) -> Digest {
        unsafe hash(bytes.span.bytes)
    }

    /// The digest of a text's UTF-8 bytes.
    public static func hash(_ text: String) -> Digest {
        hash(Array(text.utf8))
    }
}
