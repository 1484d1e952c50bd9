import Ethereum
import Numerics
import TestSupport
import Testing

@Suite struct RLPPropertyTests {
    private func item(depth: Int, _ chance: inout Chance) -> RLPItem {
        if depth > 0, Int.random(in: 0..<3, using: &chance) > 0 {
            let count = Int.random(in: 0...5, using: &chance)
            return .list((0..<count).map { _ in item(depth: depth - 1, &chance) })
        }
        let counts = [0, 1, 1, 2, 32, 54, 55, 56, 57, 255, 256, 300]
        let count = counts[Int.random(in: 0..<counts.count, using: &chance)]
        return .bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) })
    }

    /// The encoding as the yellow paper defines it, without regard to speed.
    private func slow(_ item: RLPItem) -> [UInt8] {
        func header(_ offset: Int, _ count: Int) -> [UInt8] {
            guard count > 55 else { return [UInt8(offset + count)] }
            var length: [UInt8] = []
            var rest = count
            while rest > 0 {
                length.insert(UInt8(rest % 256), at: 0)
                rest /= 256
            }
            return [UInt8(offset + 55 + length.count)] + length
        }
        switch item {
        case .bytes(let bytes) where bytes.count == 1 && bytes[0] < 128: return bytes
        case .bytes(let bytes): return header(128, bytes.count) + bytes
        case .list(let items):
            let content = items.flatMap { slow($0) }
            return header(192, content.count) + content
        }
    }

    @Test(arguments: [42, 43] as [UInt64])
    func `any item is written as defined and comes back`(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        for _ in 0..<2_000 {
            let item = item(depth: 4, &chance)
            let encoded = item.encoded
            #expect(encoded == slow(item))
            #expect(try RLPItem(decoding: encoded) == item)
        }
    }

    @Test(arguments: [44] as [UInt64])
    func
        `every cut and every growth is refused, every flip gives an item of those bytes or an error`(
            seed: UInt64
        ) throws
    {
        var chance = Chance(seed: seed)
        var (answered, refused) = (0, 0)
        for _ in 0..<150 {
            let encoded = item(depth: 3, &chance).encoded
            guard encoded.count < 700 else { continue }
            for count in 0..<encoded.count {
                #expect(throws: RLPError.self) {
                    try RLPItem(decoding: Array(encoded.prefix(count)))
                }
            }
            #expect(throws: RLPError.trailingBytes(at: encoded.count)) {
                try RLPItem(decoding: encoded + [0])
            }
            for place in encoded.indices {
                for flip in [0x01, 0x40, 0x80, 0xFF] as [UInt8] {
                    var bytes = encoded
                    bytes[place] ^= flip
                    if let item = try? RLPItem(decoding: bytes) {
                        answered += 1
                        #expect(item.encoded == bytes)
                    } else {
                        refused += 1
                    }
                }
            }
        }
        #expect(answered > 1_000 && refused > 1_000, "\(answered), \(refused)")
    }

    @Test func `a reader of a part counts from where the part began`() throws {
        let bytes: [UInt8] = [9, 9, 0xC2, 0x05, 0x81, 0x03]
        var reader = RLPReader(bytes[2...])
        var list = try reader.readList()
        #expect(try list.readInteger() == 5)
        #expect(throws: RLPError.truncated(at: 4)) { try list.readBytes() }
        #expect(throws: RLPError.trailingBytes(at: 5)) { try reader.finish() }
    }
}
