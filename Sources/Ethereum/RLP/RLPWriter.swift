public import Numerics

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
        let count = value.significantByteCount
        if count == 1, value < 0x80 {
            value.appendMinimalBigEndian(to: &bytes)
        } else {
            bytes.append(0x80 + UInt8(count))
            value.appendMinimalBigEndian(to: &bytes)
        }
    }

    public mutating func append(_ value: UInt64) {
        append(UInt256(value))
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
