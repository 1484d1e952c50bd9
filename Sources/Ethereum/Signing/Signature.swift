public import Hashing
public import Numerics
public import Vocabulary

/// A recoverable signature over secp256k1.
public struct Signature: Hashable, Sendable {
    public let r: UInt256
    public let s: UInt256
    /// Which of the two points with this `r`: zero or one, where Ethereum writes 27 or 28.
    public let parity: Bool

    public init(r: UInt256, s: UInt256, parity: Bool) {
        self.r = r
        self.s = s
        self.parity = parity
    }

    /// The order of the group; `r` and `s` are below it.
    public static let order: UInt256 =
        0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFE_BAAE_DCE6_AF48_A03B_BFD2_5E8C_D036_4141

    /// Of the two values of `s` that fit, the chain takes the lower one only (EIP-2).
    public var hasLowS: Bool { s <= Self.order >> 1 }

    /// In the group's range, and the one of two that the chain takes.
    public var isProper: Bool {
        let range = 1..<Self.order
        return range.contains(r) && range.contains(s) && hasLowS
    }

    /// `r`, `s` and 27 or 28, as messages are signed.
    public var bytes: [UInt8] {
        var bytes = r.bigEndianBytes
        s.appendBigEndian(to: &bytes)
        bytes.append(parity ? 28 : 27)
        return bytes
    }

    /// Whose signature of this digest it is; `nil` when it is nobody's.
    public func signer(of digest: Digest) -> Address? {
        Secp256k1.recover(digest, self).map { $0.address }
    }
}

/// A point of the curve: the 64 bytes of its coordinates.
public struct PublicKey: Hashable, Sendable {
    public let bytes: [UInt8]

    init(coordinates bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The last twenty bytes of the coordinates' hash.
    public var address: Address {
        let words = Keccak256.hash(bytes).words
        let lower = UInt256(limbs: words.3, words.2, words.1 & 0xFFFF_FFFF, 0)
        guard let address = Address(word: lower) else {
            preconditionFailure("a word of 160 bits is an address")
        }
        return address
    }
}
