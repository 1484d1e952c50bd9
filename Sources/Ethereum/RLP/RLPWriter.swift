public import Hashing
public import Numerics
public import Vocabulary

/// Appends items in their only form.
public struct RLPWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public init(reservingCapacity capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    public mutating func append(_ item: RLPItem) {
        switch item {
        case .bytes(let bytes): append(bytes)
        case .list(let items):
            appendList { list in
                for item in items { list.append(item) }
            }
        }
    }

    public mutating func append(_ content: some Collection<UInt8>) {
        if content.count == 1, let byte = content.first, byte < 0x80 {
            bytes.append(byte)
        } else {
            appendHeader(short: 0x80, count: content.count)
            bytes.append(contentsOf: content)
        }
    }

    /// An integer is its big-endian bytes without leading zeros; zero is no bytes.
    public mutating func append(_ value: UInt256) {
        let limbs = value.limbs
        guard limbs.1 | limbs.2 | limbs.3 != 0 else { return append(limbs.0) }
        let count = value.significantByteCount
        bytes.append(0x80 + UInt8(count))
        appendLowBytes(of: limbs.3, count - 24)
        appendLowBytes(of: limbs.2, min(8, count - 16))
        appendLowBytes(of: limbs.1, min(8, count - 8))
        appendLowBytes(of: limbs.0, 8)
    }

    public mutating func append(_ value: UInt64) {
        guard value >= 0x80 else {
            bytes.append(value == 0 ? 0x80 : UInt8(value))
            return
        }
        let count = (71 - value.leadingZeroBitCount) / 8
        bytes.append(0x80 + UInt8(count))
        appendLowBytes(of: value, count)
    }

    /// An address is twenty bytes, leading zeros included.
    public mutating func append(_ address: Address) {
        let limbs = address.word.limbs
        bytes.append(0x80 + 20)
        appendLowBytes(of: limbs.2, 4)
        appendLowBytes(of: limbs.1, 8)
        appendLowBytes(of: limbs.0, 8)
    }

    /// A digest is thirty-two bytes, leading zeros included.
    public mutating func append(_ digest: Digest) {
        let words = digest.words
        bytes.append(0x80 + 32)
        appendLowBytes(of: words.0, 8)
        appendLowBytes(of: words.1, 8)
        appendLowBytes(of: words.2, 8)
        appendLowBytes(of: words.3, 8)
    }

    /// The lowest `count` bytes, the highest of them first; none for a count below one.
    private mutating func appendLowBytes(of word: UInt64, _ count: Int) {
        var left = count
        while left > 0 {
            left -= 1
            bytes.append(UInt8(truncatingIfNeeded: word &>> UInt64(8 * left)))
        }
    }

    /// Appends what `body` writes as one list.
    public mutating func appendList(_ body: (inout RLPWriter) -> Void) {
        var list = RLPWriter()
        body(&list)
        appendList(encoded: list.bytes)
    }

    /// Appends items that are encoded already as one list.
    public mutating func appendList(encoded items: [UInt8]) {
        appendHeader(short: 0xC0, count: items.count)
        bytes.append(contentsOf: items)
    }

    private mutating func appendHeader(short: UInt8, count: Int) {
        guard count > 55 else {
            bytes.append(short + UInt8(count))
            return
        }
        let length = UInt256(UInt64(count))
        bytes.append(short + 55 + UInt8(length.significantByteCount))
        length.appendMinimalBigEndian(to: &bytes)
    }
}
