/// Thirty-two bytes: a digest, or anything a chain writes as one.
public struct Digest: Hashable, Sendable, BitwiseCopyable {
    /// Four words, the first bytes first, each big-endian: their order is the order of the bytes.
    public let words: (UInt64, UInt64, UInt64, UInt64)

    public init(words first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        words = (first, second, third, fourth)
    }

    /// Fails unless there are exactly thirty-two bytes.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [4 of UInt64] = .init(repeating: 0)
        var index = 0
        for byte in bytes {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
            index += 1
        }
        self.init(words: words[0], words[1], words[2], words[3])
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    public static func == (left: Digest, right: Digest) -> Bool {
        left.words == right.words
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Digest: Comparable {
    public static func < (left: Digest, right: Digest) -> Bool {
        left.words < right.words
    }
}
