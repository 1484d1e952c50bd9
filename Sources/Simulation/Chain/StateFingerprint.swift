import Hashing
import Numerics
import Vocabulary

/// What tells two histories of a virtual chain apart: every write changes it.
///
/// It stands where a real header has the root of a trie. It is no proof of a single balance and no
/// cryptographic digest; it costs a few nanoseconds a write instead of several hashes.
struct StateFingerprint: Hashable, Sendable {
    private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var second: UInt64 = 0xBF58_476D_1CE4_E5B9

    @inline(__always)
    mutating func mix(_ word: UInt64) {
        first = (first ^ word) &* 0xD6E8_FEB8_6659_FD93
        first ^= first >> 32
        second = (second &+ first) &* 0x94D0_49BB_1331_11EB
        second ^= second >> 29
    }

    mutating func mix(_ word: UInt256) {
        let limbs = word.limbs
        mix(limbs.0)
        mix(limbs.1)
        mix(limbs.2)
        mix(limbs.3)
    }

    mutating func mix(_ digest: Digest) {
        mix(digest.words.0)
        mix(digest.words.1)
        mix(digest.words.2)
        mix(digest.words.3)
    }

    mutating func mix(_ address: Address) { mix(address.word) }

    var digest: Digest { Digest(words: first, second, first ^ second, first &+ second) }
}
