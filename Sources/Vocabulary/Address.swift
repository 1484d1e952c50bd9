public import Numerics

/// The address of an account or a contract: twenty bytes.
public struct Address: Hashable, Sendable, BitwiseCopyable {
    private let front: UInt64
    private let middle: UInt64
    private let back: UInt32

    public static let zero = Address(front: 0, middle: 0, back: 0)

    private init(front: UInt64, middle: UInt64, back: UInt32) {
        self.front = front
        self.middle = middle
        self.back = back
    }

    /// Fails unless there are exactly twenty bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 20, let word = UInt256(bigEndian: bytes) else { return nil }
        self.init(word: word)
    }

    /// Reads the word an ABI writes an address as; fails when the upper twelve bytes are not zero.
    public init?(word: UInt256) {
        let limbs = word.limbs
        guard limbs.3 == 0, limbs.2 <= UInt32.max else { return nil }
        self.init(
            front: limbs.2 << 32 | limbs.1 >> 32,
            middle: limbs.1 << 32 | limbs.0 >> 32,
            back: UInt32(truncatingIfNeeded: limbs.0)
        )
    }

    /// The address as an ABI writes it: the lower twenty bytes of a word.
    public var word: UInt256 {
        UInt256(
            limbs: middle << 32 | UInt64(back),
            front << 32 | middle >> 32,
            front >> 32,
            0
        )
    }

    public var bytes: [UInt8] { Array(word.bigEndianBytes.dropFirst(12)) }
}

extension Address: Comparable {
    public static func < (left: Address, right: Address) -> Bool { left.word < right.word }
}
