import Hashing
import Numerics
import Vocabulary

/// A call's static arguments, read where they lie. What is not there is not zero: it is `nil`.
struct CallArguments {
    let data: [UInt8]

    func word(_ index: Int) -> UInt256? {
        guard index >= 0, data.count >= 36, index <= (data.count - 36) / 32 else { return nil }
        let start = 4 + 32 * index
        return UInt256(bigEndian: data[start..<start + 32])
    }

    func address(_ index: Int) -> Address? { word(index).flatMap { Address(word: $0) } }

    func digest(_ index: Int) -> Digest? { word(index).map(\.digest) }

    /// A signed number of few bits, as tick indices are.
    func signed(_ index: Int) -> Int32? {
        word(index).flatMap { Int32(exactly: Int256(bitPattern: $0)) }
    }
}

extension UInt256 {
    var digest: Digest {
        let limbs = limbs
        return Digest(words: limbs.3, limbs.2, limbs.1, limbs.0)
    }
}

extension Digest {
    var word: UInt256 { UInt256(limbs: words.3, words.2, words.1, words.0) }
}

extension Address {
    /// As an indexed argument of an event.
    var topic: Digest { word.digest }
}

extension Sequence where Element == UInt256 {
    /// The words as bytes, as a contract returns them and logs carry them.
    var abiBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 * underestimatedCount)
        for word in self { word.appendBigEndian(to: &bytes) }
        return bytes
    }
}
